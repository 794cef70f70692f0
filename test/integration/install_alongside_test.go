// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const (
	alongside = "../../manifests/alongside-toolhive"
	// toolhiveFinalizer is on every group that ToolHive's operator serves.
	toolhiveFinalizer = "toolhive.stacklok.dev/mcpgroup-finalizer"
)

// R5.3, R6.1: beside ToolHive's operator, endpoints are served and published, and all that is ToolHive's is left alone.
func TestAlongsideToolHive(t *testing.T) {
	e := newAlongside(t)
	namespace := e.newNamespace(t)
	e.runKubelet(t, namespace)
	theirs := e.createToolHiveObjects(t, namespace)
	require.NoError(t, e.prepareOperator(testContext(t)))
	e.runOperator(t, e.deployedArgs(t)...)

	e.createEndpoint(t, namespace, direct("remote"))
	e.createEndpoint(t, namespace, proxied("guarded"))
	e.createEndpoint(t, namespace, direct("older-proxy"))
	e.awaitEndpoint(t, namespace, "older-proxy", hasReason(v1alpha1.ConditionConfigurationValid, v1alpha1.ReasonNameCollision))
	for name, url := range map[string]string{"remote": remoteURL, "guarded": "http://mcp-guarded-remote-proxy." + namespace + ".svc:8080"} {
		e.awaitEndpoint(t, namespace, name, isReady)
		e.awaitEntry(t, namespace, name, func(entry *v1beta1.MCPServerEntry) bool {
			return entry.Spec.RemoteURL == url && entry.Labels[v1alpha1.PublishedLabel] == "true"
		})
	}

	private := `{"spec": {"remoteURL": "https://10.0.0.1/mcp", "allowPrivateEndpoint": true}}`
	_, err := e.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).
		Patch(testContext(t), "remote", types.MergePatchType, []byte(private), metav1.PatchOptions{})
	require.NoError(t, err)
	e.awaitEndpoint(t, namespace, "remote", hasReason(v1alpha1.ConditionPublished, v1alpha1.ReasonURLNotAdmitted))

	assert.Equal(t, theirs, e.toolHiveVersions(t, namespace))
	e.requireOwnWritesOnly(t)
}

// newAlongside is an environment with ToolHive's definitions, for which ours of the same kinds stand, and the install beside it.
func newAlongside(t *testing.T) *environment {
	t.Helper()
	e := newEnvironment(t)
	definitions, err := filepath.Glob(filepath.Join(crdDir, "toolhive.stacklok.dev_*.yaml"))
	require.NoError(t, err)
	for _, definition := range definitions {
		if !strings.HasSuffix(definition, "_mcpremoteendpoints.yaml") {
			_, err := e.cluster.Apply(testContext(t), definition)
			require.NoError(t, err)
		}
	}
	// Were any of ToolHive's definitions in the install, they would be in conflict: another manager has applied them.
	_, _, err = e.cluster.Kubectl(testContext(t), "apply", "--server-side", "-k", alongside)
	require.NoError(t, err)
	_, _, err = e.cluster.Kubectl(testContext(t), "wait", "--for=condition=Established", "crd/mcpremoteendpoints.toolhive.stacklok.dev")
	require.NoError(t, err)
	return e
}

// deployedArgs are those that the Deployment gives to "operator run".
func (e *environment) deployedArgs(t *testing.T) []string {
	t.Helper()
	deployment, err := e.kube.AppsV1().Deployments("mcp-remote-endpoint-operator").
		Get(testContext(t), "mcp-remote-endpoint-operator", metav1.GetOptions{})
	require.NoError(t, err)
	args := deployment.Spec.Template.Spec.Containers[0].Args
	require.Equal(t, "run", args[0])
	return args[1:]
}

// theirKinds are those of the objects that createToolHiveObjects makes.
var theirKinds = map[string]kind.Kind{
	"older-proxy": kind.MCPRemoteProxy, "older-entry": kind.MCPServerEntry, "server": kind.MCPServer,
	"team": kind.MCPGroup, "going": kind.MCPGroup, "gateway": kind.VirtualMCPServer,
}

