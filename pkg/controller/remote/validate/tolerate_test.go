// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// reasonsOf lists the reasons of problems.
func reasonsOf(problems []validate.Problem) []string {
	var reasons []string
	for _, problem := range problems {
		reasons = append(reasons, problem.Reason)
	}
	return reasons
}

func TestProxiesOfTheOlderKindWorkInSpiteOfMuch(t *testing.T) {
	inline := func(change func(*v1alpha1.InlineOIDCConfig)) change {
		return proxied(func(p *v1alpha1.ProxyConfig) {
			p.OIDCConfig = &v1alpha1.OIDCConfig{Type: v1alpha1.OIDCConfigTypeInline, Inline: &v1alpha1.InlineOIDCConfig{
				Issuer: "https://idp.example.com", Audience: "search",
			}}
			change(p.OIDCConfig.Inline)
		})
	}
	exchange := withAuth(v1beta1.ExternalAuthTypeTokenExchange, authSpec{TokenExchange: &v1beta1.TokenExchangeConfig{TokenURL: "http://sts.example.com/token"}})
	noOIDC := proxied(func(p *v1alpha1.ProxyConfig) { p.OIDCConfig, p.OIDCConfigRef = nil, nil })
	collector := func(endpoint string, metrics bool) change {
		return proxied(func(p *v1alpha1.ProxyConfig) {
			p.Telemetry = &v1alpha1.TelemetryConfig{MCPTelemetryConfigSpec: v1beta1.MCPTelemetryConfigSpec{OpenTelemetry: &v1beta1.MCPTelemetryOTelConfig{
				Enabled: true, Endpoint: endpoint, Tracing: &v1beta1.OpenTelemetryTracingConfig{Enabled: true}, Metrics: &v1beta1.OpenTelemetryMetricsConfig{Enabled: metrics},
			}}}
		})
	}
	redis := func(address string) change {
		return proxied(func(p *v1alpha1.ProxyConfig) {
			p.SessionStorage = &v1beta1.SessionStorageConfig{Provider: v1beta1.SessionStorageProviderRedis, Address: address}
		})
	}
	tests := map[string]struct {
		changes  []change
		faults   []string
		tolerate []string
	}{
		"a setting without effect": {
			[]change{proxied(func(p *v1alpha1.ProxyConfig) { p.TrustProxyHeaders = true })}, nil, []string{v1alpha1.ReasonSettingWithoutEffect},
		},
		"tokens that are exchanged over plain http": {[]change{proxied(), exchange}, nil, []string{v1alpha1.ReasonInsecureURL}},
		"tokens that nobody has to exchange": {
			[]change{noOIDC, exchange}, nil, []string{v1alpha1.ReasonInsecureURL, v1alpha1.ReasonSettingWithoutEffect},
		},
		"auth that takes a VirtualMCPServer": {
			[]change{proxied(), withAuth(v1beta1.ExternalAuthTypeXAA, authSpec{XAA: &v1beta1.XAASpec{}})},
			nil, []string{v1alpha1.ReasonUnsupportedAuthTypeForProxyMode},
		},
		"auth that takes another build of ToolHive": {
			[]change{proxied(), withAuth(v1beta1.ExternalAuthTypeOBO, authSpec{OBO: &v1beta1.OBOConfig{}})},
			[]string{v1alpha1.ReasonUnsupportedAuthTypeForProxyMode}, nil,
		},
		"a header that is set twice": {
			[]change{proxied(), func(in *validate.Input) {
				in.Endpoint.Spec.HeaderForward.AddPlaintextHeaders["X-Token"] = "none"
			}}, nil, []string{v1alpha1.ReasonHeaderConflict},
		},
		"pods that know nothing of each other": {
			[]change{proxied(func(p *v1alpha1.ProxyConfig) {
				p.Replicas, p.SessionAffinity = new(int32(2)), corev1.ServiceAffinityNone
			})}, nil, []string{v1alpha1.ReasonSessionsNotShared},
		},
		"a prefix that is no path": {
			[]change{proxied(func(p *v1alpha1.ProxyConfig) { p.EndpointPrefix = "/a//b" }), func(in *validate.Input) {
				in.Endpoint.Spec.Transport = v1beta1.TransportSSE
			}}, nil, []string{v1alpha1.ReasonInvalidEndpointPrefix},
		},
		"no audience": {
			[]change{inline(func(i *v1alpha1.InlineOIDCConfig) { i.Audience = "" })}, nil, []string{v1alpha1.ReasonOIDCAudienceMissing},
		},
		"an issuer that is just a name": {
			[]change{inline(func(i *v1alpha1.InlineOIDCConfig) {
				i.Issuer, i.JWKSURL = "http://idp.example.com", "https://idp.example.com/keys"
			})}, nil, []string{v1alpha1.ReasonOIDCConfigInvalid},
		},
		"an issuer that is asked over plain http": {
			[]change{inline(func(i *v1alpha1.InlineOIDCConfig) { i.Issuer = "http://idp.example.com" })},
			[]string{v1alpha1.ReasonOIDCConfigInvalid}, nil,
		},
		"a client secret that is missing": {
			[]change{inline(func(i *v1alpha1.InlineOIDCConfig) {
				i.ClientID, i.ClientSecretRef = "search", &v1beta1.SecretKeyRef{Name: "none", Key: "secret"}
			})}, nil, []string{v1alpha1.ReasonOIDCSecretNotFound},
		},
		"a collector that is not found": {[]change{collector("not a host", false)}, nil, []string{v1alpha1.ReasonTelemetryConfigInvalid}},
		"a collector with a password":   {[]change{collector("user:hidden@otel:4318", false)}, nil, []string{v1alpha1.ReasonTelemetryConfigInvalid}},
		"a collector of metrics without which the proxy ends": {
			[]change{collector("not a host", true)}, []string{v1alpha1.ReasonTelemetryConfigInvalid}, nil,
		},
		"a Redis server in the pod":        {[]change{redis(":6379")}, nil, []string{v1alpha1.ReasonSessionStorageInvalid}},
		"a Redis server behind a socket":   {[]change{redis("/run/redis.sock")}, nil, []string{v1alpha1.ReasonSessionStorageInvalid}},
		"a Redis server that is not found": {[]change{redis("redis")}, []string{v1alpha1.ReasonSessionStorageInvalid}, nil},
		"a URL that is never a remote":     {[]change{proxied(), remoteURL("https://127.0.0.1/mcp")}, []string{v1alpha1.ReasonInvalidURL}, nil},
		"a name of which no Service can be made": {
			[]change{proxied(), func(in *validate.Input) { in.Endpoint.Name = "my.proxy" }}, []string{v1alpha1.ReasonInvalidName}, nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			faults, passed := validate.Tolerate(kind.MCPRemoteProxy, validate.Endpoint(input(tt.changes...)))
			assert.Equal(t, tt.faults, reasonsOf(faults))
			assert.Equal(t, tt.tolerate, reasonsOf(passed))
		})
	}
}

