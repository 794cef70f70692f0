// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcp

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

// nowhere is a URL of this machine that nobody serves.
const nowhere = "http://127.0.0.1:1/mcp"

// refusal is a change of a gateway that keeps it from starting.
type refusal struct {
	change  func(*gateway.Gateway)
	message string
	// validates is whether `vmcp validate` has nothing against it.
	validates bool
}

func TestTheGatewayDoesNotStartWith(t *testing.T) {
	t.Parallel()
	requireRefused(t, map[string]refusal{
		"no backend":     {func(g *gateway.Gateway) { g.Config.Backends = nil }, "failed to create groups manager", true},
		"an unknown key": {func(g *gateway.Gateway) { g.Config.Operational = map[string]any{"unknown": 1} }, "field unknown not found", false},
		"no name":        {func(g *gateway.Gateway) { g.Config.Name = "" }, "name is required", false},
		"no group":       {func(g *gateway.Gateway) { g.Config.GroupRef = "" }, "group reference is required", false},
		"no aggregation": {func(g *gateway.Gateway) { g.Config.Aggregation = nil }, "aggregation is required", false},
		"an unknown type of backend": {
			func(g *gateway.Gateway) { g.Config.Backends[0].Type = "remote" }, `type must be empty or "entry"`, false,
		},
		"an authority for a backend without a type": {func(g *gateway.Gateway) {
			g.Config.Backends[0].Type = ""
			g.Config.Backends[0].CABundlePath = bundlePath
		}, `caBundlePath is only valid when type is "entry"`, false},
		"backends that the cluster has as well, and no cluster": {
			func(g *gateway.Gateway) { g.Config.OutgoingAuth.Source = gateway.Discovered }, "failed to get in-cluster config", true,
		},
		"a status to report, and no cluster": {func(g *gateway.Gateway) {
			g.Env("VMCP_NAME", gateway.Name)
			g.Env("VMCP_NAMESPACE", "default")
		}, "failed to create status reporter: failed to get in-cluster config", true},
		"an issuer's authority that is not there": {func(g *gateway.Gateway) {
			g.Config.IncomingAuth = oidc(nowhere, map[string]any{"caBundlePath": "/nowhere/ca.crt"})
		}, "/nowhere/ca.crt", true},
		"an audit log in a folder that is not there": {func(g *gateway.Gateway) {
			g.Config.Audit = map[string]any{"enabled": true, "logFile": "/nowhere/audit.log"}
		}, "failed to open audit log file", true},
	})
}

func TestTheGatewayDoesNotStartWithAStrategyThatIs(t *testing.T) {
	t.Parallel()
	requireRefused(t, map[string]refusal{
		"an exchange without its secret": {backendStrategy(tokenExchange(nowhere)), "environment variable " + secretEnv + " not set", false},
		"an exchange with an empty secret": {func(g *gateway.Gateway) {
			backendStrategy(tokenExchange(nowhere))(g)
			g.SecretEnv(secretEnv, "")
		}, "environment variable " + secretEnv + " not set", false},
		"an injected header without its secret": {
			backendStrategy(headerInjection()), "environment variable " + secretEnv + " not set or empty", false,
		},
		"an injected header with an empty secret": {func(g *gateway.Gateway) {
			backendStrategy(headerInjection())(g)
			g.SecretEnv(secretEnv, "")
		}, "environment variable " + secretEnv + " not set or empty", false},
		"for bearer tokens": {backendStrategy(gateway.Strategy{"type": "bearer_token"}), "type must be one of", false},
		"discovered":        {backendStrategy(gateway.Strategy{"type": "discovered"}), "type must be one of", false},
	})
}

func TestTheGatewayDoesNotStartWithTelemetry(t *testing.T) {
	t.Parallel()
	authority := remote.Start(t, remote.Options{TLS: true}).CA
	telemetry := func(parameters map[string]any) func(*gateway.Gateway) {
		return func(g *gateway.Gateway) {
			g.Mount(bundleDir, bundleFile, authority)
			g.Config.Telemetry = map[string]any{"endpoint": "127.0.0.1:1", "metricsEnabled": true, "serviceName": "gateway"}
			maps.Copy(g.Config.Telemetry, parameters)
		}
	}
	requireRefused(t, map[string]refusal{
		"of no service": {telemetry(map[string]any{"serviceName": ""}), "service name cannot be empty", true},
		"without TLS but with an authority": {
			telemetry(map[string]any{"insecure": true, "caCertPath": bundlePath}), "insecure HTTP endpoint cannot use TLS client configuration", true,
		},
		"with an authority that is not there": {telemetry(map[string]any{"caCertPath": "/nowhere/ca.crt"}), "/nowhere/ca.crt", true},
	})
}