// createToolHiveObjects makes an object of each kind that ToolHive's operator serves, besides the group "team", and a group that waits for it to be
// deleted. It returns their versions.
func (e *environment) createToolHiveObjects(t *testing.T, namespace string) map[string]string {
	t.Helper()
	e.createProxy(t, namespace, olderProxy("older-proxy"))
	e.createEntry(t, namespace, olderEntry("older-entry"))
	for name, spec := range map[string]string{
		"server":  `{"image": "example/server:1", "groupRef": {"name": "team"}}`,
		"gateway": `{"groupRef": {"name": "team"}, "incomingAuth": {"type": "anonymous"}}`,
	} {
		k := theirKinds[name]
		applyObject(t, e.dynamic(t, k.Resource(), namespace), k.Version().String(), string(k), name, spec)
	}
	groups := e.toolhive.ToolhiveV1beta1().MCPGroups(namespace)
	_, err := groups.Create(testContext(t), &v1beta1.MCPGroup{
		ObjectMeta: metav1.ObjectMeta{Name: "going", Finalizers: []string{toolhiveFinalizer}},
	}, metav1.CreateOptions{})
	require.NoError(t, err)
	require.NoError(t, groups.Delete(testContext(t), "going", metav1.DeleteOptions{}))
	return e.toolHiveVersions(t, namespace)
}

// toolHiveVersions tells, by their resource versions, whether the objects were written.
func (e *environment) toolHiveVersions(t *testing.T, namespace string) map[string]string {
	t.Helper()
	versions := map[string]string{}
	for name, k := range theirKinds {
		object, err := e.metadata.Resource(k.Resource()).Namespace(namespace).Get(testContext(t), name, metav1.GetOptions{})
		require.NoError(t, err)
		versions[name] = object.ResourceVersion
	}
	return versions
}

// requireOwnWritesOnly looks at all that the operator has asked for: no request was forbidden, and what was written is an endpoint's.
func (e *environment) requireOwnWritesOnly(t *testing.T) {
	t.Helper()
	written := sets.New[string]()
	for _, event := range e.audit.operatorEvents(t) {
		assert.NotEqual(t, http.StatusForbidden, event.Response.Code, event.String())
		if event.isWrite() {
			what, _, _ := strings.Cut(event.String(), " "+event.ObjectRef.Namespace+"/")
			written.Insert(what)
		}
	}
	written.Delete("create events", "patch events")
	assert.ElementsMatch(t, []string{
		"patch mcpremoteendpoints/status", "patch mcpserverentries", "delete mcpserverentries",
		"patch configmaps", "patch deployments", "patch serviceaccounts", "patch services",
	}, sets.List(written))

	log, err := os.ReadFile(e.operatorLog())
	require.NoError(t, err)
	assert.NotContains(t, string(log), "forbidden")
	events, err := e.kube.EventsV1().Events(metav1.NamespaceAll).List(testContext(t), metav1.ListOptions{})
	require.NoError(t, err)
	for _, event := range events.Items {
		if event.ReportingController == "mcp-remote-endpoint-operator" {
			assert.Equal(t, string(kind.MCPRemoteEndpoint), event.Regarding.Kind, event.Note)
		}
	}
}

// Beside ToolHive's operator, this one could not do its work even if it tried.
func TestAlongsideToolHiveHasNoRightsOnItsKinds(t *testing.T) {
	e := newAlongside(t)
	for _, test := range []struct {
		verb, resource, subresource string
		allowed                     bool
	}{
		{"patch", "mcpremoteendpoints", "status", true},
		{"watch", "mcpremoteproxies", "", true},
		{"create", "mcpserverentries", "", true},
		{"patch", "mcpremoteendpoints", "", false},
		{"update", "mcpremoteproxies", "status", false},
		{"patch", "mcpremoteproxies", "", false},
		{"update", "mcpserverentries", "status", false},
		{"patch", "mcpserverentries", "status", false},
		{"patch", "mcpgroups", "", false},
		{"patch", "mcpgroups", "status", false},
		{"get", "virtualmcpservers", "", false},
		{"update", "virtualmcpservers", "status", false},
		{"create", "roles", "", false},
		{"escalate", "roles", "", false},
		{"bind", "roles", "", false},
	} {
		group := v1beta1.GroupName
		if test.resource == "roles" {
			group = kind.Role.Resource().Group
		}
		resource := schema.GroupResource{Group: group, Resource: test.resource}
		assert.Equal(t, test.allowed, e.operatorMay(t, test.verb, resource, test.subresource), "%s %s/%s", test.verb, test.resource, test.subresource)
	}
}

func (e *environment) operatorMay(t *testing.T, verb string, resource schema.GroupResource, subresource string) bool {
	t.Helper()
	review, err := e.kube.AuthorizationV1().SubjectAccessReviews().Create(testContext(t), &authorizationv1.SubjectAccessReview{
		Spec: authorizationv1.SubjectAccessReviewSpec{User: operatorUser, ResourceAttributes: &authorizationv1.ResourceAttributes{
			Namespace: "default", Verb: verb, Group: resource.Group, Resource: resource.Resource, Subresource: subresource,
		}},
	}, metav1.CreateOptions{})
	require.NoError(t, err)
	return review.Status.Allowed
}
