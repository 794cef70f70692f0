// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/group"
)

// R5.5: what does not change who is a member is no reason to write.
func TestASettledGroupIsNotWrittenAgain(t *testing.T) {
	for name, disturb := range map[string]func(t *testing.T, c *controllertest.Cluster){
		"nothing happens": func(*testing.T, *controllertest.Cluster) {},
		"a member's status": func(t *testing.T, c *controllertest.Cluster) {
			t.Helper()
			endpoint := controllertest.Get(t, c, controllertest.Endpoint("a"))
			endpoint.Status.Phase = v1alpha1.PhaseReady
			c.UpdateStatus(t, endpoint)
		},
		"a member's label": func(t *testing.T, c *controllertest.Cluster) {
			t.Helper()
			entry := newEntry("entry")
			entry.Labels = map[string]string{"touched": "true"}
			c.Update(t, entry)
		},
		"a member's spec": func(t *testing.T, c *controllertest.Cluster) {
			t.Helper()
			endpoint := controllertest.Endpoint("a")
			endpoint.Spec.RemoteURL = "https://mcp.example.org/"
			c.Update(t, endpoint)
		},
		"the other spelling of a member's groupRef": func(t *testing.T, c *controllertest.Cluster) {
			t.Helper()
			proxy := newProxy("proxy")
			proxy.Spec.GroupRef.Plain = true
			c.Update(t, proxy)
		},
		"a member that is made again at once": func(t *testing.T, c *controllertest.Cluster) {
			t.Helper()
			c.Delete(t, newServer("server"))
			c.Create(t, newServer("server"))
		},
		"the group's label": func(t *testing.T, c *controllertest.Cluster) {
			t.Helper()
			tools := newTools()
			tools.Labels = map[string]string{"touched": "true"}
			c.Update(t, tools)
		},
		"a condition of somebody else's": func(t *testing.T, c *controllertest.Cluster) {
			t.Helper()
			tools := controllertest.Get(t, c, newTools())
			tools.Status.Conditions = append(tools.Status.Conditions, foreignCondition())
			c.UpdateStatus(t, tools)
		},
		"a member of a group that does not exist": func(t *testing.T, c *controllertest.Cluster) {
			t.Helper()
			c.Create(t, controllertest.Endpoint("lost", func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.GroupRef = "lost" }))
		},
	} {
		t.Run(name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				c.Create(t, newTools(), controllertest.Endpoint("a"), newServer("server"), newProxy("proxy"), newEntry("entry"))
				controllertest.Pass(quiet)
				c.RequireWrites(t, writeTools)
				disturb(t, c)
				c.RequireQuiet(t, day)
			})
		})
	}
}

func foreignCondition() metav1.Condition {
	return metav1.Condition{
		Type: "example.com/Seen", Status: metav1.ConditionTrue, Reason: "Seen", LastTransitionTime: metav1.Now().Rfc3339Copy(),
	}
}

func TestARestartWritesOnlyWhatChangedMeanwhile(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		stop := start(t, c)
		c.Create(t, newTools(), newGroup("other"), controllertest.Endpoint("a"), controllertest.Endpoint("b"))
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools, writeOther)

		stop()
		stop = start(t, c)
		c.RequireQuiet(t, day)

		stop()
		c.Delete(t, controllertest.Endpoint("a"))
		start(t, c)
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		requireMembers(t, c, newTools(), group.Members{RemoteEndpoints: []string{"b"}})
		c.RequireQuiet(t, day)
	})
}

// The cache of groups is behind, and does not show what was written before the next change.
func TestAWriteIsNotMadeAgainBeforeTheCacheShowsIt(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, newTools())
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)

		c.Delay(c.ResourceOf(newTools()), 10*time.Second)
		c.Create(t, newServer("a"))
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		c.Create(t, newServer("b"))
		c.Delete(t, newServer("b"))
		controllertest.Pass(quiet)
		c.RequireWrites(t)
		c.Create(t, newServer("c"))
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)
		requireMembers(t, c, newTools(), group.Members{Servers: []string{"a", "c"}})
		c.RequireQuiet(t, day)
	})
}

func TestAGroupIsNotOverwrittenThatHasChangedSinceItWasRead(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, newTools())
		controllertest.Pass(quiet)
		c.RequireWrites(t, writeTools)

		c.Delay(c.ResourceOf(newTools()), 5*time.Second)
		tools := controllertest.Get(t, c, newTools())
		tools.Status.Conditions = append(tools.Status.Conditions, foreignCondition())
		c.UpdateStatus(t, tools)
		c.Create(t, newServer("a"))
		controllertest.Pass(time.Minute)
		assert.Greater(t, len(c.Requests.Writes()), 1, "those before the cache has caught up fail")
		status := controllertest.Get(t, c, newTools()).Status
		assert.Equal(t, []string{"a"}, status.Servers)
		assert.Len(t, status.Conditions, 2)
		c.RequireQuiet(t, day)
	})
}
