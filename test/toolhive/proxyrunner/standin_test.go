// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package proxyrunner

import (
	"testing"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/standin"
)

// lead changes a run configuration where it names a server that the runner talks to before it serves /health, so that it names one on
// this machine: the provider that an authorization server has its users log in at, and Redis. It returns the file of names of hosts that the runner
// must have for that, or nothing.
func lead(t *testing.T, config map[string]any, provider *issuer.Issuer) (hostsFile string) {
	t.Helper()
	if sessions := standin.Section(config, "scaling_config", "session_redis"); sessions != nil {
		sessions["address"] = standin.Redis(t, false)
	}
	return standin.AuthServer(t, standin.Section(config, "embedded_auth_server_config"), provider)
}