// Both older kinds have URLs that worked with ToolHive, and nothing that must never be a remote.
func TestURLsThatAreOnlyWrittenOddly(t *testing.T) {
	for raw, wants := range map[string]struct{ older, endpoint bool }{
		"https://mcp.example.com/{tenant}?a|b#c": {true, false},
		"https://localhost/{tenant}?a|b#c":       {false, false},
		"https://mcp.example.com/":               {true, true},
	} {
		for _, k := range []kind.Kind{kind.MCPRemoteProxy, kind.MCPServerEntry, kind.MCPRemoteEndpoint} {
			faults, _ := validate.Tolerate(k, validate.Endpoint(input(remoteURL(raw))))
			usable := wants.older
			if k == kind.MCPRemoteEndpoint {
				usable = wants.endpoint
			}
			assert.Equal(t, usable, len(faults) == 0, "%s %s: %v", k, raw, faults)
		}
	}
}

func TestNothingIsToleratedInAnEndpoint(t *testing.T) {
	for authType := range authTypes {
		problems := validate.Endpoint(input(proxied(), withAuth(authType, authSpec{})))
		faults, passed := validate.Tolerate(kind.MCPRemoteEndpoint, problems)
		assert.Equal(t, problems, faults)
		assert.Empty(t, passed)
	}
}

func TestEntriesHaveAuthThatAVirtualMCPServerApplies(t *testing.T) {
	for authType, tt := range authTypes {
		t.Run(string(authType), func(t *testing.T) {
			spec := authSpec{}
			if tt.member != nil {
				spec = *tt.member
			}
			faults, passed := validate.Tolerate(kind.MCPServerEntry, validate.Endpoint(input(withAuth(authType, spec))))
			applied := tt.direct || authType == v1beta1.ExternalAuthTypeAWSSts
			assert.Equal(t, !applied, len(faults) > 0, "%v", faults)
			assert.Equal(t, authType == v1beta1.ExternalAuthTypeAWSSts, len(passed) > 0)
		})
	}
}

func TestAProxyNeedsNoGroupAndAnEntryDoes(t *testing.T) {
	noGroup := func(in *validate.Input) { in.Endpoint.Spec.GroupRef, in.Group = "", nil }
	assert.Empty(t, validate.Endpoint(input(proxied(), noGroup)))
	assert.Equal(t, []string{v1alpha1.ReasonGroupNotFound}, reasonsOf(validate.Endpoint(input(noGroup))))
}
