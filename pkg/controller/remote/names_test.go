// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"testing"
	"time"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

var otherClaimants = map[string]func() controllertest.Object{
	"MCPServer":      func() controllertest.Object { return &v1beta1.MCPServer{ObjectMeta: named("good")} },
	"MCPRemoteProxy": func() controllertest.Object { return &v1beta1.MCPRemoteProxy{ObjectMeta: named("good")} },
	"MCPServerEntry": func() controllertest.Object { return &v1beta1.MCPServerEntry{ObjectMeta: named("good")} },
}

// ownWrites are what is written about an object of otherClaimants itself.
var ownWrites = map[string][]string{
	"MCPRemoteProxy": {"update mcpremoteproxies/status default/good"},
	"MCPServerEntry": {"update mcpserverentries/status default/good"},
}

func TestAnEndpointWaitsForTheNameThatAnotherHolds(t *testing.T) {
	for kind, other := range otherClaimants {
		t.Run(kind, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				holder, endpoint := other(), controllertest.Endpoint("good")
				c.Create(t, group(), holder)
				c.RequireWrites(t, ownWrites[kind]...)
				c.Recorder.Events()
				controllertest.Pass(time.Second)
				c.Create(t, endpoint)
				c.RequireWrites(t, writeGood)
				requireFailed(t, c, endpoint, "ConfigurationValid", "NameCollision", kind)
				c.RequireEvents(t, "Warning NameCollision default/good")
				c.RequireQuiet(t, day)

				c.Delete(t, holder)
				c.RequireWrites(t, writeGood)
				requireReady(t, c, endpoint)
				c.RequireEvents(t, "Normal Ready default/good")
				c.RequireQuiet(t, day)
			})
		})
	}
}

func TestAnEndpointThatCameFirstKeepsItsName(t *testing.T) {
	for kind, other := range otherClaimants {
		t.Run(kind, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				endpoint := controllertest.Endpoint("good")
				c.Create(t, group(), endpoint)
				c.RequireWrites(t, writeGood)
				controllertest.Pass(time.Second)
				c.Create(t, other())
				c.RequireWrites(t, ownWrites[kind]...)
				c.Recorder.Events()
				c.RequireQuiet(t, day)
				requireReady(t, c, endpoint)
			})
		})
	}
}

func TestAnEndpointThatReplacesAnObjectHasItsName(t *testing.T) {
	for kind, other := range otherClaimants {
		if kind == "MCPServer" {
			continue // cannot be replaced
		}
		t.Run(kind, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				replaced, endpoint := other(), controllertest.Endpoint("good")
				c.Create(t, group(), replaced)
				c.RequireWrites(t, ownWrites[kind]...)
				controllertest.Pass(time.Second)
				c.Create(t, endpoint)
				c.RequireWrites(t, writeGood)

				endpoint.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: kind}
				c.Update(t, endpoint)
				c.RequireWrites(t, append(ownWrites[kind], writeGood)...)
				requireReady(t, c, endpoint)

				c.Delete(t, replaced)
				c.RequireWrites(t)
				requireReady(t, c, endpoint)
			})
		})
	}
}

func TestTheSameNameElsewhereDoesNotMatter(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		for _, other := range otherClaimants {
			elsewhere := other()
			elsewhere.SetNamespace("elsewhere")
			c.Create(t, elsewhere)
		}
		controllertest.Pass(time.Second)
		c.Requests.Writes()
		endpoint := controllertest.Endpoint("good")
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, writeGood)
		requireReady(t, c, endpoint)
	})
}
