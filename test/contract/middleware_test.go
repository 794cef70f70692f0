// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

// always are what each request passes, whatever the run configuration says.
var always = []string{"bodylimit", "auth", "mcp-parser", "recovery"}

// causes are the keys of the run configuration by which requests pass something else. ToolHive's operator lists all of it besides; here the
// proxy runner makes the list of the keys.
var causes = map[string]func(*rendering) bool{
	"audit":            hasKey("audit_config"),
	"authorization":    hasKey("authz_config"),
	"awssts":           hasKey("aws_sts_config"),
	"header-forward":   hasKey("header_forward"),
	"telemetry":        hasKey("telemetry_config"),
	"tokenexchange":    hasKey("token_exchange_config"),
	"tool-filter":      hasKey("tools_filter", "tools_override"),
	"tool-call-filter": hasKey("tools_filter", "tools_override"),
	"upstreamswap":     func(r *rendering) bool { return hasKey(authServer)(r) && r.section(authServer)[noInjection] != true },
	"strip-auth":       func(r *rendering) bool { return hasKey(authServer)(r) && r.section(authServer)[noInjection] == true },
}

const (
	authServer  = "embedded_auth_server_config"
	noInjection = "disable_upstream_token_injection"
)

// hasKey says whether a run configuration has one of these keys.
func hasKey(keys ...string) func(*rendering) bool {
	return func(r *rendering) bool {
		for _, key := range keys {
			if r.RunConfig[key] != nil {
				return true
			}
		}
		return false
	}
}

// middlewaresOfKeys are what requests pass by the keys of a run configuration.
func (r *rendering) middlewaresOfKeys() map[string]bool {
	types := set(always)
	for name, isCaused := range causes {
		if isCaused(r) {
			types[name] = true
		}
	}
	return types
}
