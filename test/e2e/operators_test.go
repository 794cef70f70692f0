// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"maps"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/e2e/traffic"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// What ToolHive's operator made is taken over where it stands, and its pods, which do not drain, are replaced once without a failed call.
func TestToolHivesOperatorIsReplaced(t *testing.T) {
	program := installToolHive(t)
	require.NoError(t, shared.Scale(t.Context(), 0))
	s := newScene(t, remote.Options{})
	stop := s.runToolHive(t, program)
	// ToolHive's operator rolls a gateway when a member becomes ready, so that all members are before there is one.
	s.createOlderProxy(t, "search")
	url := s.awaitOlderProxy(t, "search").Status.URL
	s.createEntry(t, "entry")
	s.awaitValidEntry(t, "entry")
	s.createGateway(t, "gateway")
	gatewayURL := s.awaitGateway(t, "gateway")
	workloads := []*workload{s.workload(t, "search", childrenOf("search")), s.workload(t, "gateway", gatewayChildrenOf("gateway"))}
	callers := []*traffic.Caller{s.keepCalling(t, url), s.keepConnecting(t, url), s.callGateway(t, gatewayURL, "entry")}

	stop()
	require.NoError(t, shared.Install(t.Context()))
	for _, w := range workloads {
		s.until(t, "the pods of "+w.name+" are replaced", func() bool { return !overlap(s.allPods(t, w.name), w.pods) })
		s.awaitAvailable(t, w.name)
		s.until(t, "the Service of "+w.name+" selects what ToolHive's operator would", func() bool { return s.isHandedOver(t, w.children) })
		assert.Equal(t, w.objects, s.identities(t, w.children))
		assert.Equal(t, w.revision+1, s.revision(t, w.name), "the pods of %s were replaced more than once", w.name)
	}
	for _, caller := range callers {
		caller.AwaitCalls(t, 100)
		caller.RequireNoFailure(t)
	}
	assert.Equal(t, url, s.awaitOlderProxy(t, "search").Status.URL)
	assert.Equal(t, gatewayURL, s.awaitGateway(t, "gateway"))
	_, err := shared.Kube.RbacV1().Roles(s.namespace).Get(t.Context(), "search-remote-proxy-runner", metav1.GetOptions{})
	assert.True(t, apierrors.IsNotFound(err), "a proxy may still read all Secrets: %v", err)
}

// ToolHive's operator serves its own kinds, and its gateways find the endpoints that this one publishes for them.
func TestEndpointsAreServedBesideToolHivesOperator(t *testing.T) {
	program := installToolHive(t)
	require.NoError(t, shared.InstallAlongsideToolHive(t.Context()))
	s := newScene(t, remote.Options{})
	s.runToolHive(t, program)
	s.deploy(t, s.direct("wiki"))
	proxyURL := s.deploy(t, s.proxied("search"))
	for name, url := range map[string]string{"wiki": s.remote.URL + remote.StreamablePath, "search": proxyURL} {
		entry := s.awaitValidEntry(t, name)
		assert.Equal(t, strings.Replace(url, ".svc.cluster.local", ".svc", 1), entry.Spec.RemoteURL)
	}
	s.createGateway(t, "gateway")
	text, err := s.connect(t, s.awaitGateway(t, "gateway")).Call(t, "wiki_"+remote.Echo, map[string]any{"text": "hello"})
	require.NoError(t, err)
	assert.Equal(t, "hello", text)
	gateway, err := shared.Toolhive.ToolhiveV1beta1().VirtualMCPServers(s.namespace).Get(t.Context(), "gateway", metav1.GetOptions{})
	require.NoError(t, err)
	var backends []string
	for _, backend := range gateway.Status.DiscoveredBackends {
		backends = append(backends, backend.Name)
	}
	assert.ElementsMatch(t, []string{"search", "wiki"}, backends)
}

// installToolHive puts ToolHive's CustomResourceDefinitions in the place of ours until the test ends, and returns the program of its operator.
func installToolHive(t *testing.T) (program string) {
	t.Helper()
	program, definitions, err := shared.ToolHiveOperator(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		assert.NoError(t, shared.Install(ctx))
	})
	_, err = shared.Kubectl(t.Context(), "apply", "--server-side", "--force-conflicts", "-f", definitions)
	require.NoError(t, err)
	return program
}

// workload is a proxy or a gateway as ToolHive's operator made it.
type workload struct {
	name     string
	children []child
	pods     []types.UID
	objects  map[string]types.UID
	revision int
}

