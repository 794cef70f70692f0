// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
)

const applyEntry = "apply mcpserverentries default/good"

// The status of a published entry is applied, and that of a user's own is updated.
const applyEntryStatus = "apply mcpserverentries/status default/good"

func publishing(config *remote.Config) { config.Publish = true }

func besideToolHive(config *remote.Config) { config.Publish, config.Legacy = true, false }

func goodEntry() *v1beta1.MCPServerEntry { return &v1beta1.MCPServerEntry{ObjectMeta: named("good")} }

func TestAnEndpointIsPublished(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := startWith(t, c, publishing)
		endpoint := controllertest.Endpoint("good")
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, applyEntry, applyEntryStatus, writeGood)
		entry := controllertest.Get(t, c, goodEntry())
		assert.Equal(t, "https://mcp.example.com/mcp", entry.Spec.RemoteURL)
		assert.Equal(t, "true", entry.Labels[v1alpha1.PublishedLabel])
		assert.Equal(t, v1beta1.MCPServerEntryPhaseValid, entry.Status.Phase)
		assert.True(t, metav1.IsControlledBy(entry, endpoint))
		requireReady(t, c, endpoint)
		requireCondition(t, controllertest.Get(t, c, endpoint).Status.Conditions, "Published", metav1.ConditionTrue, "Published")
		c.RequireEvents(t) // It is no object of an older kind.
		c.RequireQuiet(t, day)
		stop()
		startWith(t, c, publishing)
		c.RequireQuiet(t, day)

		entry.Spec.RemoteURL = "https://elsewhere.example.com"
		c.Update(t, entry)
		c.RequireWrites(t, applyEntry, applyEntryStatus)
		assert.Equal(t, "https://mcp.example.com/mcp", controllertest.Get(t, c, goodEntry()).Spec.RemoteURL)

		c.Delete(t, group())
		c.RequireWrites(t, writeGood)
		requireCondition(t, controllertest.Get(t, c, endpoint).Status.Conditions, "Published", metav1.ConditionTrue, "Published")
		c.Recorder.Events()
		c.RequireQuiet(t, day) // A gateway keeps the backend: the group may come back.

		private := controllertest.Get(t, c, endpoint)
		private.Spec.RemoteURL = "https://10.0.0.1/mcp"
		c.Update(t, private)
		c.RequireWrites(t, "delete-metadata mcpserverentries default/good", writeGood)
	})
}

// What is published goes when publishing is turned off.
func TestWhatWasPublishedIsRemoved(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := startWith(t, c, publishing)
		c.Create(t, group(), controllertest.Endpoint("good"))
		controllertest.Pass(time.Second)
		stop()
		c.Requests.Writes()
		startWith(t, c, func(*remote.Config) {})
		c.RequireWrites(t, "delete-metadata mcpserverentries default/good", writeGood)
	})
}

// Where ToolHive's operator serves entries, their status is its own, and URLs have to pass its check.
func TestAProxyIsPublishedBesideToolHive(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		startWith(t, c, besideToolHive)
		c.Create(t, group(), proxy())
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeGood)
		rollOut(t, c)
		c.RequireWrites(t, applyEntry, writeGood)
		entry := controllertest.Get(t, c, goodEntry())
		assert.Equal(t, "http://mcp-good-remote-proxy.default.svc:8080", entry.Spec.RemoteURL)
		assert.Empty(t, entry.Status.Phase)
		c.RequireEvents(t, "Normal Ready default/good")
		c.RequireQuiet(t, day)
	})
}

func TestAPrivateURLIsNotPublishedBesideToolHive(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		startWith(t, c, besideToolHive)
		endpoint := controllertest.Endpoint("good", func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.RemoteURL, e.Spec.AllowPrivateEndpoint = "https://10.0.0.1/mcp", true
		})
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, writeGood)
		status := controllertest.Get(t, c, endpoint).Status
		require.Equal(t, v1alpha1.PhaseReady, status.Phase, "vMCP reads the endpoint where it can")
		requireCondition(t, status.Conditions, "Published", metav1.ConditionFalse, "URLNotAdmitted")
	})
}

// An entry that somebody else wrote is never touched, and gone, its name is used.
func TestAnEntryOfAnotherIsLeftAlone(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		startWith(t, c, publishing)
		endpoint := replacing(controllertest.Endpoint("good"), "MCPServerEntry")
		c.Create(t, group(), olderEntry())
		c.RequireWrites(t, writeEntry)
		c.Create(t, endpoint)
		c.RequireWrites(t, writeGood, writeEntry)
		requireCondition(t, controllertest.Get(t, c, endpoint).Status.Conditions, "Published", metav1.ConditionFalse, "NameTaken")

		c.Delete(t, olderEntry())
		c.RequireWrites(t, applyEntry, applyEntryStatus, writeGood)
		requireCondition(t, controllertest.Get(t, c, endpoint).Status.Conditions, "Published", metav1.ConditionTrue, "Published")
	})
}

// R4.3: gateways that watch the cluster find the backend under its name again as soon as the older object is gone.
func TestAnEndpointIsPublishedWhenTheProxyThatItReplacedGoes(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		startWith(t, c, publishing)
		older, endpoint := olderProxy(), replacing(proxy(), "MCPRemoteProxy")
		bringUp(t, c, older)
		c.Create(t, endpoint)
		controllertest.Pass(time.Second)
		requireCondition(t, controllertest.Get(t, c, endpoint).Status.Conditions, "Published", metav1.ConditionFalse, "NameTaken")
		requireTakenOver(t, c, endpoint, metav1.ConditionTrue)
		superseded := meta.FindStatusCondition(controllertest.Get(t, c, older).Status.Conditions, "Superseded")
		assert.NotContains(t, superseded.Message, "--publish-entries")
		c.Requests.Writes()

		c.Delete(t, older)
		controllertest.Pass(time.Second)
		assert.Subset(t, c.Requests.Writes(), []string{applyEntry, applyEntryStatus, writeGood})
		assert.Equal(t, "http://mcp-good-remote-proxy.default.svc.cluster.local:8080", controllertest.Get(t, c, goodEntry()).Spec.RemoteURL)
	})
}

// Beside ToolHive's operator the objects of the older kinds are that operator's.
func TestOlderObjectsAreLeftToToolHive(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		startWith(t, c, besideToolHive)
		c.Create(t, group(), olderProxy())
		c.RequireWrites(t)
		controllertest.Pass(time.Second)
		c.Create(t, controllertest.Endpoint("good"))
		c.RequireWrites(t, writeGood)
		requireCondition(t, controllertest.Get(t, c, controllertest.Endpoint("good")).Status.Conditions,
			"ConfigurationValid", metav1.ConditionFalse, "NameCollision")
	})
}

// What ToolHive's operator serves goes on as it is: two operators would write the same children by turns.
func TestNothingIsTakenOverFromAnotherOperator(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		startWith(t, c, besideToolHive)
		c.Create(t, group(), &v1beta1.MCPRemoteProxy{ObjectMeta: metav1.ObjectMeta{Namespace: controllertest.Namespace, Name: "good"}})
		controllertest.Pass(time.Second)
		successor := proxy()
		successor.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: "MCPRemoteProxy"}
		c.Create(t, successor)
		c.RequireWrites(t, writeGood)
		c.RequireEvents(t, "Warning NameCollision default/good")
		ready := meta.FindStatusCondition(controllertest.Get(t, c, successor).Status.Conditions, v1alpha1.ConditionReady)
		require.NotNil(t, ready)
		assert.Contains(t, ready.Message, "delete it, or use another name")
		c.RequireQuiet(t, day)
	})
}
