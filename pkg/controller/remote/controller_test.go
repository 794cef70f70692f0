// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
)

const (
	day = 24 * time.Hour

	// writeGood is the request that writes the status of the endpoint called good, which most tests have.
	writeGood = "apply mcpremoteendpoints/status default/good"
)

// start runs the controller on these namespaces, or on all.
func start(t *testing.T, c *controllertest.Cluster, namespaces ...string) (controller *remote.Controller, stop func()) {
	t.Helper()
	return startWith(t, c, func(*remote.Config) {}, namespaces...)
}

// startWith runs it with another configuration.
func startWith(t *testing.T, c *controllertest.Cluster, change func(*remote.Config), namespaces ...string) (controller *remote.Controller, stop func()) {
	t.Helper()
	if len(namespaces) == 0 {
		namespaces = []string{metav1.NamespaceAll}
	}
	config := remote.Config{
		Toolhive: c.Toolhive, Kube: c.Kube, Metadata: c.Metadata, Recorder: c.Recorder,
		Settings: render.Settings{ProxyImage: "proxyrunner:v0.44.0"}, Legacy: true,
	}
	for _, namespace := range namespaces {
		config.Scopes = append(config.Scopes, remote.Scope{
			Namespace: namespace, Toolhive: c.ToolhiveInformers(namespace), Metadata: c.MetadataInformers(namespace),
			Published: c.PublishedInformers(namespace, remote.ChildrenSelector),
			Children:  c.KubeInformers(namespace, remote.ChildrenSelector), Pods: c.KubeInformers(namespace, remote.PodsSelector),
		})
	}
	change(&config)
	stop = c.Start(t, func(informers *served.Informers) (_ func(context.Context), err error) {
		config.Informers = informers
		controller, err = remote.New(config)
		return func(ctx context.Context) { controller.Run(ctx, 4) }, err
	})
	return controller, stop
}

// named is the metadata of an object that a test makes.
func named(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: controllertest.Namespace, Name: name}
}

// group is the one that every endpoint of these tests is in, unless it says otherwise.
func group() *v1beta1.MCPGroup { return &v1beta1.MCPGroup{ObjectMeta: named(controllertest.GroupName)} }

// requireReady requires that the endpoint is Ready, and that its status says nothing else.
func requireReady(t *testing.T, c *controllertest.Cluster, endpoint *v1alpha1.MCPRemoteEndpoint) {
	t.Helper()
	live := controllertest.Get(t, c, endpoint)
	require.Equal(t, v1alpha1.PhaseReady, live.Status.Phase)
	require.Equal(t, live.Spec.RemoteURL, live.Status.URL)
	require.Equal(t, live.Generation, live.Status.ObservedGeneration)
	for _, condition := range live.Status.Conditions {
		require.Equal(t, metav1.ConditionTrue, condition.Status, condition.Type)
	}
}

// requireFailed requires that the endpoint is not usable, for one reason, and that its message names what to mend.
func requireFailed(t *testing.T, c *controllertest.Cluster, endpoint *v1alpha1.MCPRemoteEndpoint, conditionType, reason, names string) {
	t.Helper()
	live := controllertest.Get(t, c, endpoint)
	require.Equal(t, v1alpha1.PhaseFailed, live.Status.Phase)
	require.Empty(t, live.Status.URL)
	for _, condition := range live.Status.Conditions {
		switch condition.Type {
		case conditionType, v1alpha1.ConditionReady:
			require.Equal(t, metav1.ConditionFalse, condition.Status, condition.Type)
			require.Equal(t, reason, condition.Reason, condition.Type)
			require.Contains(t, condition.Message, names)
		default:
			require.Equal(t, metav1.ConditionTrue, condition.Status, condition.Type)
		}
	}
}

func TestADirectEndpointIsReadyAfterOneWriteAndThenAllIsQuiet(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := controllertest.Endpoint("good")
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, writeGood)
		requireReady(t, c, endpoint)
		assert.Equal(t, []string{"Ready", "ConfigurationValid", "GroupRefValid"}, inShort(controllertest.Get(t, c, endpoint).Status.Conditions))
		c.RequireEvents(t) // to be Ready at once is no news
		c.RequireQuiet(t, day)
	})
}

func TestAnEndpointWithEveryReferenceIsReadyAfterOneWrite(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := controllertest.Endpoint("good")
		for _, reference := range allReferences {
			reference.refer(endpoint)
			c.Create(t, append(others(reference), reference.object())...)
		}
		c.Create(t, endpoint)
		// The caches of some kinds may be behind that of the endpoints for a moment.
		controllertest.Pass(time.Second)
		c.RequireWrites(t, writeGood)
		requireReady(t, c, endpoint)
		c.RequireQuiet(t, day)
	})
}