func requireRefused(t *testing.T, refusals map[string]refusal) {
	t.Helper()
	for name, c := range refusals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := gateway.New(gateway.Entry("one", nowhere))
			c.change(g)
			process := g.Process(t)
			assert.Contains(t, runner.Refuse(t, program, process), c.message)

			output, err := runner.Run(t, program, gateway.Validation(process))
			if c.validates {
				assert.NoError(t, err, output)
			} else {
				assert.Error(t, err, output)
				assert.Contains(t, output, c.message)
			}
		})
	}
}

func backendStrategy(s gateway.Strategy) func(*gateway.Gateway) {
	return func(g *gateway.Gateway) { g.Config.OutgoingAuth.Backends = map[string]gateway.Strategy{"one": s} }
}

// The gateway is ready all the same: what it says of itself to a probe says nothing of its backends.
func TestABackendThatCannotBeReachedHarmsNoOther(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*testing.T, *gateway.Gateway){
		"nobody listens":               func(_ *testing.T, g *gateway.Gateway) { g.Config.Backends[0].URL = nowhere },
		"its URL is none":              func(_ *testing.T, g *gateway.Gateway) { g.Config.Backends[0].URL = "::" },
		"its transport is unknown":     func(_ *testing.T, g *gateway.Gateway) { g.Config.Backends[0].Transport = "stdio" },
		"its authority is not there":   func(_ *testing.T, g *gateway.Gateway) { g.Config.Backends[0].CABundlePath = bundlePath },
		"its authority is not PEM":     func(_ *testing.T, g *gateway.Gateway) { notPEM(g) },
		"a header's secret is missing": func(t *testing.T, g *gateway.Gateway) { forward(t, g, "ONE", fromSecret("X-API-Key")) },
		"a header's secret is empty": func(t *testing.T, g *gateway.Gateway) {
			forward(t, g, "ONE", fromSecret("X-API-Key"))
			g.SecretEnv(secretPrefix+"key", "")
		},
		"a header is the connection's": func(t *testing.T, g *gateway.Gateway) { forward(t, g, "ONE", plaintext("Host", "example.com")) },
		"a header's name is malformed": func(t *testing.T, g *gateway.Gateway) { forward(t, g, "ONE", plaintext("X API", "x")) },
		"an injected header's value has a newline": func(_ *testing.T, g *gateway.Gateway) {
			backendStrategy(headerInjection())(g)
			g.SecretEnv(secretEnv, "s3cret\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := remote.Start(t, remote.Options{})
			g := gateway.New(streamable("one", server), streamable("other", server))
			change(t, g)
			process := g.Process(t)
			running := runner.Start(t, program, process)

			session := connect(t, running, nil)
			requireEcho(t, session, "other")
			tools, _ := session.Tools(t)
			assert.Len(t, tools, len(remote.Tools()), tools)
			wait.Until(t, running, func() bool {
				return maps.Equal(map[string]string{"one": "unknown", "other": "healthy"}, health(t, running))
			})
			output, err := runner.Run(t, program, gateway.Validation(process))
			assert.NoError(t, err, output)
		})
	}
}

func notPEM(g *gateway.Gateway) {
	g.Config.Backends[0].CABundlePath = bundlePath
	g.Mount(bundleDir, bundleFile, "not a certificate")
}

func fromSecret(header string) headers { return headers{FromSecret: map[string]string{header: "key"}} }

func plaintext(header, value string) headers {
	return headers{Plaintext: map[string]string{header: value}}
}

// health is what the gateway says of its backends, by name.
func health(t *testing.T, running *runner.Runner) map[string]string {
	t.Helper()
	var status struct {
		Backends []struct{ Name, Health string }
	}
	require.NoError(t, json.Unmarshal([]byte(client.Get(t, running.URL+"/status").Body), &status))
	all := map[string]string{}
	for _, backend := range status.Backends {
		all[backend.Name] = backend.Health
	}
	return all
}
