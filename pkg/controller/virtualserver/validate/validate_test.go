// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/gatewaytest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

func read(t *testing.T, golden string) gatewaytest.Manifest {
	t.Helper()
	return gatewaytest.Read(t, "../render/testdata/"+golden+"/input.yaml")
}

// fault is a change of a golden input that makes it wrong.
type fault struct {
	name   string
	golden string
	// kind is VirtualMCPServer if it is empty.
	kind  string
	path  string
	value any
	// condition and reason are those of the first problem, whose message has what says is.
	condition string
	reason    string
	says      string
}

func requireFaults(t *testing.T, faults []fault) {
	t.Helper()
	for _, test := range faults {
		t.Run(test.name, func(t *testing.T) {
			m := read(t, test.golden)
			if test.kind == "" {
				test.kind = "VirtualMCPServer"
			}
			m.Set(t, test.kind, test.path, test.value)
			problems := validate.Gateway(m.Input(t))
			require.NotEmpty(t, problems)
			assert.Equal(t, test.condition, problems[0].Condition)
			assert.Equal(t, test.reason, problems[0].Reason)
			assert.Contains(t, problems[0].Message, test.says)
			for _, problem := range problems {
				for _, word := range []string{"proxyConfig", "embeddedAuthServer", "proxy runner", "the proxy"} {
					assert.NotContains(t, problem.Message, word, "a gateway is no proxy")
				}
			}
		})
	}
}

func TestFaultsOfTheGateway(t *testing.T) {
	valid := validate.ConditionValid
	requireFaults(t, []fault{
		{"a name with a dot", "members", "", "metadata/name", "team.tools", valid, v1alpha1.ReasonInvalidName, "vmcp-team.tools"},
		{"a long name", "members", "", "metadata/name", strings.Repeat("a", 59), valid, v1alpha1.ReasonInvalidName, "at most 58 characters"},
		{"a group that does not exist", "members", "", "spec/groupRef/name", "nobody", validate.ConditionGroupRef, validate.ReasonGroupRefNotFound, `MCPGroup "nobody"`},
		{"a service account that does not exist", "pods", "", "spec/serviceAccount", "nobody", valid, v1alpha1.ReasonServiceAccountNotFound, `ServiceAccount "nobody"`},
		{"a misspelt field of the pod template", "pods", "", "spec/podTemplateSpec/spec/nodeSelektor", map[string]any{}, validate.ConditionPodTemplate, validate.ReasonPodTemplateSpecInvalid, "nodeSelektor"},
		{"a label of the operator in the pod template", "pods", "", "spec/podTemplateSpec/metadata/labels", map[string]any{"app": "x"}, validate.ConditionPodTemplate, validate.ReasonPodTemplateSpecInvalid, "spec.podTemplateSpec.metadata.labels"},
		{"an embedding server", "config", "", "spec/embeddingServerRef/name", "words", valid, validate.ReasonEmbeddingServerUnsupported, `EmbeddingServer "words"`},
	})
	assert.Empty(t, validate.Gateway(func() selection.Input {
		m := read(t, "members")
		m.Set(t, "VirtualMCPServer", "metadata/name", strings.Repeat("a", 58))
		return m.Input(t)
	}()), "the longest name")

	in := read(t, "members").Input(t)
	in.Group.DeletionTimestamp = &metav1.Time{}
	assert.Equal(t, validate.ReasonGroupRefNotReady, validate.Gateway(in)[0].Reason)
}

