// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// The old address must not get the new headers, nor the gateway an address that nobody has checked; and nothing is rolled twice.
func TestAMemberThatChangesStaysWhatItWasUntilItIsLookedAt(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		search := serving("search")
		settle(t, c, team(), keys("of-the-new-server"), search, static())
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)
		c.Recorder.Events()

		changed := controllertest.Get(t, c, search)
		changed.Spec.RemoteURL = "https://new.example.com/mcp"
		withHeader(changed)
		c.Update(t, changed)
		c.Create(t, serving("wiki"))
		controllertest.Pass(calm)
		c.RequireWrites(t)
		assert.NotContains(t, configIn(t, c), "new.example.com")
		assert.Contains(t, configIn(t, c), search.Spec.RemoteURL)

		changed = controllertest.Get(t, c, search)
		changed.Status.URL, changed.Status.ObservedGeneration = changed.Spec.RemoteURL, changed.Generation
		c.UpdateStatus(t, changed)
		controllertest.Pass(calm)
		c.RequireWrites(t, applyConfig, applyDeployment)
		assert.Contains(t, configIn(t, c), "url: https://new.example.com/mcp")
		assert.Contains(t, configIn(t, c), "name: wiki")
		c.RequireQuiet(t, day)
	})
}

func TestAnEntryWhoseAddressChangesStaysWhatItWasUntilItIsLookedAt(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		entry := &v1beta1.MCPServerEntry{ObjectMeta: named("mail")}
		entry.Spec.GroupRef.Name, entry.Spec.RemoteURL = "team", "https://mail.example.com/mcp"
		entry.Status.Phase, entry.Status.ObservedGeneration = v1beta1.MCPServerEntryPhaseValid, 1
		settle(t, c, team(), entry, serving("search"), static())
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)
		c.Recorder.Events()

		changed := controllertest.Get(t, c, entry)
		changed.Spec.RemoteURL = "http://169.254.169.254/"
		c.Update(t, changed)
		controllertest.Pass(calm)
		c.RequireWrites(t)

		changed = controllertest.Get(t, c, entry)
		changed.Status.Phase, changed.Status.ObservedGeneration = v1beta1.MCPServerEntryPhaseFailed, changed.Generation
		c.UpdateStatus(t, changed)
		controllertest.Pass(calm)
		c.RequireWrites(t, applyConfig, applyDeployment)
		assert.NotContains(t, configIn(t, c), "name: mail")
		c.RequireQuiet(t, day)
	})
}
