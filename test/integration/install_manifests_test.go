// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/hack/devenv"
)

// R6.1: each install is admitted as it is, its pods too, in a namespace that enforces the restricted Pod Security Standard; to apply it again changes
// nothing, and to delete it leaves nothing. One can follow the other.
func TestInstallsComeAndGo(t *testing.T) {
	e := newEnvironment(t)
	for _, install := range []string{alongside, "../../manifests/standalone"} {
		_, warnings, err := e.cluster.Kubectl(testContext(t), "apply", "--server-side", "-k", install)
		require.NoError(t, err)
		assert.Empty(t, warnings)
		e.awaitOperatorPod(t)
		for _, again := range [][]string{{"diff", "--server-side"}, {"apply", "--server-side"}, {"diff", "--server-side"}} {
			_, _, err = e.cluster.Kubectl(testContext(t), append(again, "-k", install)...)
			require.NoError(t, err)
		}
	}
	e.listAllKinds(t)
	_, _, err := e.cluster.Kubectl(testContext(t), "delete", "--wait", "-k", "../../manifests/standalone")
	require.NoError(t, err)
	left, _, err := e.cluster.Kubectl(testContext(t), "get", "all,clusterroles,clusterrolebindings,crds,networkpolicies,pdb", "-A", "-o", "name",
		"-l", "app.kubernetes.io/name=mcp-remote-endpoint-operator")
	require.NoError(t, err)
	assert.Empty(t, left)
}

// listAllKinds lists the objects of each CustomResourceDefinition, as an operator does. One of which nobody has listed any can take five minutes to
// delete: the API server makes its storage only then, fails because that is not ready, and sometimes does not try again before it looks at all of them.
func (e *environment) listAllKinds(t *testing.T) {
	t.Helper()
	names, _, err := e.cluster.Kubectl(testContext(t), "get", "crds", "-o", "jsonpath={.items[*].metadata.name}")
	require.NoError(t, err)
	_, _, err = e.cluster.Kubectl(testContext(t), "get", "-A", strings.ReplaceAll(names, " ", ","))
	require.NoError(t, err)
}

// awaitOperatorPod waits until the API server has admitted a pod of the newest version of the operator's Deployment. There is no node for it to run on,
// and so it does not take the place of an older one.
func (e *environment) awaitOperatorPod(t *testing.T) {
	t.Helper()
	var deployment *appsv1.Deployment
	err := wait.PollUntilContextCancel(testContext(t), pollInterval, true, func(ctx context.Context) (_ bool, err error) {
		deployment, err = e.kube.AppsV1().Deployments(devenv.OperatorNamespace).Get(ctx, "mcp-remote-endpoint-operator", metav1.GetOptions{})
		return err == nil && deployment.Status.ObservedGeneration == deployment.Generation && deployment.Status.UpdatedReplicas > 0, err
	})
	require.NoError(t, err, "wait for a pod: %+v", deployment.Status)
}

// The API server lets nobody give a right that they do not have. The operator has all those that gateways get.
func TestRightsOfGatewaysCanBeGiven(t *testing.T) {
	objects, err := devenv.Load("../../pkg/controller/virtualserver/render/testdata/watching/golden.yaml")
	require.NoError(t, err)
	namespace := shared.newNamespace(t)
	file := filepath.Join(t.TempDir(), "gateway.yaml")
	var documents []byte
	for _, object := range objects {
		object.SetNamespace(namespace)
		object.SetOwnerReferences(nil) // The owner does not exist, and the garbage collector would come.
		document, err := json.Marshal(object.Unstructured)
		require.NoError(t, err)
		documents = append(append(documents, "\n---\n"...), document...)
	}
	require.NoError(t, os.WriteFile(file, documents, 0o600))
	asOperator, err := devenv.Existing(shared.kubeconfig)
	require.NoError(t, err)
	applied, _, err := asOperator.Kubectl(testContext(t), "apply", "--server-side", "-f", file)
	require.NoError(t, err)
	assert.Contains(t, applied, "role.rbac.authorization.k8s.io/gateway-vmcp serverside-applied")
	assert.Contains(t, applied, "rolebinding.rbac.authorization.k8s.io/gateway-vmcp serverside-applied")
}