// R3.5
func TestSeveralPodsWithoutSharedSessions(t *testing.T) {
	m := read(t, "members")
	m.Set(t, "VirtualMCPServer", "spec/replicas", 2)
	in := m.Input(t)
	problems := validate.Gateway(in)
	require.Len(t, problems, 1)
	assert.Equal(t, []string{validate.ConditionValid, v1alpha1.ReasonSessionsNotShared}, []string{problems[0].Condition, problems[0].Reason})
	assert.Contains(t, problems[0].Message, `["refused" "search" "wiki"]`, "also the direct members that are not ready")

	for i := range in.Members {
		in.Members[i].Direct = false
	}
	assert.Empty(t, validate.Gateway(in), "members with proxies of their own have their sessions there")

	requireFaults(t, []fault{
		{"shared sessions without an address", "replicas", "", "spec/sessionStorage/address", nil, validate.ConditionValid, v1alpha1.ReasonSessionStorageInvalid, "spec.sessionStorage.address"},
		{"the password of Redis is missing", "replicas", "", "spec/sessionStorage/passwordRef/name", "nobody", validate.ConditionValid, v1alpha1.ReasonSessionStorageInvalid, `Secret "nobody"`},
		{"sessions are in memory again", "replicas", "", "spec/sessionStorage", map[string]any{"provider": "memory"}, validate.ConditionValid, validate.ReasonConfigInvalid, "rateLimiting needs spec.sessionStorage"},
	})
}

func TestFaultsOfIncomingAuth(t *testing.T) {
	auth, oidc, server := validate.ConditionAuthConfigured, validate.ConditionOIDCConfigRef, validate.ConditionAuthServerConfig
	requireFaults(t, []fault{
		{"an OIDC configuration that nobody asks for", "incoming", "", "spec/incomingAuth/type", "anonymous", auth, v1alpha1.ReasonSettingWithoutEffect, "spec.incomingAuth.oidcConfigRef"},
		{"no OIDC configuration", "token-exchange", "", "spec/incomingAuth/oidcConfigRef", nil, auth, validate.ReasonAuthInvalid, "spec.incomingAuth.oidcConfigRef"},
		{"a type that a CRD of old admits", "members", "", "spec/incomingAuth/type", "local", auth, validate.ReasonAuthInvalid, "anonymous or oidc"},
		{"an OIDC configuration that does not exist", "incoming", "", "spec/incomingAuth/oidcConfigRef/name", "nobody", oidc, validate.ReasonOIDCConfigRefNotFound, "spec.incomingAuth.oidcConfigRef"},
		{"a plain http issuer", "incoming", "MCPOIDCConfig", "spec/inline/issuer", "http://login.example.com", oidc, v1alpha1.ReasonOIDCConfigInvalid, "plain http"},
		{"a client secret that is missing", "incoming", "MCPOIDCConfig", "spec/inline/clientSecretRef/name", "nobody", oidc, v1alpha1.ReasonOIDCSecretNotFound, `Secret "nobody"`},
		{"a CA without certificates", "incoming", "ConfigMap", "data", map[string]any{"root.pem": "none"}, oidc, v1alpha1.ReasonOIDCCABundleInvalid, `ConfigMap "login.authority"`},
		{"a token for the issuer", "incoming", "MCPOIDCConfig", "spec/inline/jwksAuthTokenPath", "/token", oidc, v1alpha1.ReasonSettingWithoutEffect, "jwksAuthTokenPath"},
		{"an authorizer that vMCP does not have", "incoming", "MCPAuthzConfig", "spec", map[string]any{
			"type": "httpv1", "config": map[string]any{"http": map[string]any{"url": "https://pdp.example.com"}, "claim_mapping": "standard"},
		}, validate.ConditionAuthzConfigRef, v1alpha1.ReasonAuthzConfigInvalid, "httpv1"},
		{"an authorization configuration that does not exist", "incoming", "", "spec/incomingAuth/authzConfigRef/name", "nobody", validate.ConditionAuthzConfigRef, validate.ReasonAuthzConfigRefNotFound, "spec.incomingAuth.authzConfigRef"},
		{"a policy that is none", "auth-server", "", "spec/incomingAuth/authzConfig/inline/policies/0", "permit", auth, v1alpha1.ReasonAuthzPolicyInvalid, "spec.incomingAuth.authzConfig"},
		{"claims that vMCP does not know of", "incoming", "MCPAuthzConfig", "spec/config/multi_valued_claims", []any{"scope"}, validate.ConditionAuthzConfigRef, v1alpha1.ReasonSettingWithoutEffect, "multi_valued_claims"},
		{"both places for policies", "incoming", "", "spec/incomingAuth/authzConfig", map[string]any{"type": "inline", "inline": map[string]any{"policies": []any{"permit(principal, action, resource);"}}}, auth, validate.ReasonAuthInvalid, "authzConfigRef"},
		{"an identity provider for policies that is none", "policies-of-upstream", "", "spec/incomingAuth/authzConfig/inline/primaryUpstreamProvider", "nobody", auth, v1alpha1.ReasonAuthzConfigInvalid, `"nobody"`},
		{"an authorization server for gateways that are open", "auth-server-alone", "", "spec/incomingAuth", map[string]any{"type": "anonymous"}, server, validate.ReasonAuthServerConfigInvalid, "spec.incomingAuth"},
		{"the first identity provider is none", "auth-server", "", "spec/authServerConfig/primaryUpstreamProvider", "nobody", server, validate.ReasonAuthServerConfigInvalid, `"nobody"`},
		{"no identity provider", "auth-server", "", "spec/authServerConfig/upstreamProviders", []any{}, server, validate.ReasonAuthServerConfigInvalid, "spec.authServerConfig.upstreamProviders"},
		{"another issuer than that of the tokens", "auth-server", "", "spec/authServerConfig/issuer", "https://other.example.com", server, v1alpha1.ReasonAuthServerMismatch, "spec.authServerConfig"},
		{"a secret of an identity provider is missing", "auth-server", "", "spec/authServerConfig/upstreamProviders/0/oidcConfig/clientSecretRef/name", "nobody", server, v1alpha1.ReasonAuthSecretNotFound, `Secret "nobody"`},
	})
}