func TestAChangedSpecCostsOneWriteAndOtherChangesNone(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := controllertest.Endpoint("good")
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, writeGood)

		endpoint.Spec.RemoteURL = "https://mcp.example.org/"
		c.Update(t, endpoint)
		c.RequireWrites(t, writeGood)
		requireReady(t, c, endpoint)
		require.EqualValues(t, 2, controllertest.Get(t, c, endpoint).Status.ObservedGeneration)

		endpoint.Labels = map[string]string{"team": "a"}
		c.Update(t, endpoint)
		c.RequireWrites(t)
		c.RequireQuiet(t, day)
	})
}

func TestAnEndpointThatIsBeingDeletedSaysSo(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := controllertest.Endpoint("good")
		endpoint.Finalizers = []string{"example.com/somebody-else"}
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, writeGood)

		c.Delete(t, endpoint)
		c.RequireWrites(t, writeGood)
		require.Equal(t, v1alpha1.PhaseTerminating, controllertest.Get(t, c, endpoint).Status.Phase)
		c.RequireEvents(t)

		endpoint.Finalizers = nil
		c.Update(t, endpoint)
		c.RequireQuiet(t, day)
	})
}

func TestARestartOverASettledClusterWritesNothing(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := start(t, c)
		taken := controllertest.Endpoint("taken")
		c.Create(t, &v1beta1.MCPServer{ObjectMeta: named("taken")})
		controllertest.Pass(time.Second)
		good, bad := controllertest.Endpoint("good"), controllertest.Endpoint("bad")
		bad.Spec.GroupRef = "nowhere"
		bad.Spec.RemoteURL = "http://127.0.0.1"
		c.Create(t, group(), good, bad, taken)
		c.RequireWrites(t, writeGood, "apply mcpremoteendpoints/status default/bad", "apply mcpremoteendpoints/status default/taken")
		c.RequireEvents(t, "Warning InvalidURL default/bad", "Warning NameCollision default/taken")

		for range 3 {
			stop()
			controllertest.Pass(time.Hour)
			_, stop = start(t, c)
			c.RequireQuiet(t, time.Hour)
		}
	})
}

func TestEachNamespaceIsServedFromItsOwnCachesAndNoOther(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c, "one", "two")
		endpoints := map[string]*v1alpha1.MCPRemoteEndpoint{}
		for _, namespace := range []string{"one", "two", "three"} {
			endpoints[namespace] = controllertest.Endpoint("good")
			endpoints[namespace].Namespace = namespace
		}
		groupOfOne := group()
		groupOfOne.Namespace = "one"
		c.Create(t, groupOfOne, endpoints["one"], endpoints["two"], endpoints["three"])
		c.RequireWrites(t, "apply mcpremoteendpoints/status one/good", "apply mcpremoteendpoints/status two/good")
		requireReady(t, c, endpoints["one"])
		requireFailed(t, c, endpoints["two"], "GroupRefValid", "GroupNotFound", controllertest.GroupName)
		require.Empty(t, controllertest.Get(t, c, endpoints["three"]).Status)

		groupOfTwo, groupOfThree := group(), group()
		groupOfTwo.Namespace, groupOfThree.Namespace = "two", "three"
		c.Create(t, groupOfTwo, groupOfThree)
		c.RequireWrites(t, "apply mcpremoteendpoints/status two/good")
		requireReady(t, c, endpoints["two"])
		c.RequireEvents(t, "Warning GroupNotFound two/good", "Normal Ready two/good")
		c.RequireQuiet(t, day)
	})
}

func TestKindsThatAreNotInstalledAreNotedWhenTheyAre(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Discovery.Withdraw(kind.MCPGroup.Resource(), kind.MCPServer.Resource(), kind.MCPRemoteProxy.Resource())
		start(t, c)
		endpoint := controllertest.Endpoint("good")
		c.Create(t, endpoint)
		c.RequireWrites(t, writeGood)
		requireFailed(t, c, endpoint, "GroupRefValid", "GroupNotFound", controllertest.GroupName)
		c.RequireEvents(t, "Warning GroupNotFound default/good")
		c.RequireQuiet(t, time.Hour)

		c.Discovery.Install(kind.MCPGroup.Resource())
		c.Create(t, group())
		controllertest.Pass(5 * time.Second)
		c.RequireWrites(t, writeGood)
		requireReady(t, c, endpoint)
		c.RequireEvents(t, "Normal Ready default/good")

		c.Discovery.Install(kind.MCPServer.Resource(), kind.MCPRemoteProxy.Resource())
		c.RequireQuiet(t, day)
	})
}
