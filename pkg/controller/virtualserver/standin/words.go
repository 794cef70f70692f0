// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package standin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/references"
)

// Problems returns the problems of a stand-in in words about the gateway, as problems of a condition.
func Problems(server *v1beta1.VirtualMCPServer, condition string, problems []validate.Problem) []validate.Problem {
	problems = slices.Clone(problems)
	words := words(server)
	for i := range problems {
		problems[i].Condition = condition
		problems[i].Message = words.Replace(problems[i].Message)
	}
	return problems
}

// words puts the gateway's own fields and programs in the place of a proxy's. The first that fits counts.
func words(server *v1beta1.VirtualMCPServer) *strings.Replacer {
	pairs := []string{
		"spec.proxyConfig.oidcConfigRef", "spec.incomingAuth.oidcConfigRef",
		"spec.proxyConfig.authz", "spec.incomingAuth.authz",
		"spec.proxyConfig.", "spec.",
		"the proxy runner", "vMCP",
		"the proxy", "the gateway",
		"a proxy", "a gateway",
	}
	if config := references.AuthServer(server); config != nil {
		pairs = append([]string{
			fmt.Sprintf("%s %q: spec.embeddedAuthServer", kind.MCPExternalAuthConfig, config.Name), "spec.authServerConfig",
			fmt.Sprintf("%s %q", kind.MCPExternalAuthConfig, config.Name), "spec.authServerConfig",
			"spec.embeddedAuthServer", "spec.authServerConfig",
			"embeddedAuthServer", "authServerConfig",
		}, pairs...)
	}
	return strings.NewReplacer(pairs...)
}