func TestFaultsOfOutgoingAuth(t *testing.T) {
	auth := validate.ConditionAuthConfigured
	ref := func(name string) map[string]any {
		return map[string]any{"type": "externalAuthConfigRef", "externalAuthConfigRef": map[string]any{"name": name}}
	}
	requireFaults(t, []fault{
		{"a default that does not exist", "strategies", "", "spec/outgoingAuth/default", ref("nobody"), auth, v1alpha1.ReasonAuthConfigNotFound, "spec.outgoingAuth.default"},
		{"a default without a name", "strategies", "", "spec/outgoingAuth/default/externalAuthConfigRef", nil, auth, v1alpha1.ReasonAuthConfigInvalid, "spec.outgoingAuth.default"},
		{"a default that a gateway cannot apply", "strategies", "", "spec/outgoingAuth/default", ref("token"), auth, v1alpha1.ReasonUnsupportedAuthTypeForDirectMode, "bearerToken"},
		{"a default whose Secret is missing", "strategies", "Secret", "metadata/name", "other", auth, v1alpha1.ReasonAuthSecretNotFound, `Secret "keys"`},
		{"a default that vMCP would forget", "watching", "", "spec/outgoingAuth/default", ref("key"), auth, v1alpha1.ReasonSettingWithoutEffect, "spec.outgoingAuth.default has no effect"},
		{"what vMCP would forget of a backend", "watching", "", "spec/outgoingAuth/backends/mail", ref("key"), auth, v1alpha1.ReasonSettingWithoutEffect, "spec.outgoingAuth.backends[mail] has no effect"},
		{"a default of what is discovered if nothing is said", "watching", "", "spec/outgoingAuth", map[string]any{"default": ref("key")}, auth, v1alpha1.ReasonSettingWithoutEffect, "set the source to inline"},
	})
	assert.Empty(t, validate.Gateway(read(t, "watching").Input(t)), "what is discovered of a backend is what vMCP applies")
	m := read(t, "strategies")
	m.Set(t, "VirtualMCPServer", "spec/outgoingAuth/backends/open", ref("token"))
	assert.Empty(t, validate.Gateway(m.Input(t)), "a backend that is left out is no problem of the gateway")
}

