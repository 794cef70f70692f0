// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apimeta "k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/hack/devenv"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

// operated is a namespace that the operator serves, with the rights that the shipped manifests give it.
type operated struct {
	scene

	operator *devenv.Operator
	log      string // the path of the operator's log
}

// newOperated makes a namespace and starts an operator that logs everything it can, and does one thing after the other.
func newOperated(t *testing.T, flags ...string) *operated {
	t.Helper()
	s := &operated{scene: scene{namespace: newNamespace(t)}, log: filepath.Join(t.TempDir(), "operator.log")}
	log, err := os.Create(s.log)
	require.NoError(t, err)
	s.operator, err = devenv.StartOperator(t.Context(), devenv.OperatorOptions{
		Binary: operator, Kubeconfig: operatorKubeconfig, Log: log,
		Args: append([]string{"-v", "10", "--workers", "1", "--leader-elect=false", "--namespaces", s.namespace}, flags...),
	})
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, s.operator.Stop())
		assert.NoError(t, log.Close())
		s.requireAllowed(t)
	})
	s.runKubelet(t)
	return s
}

// runKubelet stands for scheduler and kubelet: every pod is said to run and to be ready as soon as it is there. Tests start the processes. The
// Deployment controller of the control plane does the rest.
func (s *operated) runKubelet(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	factory := informers.NewSharedInformerFactoryWithOptions(kube, 0, informers.WithNamespace(s.namespace))
	_, err := factory.Core().V1().Pods().TypedInformer().AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[*corev1.Pod]{
		AddFunc: func(pod *corev1.Pod) {
			ready := []byte(`{"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}`)
			_, err := kube.CoreV1().Pods(s.namespace).Patch(ctx, pod.Name, types.StrategicMergePatchType, ready, metav1.PatchOptions{}, "status")
			if err != nil && ctx.Err() == nil {
				t.Logf("start pod %s: %v", pod.Name, err)
			}
		},
	})
	require.NoError(t, err)
	factory.StartWithContext(ctx)
	t.Cleanup(func() {
		stop()
		factory.Shutdown()
	})
}

// apply applies a manifest of testdata as a user does.
func (s *operated) apply(t *testing.T, manifest string, values map[string]string) {
	t.Helper()
	_, _, err := shared.Kubectl(t.Context(), "--namespace", s.namespace, "apply", "--filename", filled(t, manifest, values))
	require.NoError(t, err)
}

// endpoint creates a direct endpoint of the group, and returns when it is Ready.
func (s *operated) endpoint(t *testing.T, name, url string, changes ...func(*v1alpha1.MCPRemoteEndpointSpec)) {
	t.Helper()
	endpoint := &v1alpha1.MCPRemoteEndpoint{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{v1alpha1.AllowInsecureAnnotation: "true"}},
		Spec: v1alpha1.MCPRemoteEndpointSpec{
			Type: v1alpha1.EndpointTypeDirect, RemoteURL: url, Transport: v1beta1.TransportStreamableHTTP, GroupRef: gateway.Group,
		},
	}
	for _, change := range changes {
		change(&endpoint.Spec)
	}
	create(t, endpoint, toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(s.namespace).Create)
	s.awaitEndpoint(t, name)
}

// withHeader has the gateway send a header with a key's value of the Secret that all manifests have.
func withHeader(header, key string) func(*v1alpha1.MCPRemoteEndpointSpec) {
	return func(spec *v1alpha1.MCPRemoteEndpointSpec) {
		if spec.HeaderForward == nil {
			spec.HeaderForward = &v1alpha1.HeaderForward{}
		}
		spec.HeaderForward.AddHeadersFromSecret = append(spec.HeaderForward.AddHeadersFromSecret, v1alpha1.HeaderFromSecret{
			HeaderName: header, ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: key},
		})
	}
}

func (s *operated) deleteEndpoint(t *testing.T, name string) {
	t.Helper()
	require.NoError(t, toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(s.namespace).Delete(t.Context(), name, metav1.DeleteOptions{}))
}

func (s *operated) awaitEndpoint(t *testing.T, name string) {
	t.Helper()
	wait.Until(t, s, func() bool {
		endpoint, err := toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(s.namespace).Get(t.Context(), name, metav1.GetOptions{})
		require.NoError(t, err)
		return apimeta.IsStatusConditionTrue(endpoint.Status.Conditions, v1alpha1.ConditionReady)
	})
}

// awaitCondition waits until the gateway says something for that reason.
func (s *operated) awaitCondition(t *testing.T, condition, reason string) {
	t.Helper()
	wait.Until(t, s, func() bool {
		found := apimeta.FindStatusCondition(s.server(t, gateway.Name).Status.Conditions, condition)
		return found != nil && found.Reason == reason
	})
}

// String is what there is to see when a test fails: the status of endpoints and gateways, and the end of the operator's log.
func (s *operated) String() string {
	ctx := context.Background()
	var told []any
	if endpoints, err := toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(s.namespace).List(ctx, metav1.ListOptions{}); err == nil {
		for _, endpoint := range endpoints.Items {
			told = append(told, endpoint.Name, endpoint.Status)
		}
	}
	if servers, err := toolhive.ToolhiveV1beta1().VirtualMCPServers(s.namespace).List(ctx, metav1.ListOptions{}); err == nil {
		for _, server := range servers.Items {
			told = append(told, server.Name, server.Status)
		}
	}
	status, _ := yaml.Marshal(told)
	return fmt.Sprintf("%s\n%s", status, s.logTail())
}

func (s *operated) logTail() string {
	const lines = 40
	log, _ := os.ReadFile(s.log)
	all := strings.Split(string(log), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