// workload waits until nothing of former pods is left.
func (s *scene) workload(t *testing.T, name string, children []child) *workload {
	t.Helper()
	s.awaitAvailable(t, name)
	s.until(t, name+" has one pod", func() bool { return len(s.allPods(t, name)) == 1 })
	return &workload{name, children, s.allPods(t, name), s.identities(t, children), s.revision(t, name)}
}

// awaitValidEntry waits until an operator has found an entry valid.
func (s *scene) awaitValidEntry(t *testing.T, name string) *v1beta1.MCPServerEntry {
	t.Helper()
	var last *v1beta1.MCPServerEntry
	err := poll(t, func(ctx context.Context) (bool, error) {
		var err error
		last, err = shared.Toolhive.ToolhiveV1beta1().MCPServerEntries(s.namespace).Get(ctx, name, metav1.GetOptions{})
		return err == nil && last.Status.Phase == v1beta1.MCPServerEntryPhaseValid, ignoreNotFound(err)
	})
	require.NoError(t, err, "%+v", last)
	return last
}

// keepConnecting is keepCalling with a connection for each request.
func (s *scene) keepConnecting(t *testing.T, url string) *traffic.Caller {
	t.Helper()
	return traffic.Start(t, traffic.Target{URL: url, Token: s.token, Tool: remote.Echo, Proxy: shared.SOCKS, Reconnecting: true})
}

// isHandedOver says whether nothing is left of what is only for the time in which pods are replaced.
func (s *scene) isHandedOver(t *testing.T, children []child) bool {
	t.Helper()
	deployment, err := shared.Kube.AppsV1().Deployments(s.namespace).Get(t.Context(), children[0].name, metav1.GetOptions{})
	require.NoError(t, err)
	service, err := shared.Kube.CoreV1().Services(s.namespace).Get(t.Context(), children[1].name, metav1.GetOptions{})
	require.NoError(t, err)
	return deployment.Spec.MinReadySeconds == 0 && deployment.Spec.Strategy.RollingUpdate.MaxSurge.String() == "25%" &&
		maps.Equal(service.Spec.Selector, deployment.Spec.Selector.MatchLabels)
}

// revision says how many templates a Deployment has had.
func (s *scene) revision(t *testing.T, name string) int {
	t.Helper()
	deployment, err := shared.Kube.AppsV1().Deployments(s.namespace).Get(t.Context(), name, metav1.GetOptions{})
	require.NoError(t, err)
	number, err := strconv.Atoi(deployment.Annotations["deployment.kubernetes.io/revision"])
	require.NoError(t, err)
	return number
}

// runToolHive runs ToolHive's operator for the namespace, as the administrator, and returns what ends it.
func (s *scene) runToolHive(t *testing.T, program string) (stop func()) {
	t.Helper()
	var log bytes.Buffer
	command := exec.Command(program, "--metrics-bind-address=0", "--health-probe-bind-address=0")
	command.Env = append(command.Environ(), "KUBECONFIG="+shared.Kubeconfig, "WATCH_NAMESPACE="+s.namespace, "POD_NAMESPACE="+s.namespace,
		"TOOLHIVE_RUNNER_IMAGE="+cluster.ProxyImage, "VMCP_IMAGE="+cluster.GatewayImage,
		"TOOLHIVE_SKIP_UPDATE_CHECK=true", "TOOLHIVE_USAGE_METRICS_ENABLED=false",
		// It asks nobody but the API server.
		"HTTP_PROXY=http://127.0.0.1:1", "HTTPS_PROXY=http://127.0.0.1:1")
	command.Stdout, command.Stderr = &log, &log
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	require.NoError(t, command.Start())
	ended := make(chan struct{})
	go func() {
		_ = command.Wait()
		close(ended)
	}()
	stop = func() {
		_ = command.Process.Signal(syscall.SIGTERM) // It may have ended.
		select {
		case <-ended:
		case <-time.After(patience):
			_ = command.Process.Kill()
			<-ended
		}
	}
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("the end of what ToolHive's operator said:\n%s", log.Bytes()[max(0, log.Len()-8<<10):])
		}
	})
	return stop
}

// awaitAvailable waits until all pods of a Deployment are of its newest template, serve, and are the only ones.
func (s *scene) awaitAvailable(t *testing.T, name string) {
	t.Helper()
	err := poll(t, func(ctx context.Context) (bool, error) {
		found, err := shared.Kube.AppsV1().Deployments(s.namespace).Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return false, ignoreNotFound(err)
		}
		now, wanted := found.Status, *found.Spec.Replicas
		return now.ObservedGeneration == found.Generation && now.UpdatedReplicas == wanted && now.AvailableReplicas == wanted && now.Replicas == wanted, nil
	})
	require.NoError(t, err)
}

func ignoreNotFound(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}