func TestFaultsOfTheConfiguration(t *testing.T) {
	valid, invalid := validate.ConditionValid, validate.ReasonConfigInvalid
	config := func(path string) string { return "spec/config/" + path }
	requireFaults(t, []fault{
		{"another name", "config", "", config("name"), "other", valid, v1alpha1.ReasonSettingWithoutEffect, "spec.config.name"},
		{"backends", "config", "", config("backends"), []any{map[string]any{"name": "x", "url": "https://x", "transport": "sse"}}, valid, v1alpha1.ReasonSettingWithoutEffect, "spec.config.backends"},
		{"telemetry at two places", "telemetry", "", config("telemetry/tracingEnabled"), true, valid, v1alpha1.ReasonSettingWithoutEffect, "spec.config.telemetry"},
		{"headers to pass on at two places", "config", "", config("passthroughHeaders"), []any{"X-Other"}, valid, v1alpha1.ReasonSettingWithoutEffect, "spec.config.passthroughHeaders"},
		{"the client's credentials", "config", "", "spec/passthroughHeaders/0", "cookie", valid, v1alpha1.ReasonHeaderInvalid, "spec.passthroughHeaders"},
		{"a header of the connection", "config", "", "spec/passthroughHeaders/0", "Host", valid, v1alpha1.ReasonHeaderInvalid, `"Host"`},
		{"a tool config that does not exist", "config", "", config("aggregation/tools/0/toolConfigRef/name"), "nobody", valid, v1alpha1.ReasonToolConfigNotFound, `MCPToolConfig "nobody"`},
		{"a tool config that overrides nothing", "config", "MCPToolConfig", "spec/toolsOverride/fetch", map[string]any{"annotations": map[string]any{}}, valid, invalid, `MCPToolConfig "few"`},
		{"no backend", "config", "", config("aggregation/tools/0/workload"), "", valid, invalid, "workload"},
		{"a backend twice", "config", "", config("aggregation/tools/1/workload"), "search", valid, invalid, `"search"`},
		{"no order", "members", "", config("aggregation"), map[string]any{"conflictResolution": "priority"}, valid, invalid, "priorityOrder"},
		{"no overrides", "members", "", config("aggregation"), map[string]any{"conflictResolution": "manual"}, valid, invalid, "tools"},
		{
			"a hidden winner", "config", "", config("aggregation"), map[string]any{
				"conflictResolution": "priority", "conflictResolutionConfig": map[string]any{"priorityOrder": []any{"files"}},
				"defaultToolVisibility": "deny", "tools": []any{map[string]any{"workload": "search"}},
			}, valid, invalid, `"files"`,
		},
		{"a composite tool that does not exist", "config", "", config("compositeToolRefs/0/name"), "nobody", validate.ConditionCompositeToolRefs, validate.ReasonCompositeToolRefNotFound, `"nobody"`},
		{"a composite tool that is wrong", "config", "VirtualMCPCompositeToolDefinition", "spec/description", "", validate.ConditionCompositeToolRefs, validate.ReasonCompositeToolRefInvalid, `VirtualMCPCompositeToolDefinition "report"`},
		{"an own composite tool that is wrong", "config", "", config("compositeTools/0/steps/1/tool"), "?", valid, validate.ReasonCompositeToolInvalid, "spec.config.compositeTools[0].steps[1].tool"},
		{"two composite tools of one name", "config", "", config("compositeTools/0/name"), "report", validate.ConditionCompositeToolRefs, validate.ReasonCompositeToolRefInvalid, `"report"`},
		{"no time", "config", "", config("operational/timeouts/default"), "0s", valid, invalid, "operational.timeouts.default"},
		{"health checks that take longer than until the next", "config", "", config("operational/failureHandling/healthCheckTimeout"), "20s", valid, invalid, "healthCheckTimeout"},
		{"no threshold", "config", "", config("operational/failureHandling/unhealthyThreshold"), 0, valid, invalid, "unhealthyThreshold"},
		{"a nervous circuit breaker", "config", "", config("operational/failureHandling/circuitBreaker/timeout"), "10ms", valid, invalid, "circuitBreaker"},
		{"no model", "config", "", config("optimizer/embeddingModel"), nil, valid, invalid, "embeddingModel"},
		{"headers without a provider that gets them", "config", "", config("optimizer/embeddingProvider"), "tei", valid, invalid, "embeddingHeaders"},
		{"a ratio beyond", "config", "", config("optimizer/hybridSearchSemanticRatio"), "1.5", valid, invalid, "hybridSearchSemanticRatio"},
		{"a limit without an end", "replicas", "", config("rateLimiting/tools/0/perUser/refillPeriod"), "soon", valid, invalid, "refillPeriod"},
		{"a limit for users that there are not", "replicas", "", "spec/incomingAuth", map[string]any{"type": "anonymous"}, valid, invalid, "per user"},
		{"certificates that nobody looks at", "config", "", config("telemetry/insecure"), true, valid, v1alpha1.ReasonTelemetryConfigInvalid, "caCertPath"},
		{"certificates that are not there", "config", "", config("telemetry/caCertPath"), "/configuration/collector.crt", valid, v1alpha1.ReasonTelemetryConfigInvalid, "/configuration/collector.crt"},
		{"a log that cannot be written", "config", "", config("audit/logFile"), "/tmp/audit.log", valid, invalid, "spec.config.audit.logFile"},
		{"telemetry to no address", "config", "", config("telemetry/endpoint"), "http://collector:port", valid, v1alpha1.ReasonTelemetryConfigInvalid, "spec.config.telemetry has an endpoint that is no address"},
		{"shared telemetry to no address", "telemetry", "MCPTelemetryConfig", "spec/openTelemetry/endpoint", "not a host", validate.ConditionTelemetryConfigRef, v1alpha1.ReasonTelemetryConfigInvalid, "openTelemetry.endpoint"},
		{"telemetry to nowhere", "config", "", config("telemetry/endpoint"), nil, valid, v1alpha1.ReasonSettingWithoutEffect, "spec.config.telemetry"},
		{"a telemetry configuration that does not exist", "telemetry", "", "spec/telemetryConfigRef/name", "nobody", validate.ConditionTelemetryConfigRef, validate.ReasonTelemetryConfigNotFound, "spec.telemetryConfigRef"},
		{"a telemetry header that is missing", "telemetry", "Secret", "metadata/name", "nobody", validate.ConditionTelemetryConfigRef, v1alpha1.ReasonTelemetryHeaderInvalid, `"collector"`},
	})
}

