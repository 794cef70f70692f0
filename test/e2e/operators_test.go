// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"context"
	"maps"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/e2e/traffic"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
)

// What ToolHive's operator made is taken over where it stands, and its pods, which do not drain, are replaced once without a failed call.
func TestToolHivesOperatorIsReplaced(t *testing.T) {
	program, definitions, err := shared.ToolHiveOperator(t.Context())
	require.NoError(t, err)
	require.NoError(t, shared.Scale(t.Context(), 0))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
		defer cancel()
		assert.NoError(t, shared.Install(ctx))
	})
	_, err = shared.Kubectl(t.Context(), "apply", "--server-side", "--force-conflicts", "-f", definitions)
	require.NoError(t, err)
	s := newScene(t, remote.Options{})
	stop := s.runToolHive(t, program)
	s.createOlderProxy(t, "search")
	s.createEntry(t, "entry")
	s.createGateway(t, "gateway")
	workloads := map[string][]child{"search": childrenOf("search"), "gateway": gatewayChildrenOf("gateway")}
	former, objects, revisions := map[string][]types.UID{}, map[string]map[string]types.UID{}, map[string]int{}
	for name, children := range workloads {
		s.awaitAvailable(t, name)
		former[name], objects[name], revisions[name] = s.allPods(t, name), s.identities(t, children), s.revision(t, name)
	}
	url, gatewayURL := s.awaitOlderProxy(t, "search").Status.URL, s.awaitGateway(t, "gateway")
	callers := []*traffic.Caller{s.keepCalling(t, url), s.callGateway(t, gatewayURL, "entry")}

	stop()
	require.NoError(t, shared.Install(t.Context()))
	for name, children := range workloads {
		s.until(t, "the pods of "+name+" are replaced", func() bool { return !overlap(s.allPods(t, name), former[name]) })
		s.awaitAvailable(t, name)
		s.until(t, "the Service of "+name+" selects what ToolHive's operator would", func() bool { return s.isHandedOver(t, children) })
		assert.Equal(t, objects[name], s.identities(t, children))
		assert.Equal(t, revisions[name]+1, s.revision(t, name), "the pods of %s were replaced more than once", name)
	}
	for _, caller := range callers {
		caller.AwaitCalls(t, 100)
		caller.RequireNoFailure(t)
	}
	assert.Equal(t, url, s.awaitOlderProxy(t, "search").Status.URL)
	assert.Equal(t, gatewayURL, s.awaitGateway(t, "gateway"))
	_, err = shared.Kube.RbacV1().Roles(s.namespace).Get(t.Context(), "search-remote-proxy-runner", metav1.GetOptions{})
	assert.True(t, apierrors.IsNotFound(err), "a proxy may still read all Secrets: %v", err)
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
			t.Logf("ToolHive's operator:\n%s", &log)
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