func TestOrderOfProblems(t *testing.T) {
	m := read(t, "config")
	m.Set(t, "VirtualMCPServer", "spec/groupRef/name", "nobody")
	m.Set(t, "VirtualMCPServer", "spec/config/name", "other")
	m.Set(t, "VirtualMCPServer", "spec/embeddingServerRef/name", "words")
	in := m.Input(t)
	var reasons []string
	for _, problem := range validate.Gateway(in) {
		reasons = append(reasons, problem.Reason)
	}
	assert.Equal(t, []string{
		validate.ReasonGroupRefNotFound, v1alpha1.ReasonSettingWithoutEffect, v1alpha1.ReasonSettingWithoutEffect, validate.ReasonEmbeddingServerUnsupported,
	}, reasons, "all of them, and the most telling one first")
}

func TestObjectsThatVMCPCannotReadStopGatewaysThatWatch(t *testing.T) {
	spell := func(golden string) []validate.Problem {
		m := append(read(t, golden), map[string]any{
			"apiVersion": "toolhive.stacklok.dev/v1beta1", "kind": "MCPServerEntry", "metadata": map[string]any{"name": "of-others"},
			"spec": map[string]any{"remoteUrl": "https://x.example.com", "transport": "sse", "groupRef": "others"},
		})
		return validate.Gateway(m.Input(t))
	}
	problems := spell("watching")
	require.Len(t, problems, 1)
	assert.Equal(t, validate.ReasonUnreadableObject, problems[0].Reason)
	assert.Contains(t, problems[0].Message, `MCPServerEntry "of-others"`)
	assert.Empty(t, spell("members"), "a gateway with its backends in its configuration reads none of them")
}
