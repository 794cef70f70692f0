// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// Gateway is what decides whether a gateway can apply an auth config.
type Gateway struct {
	// Secrets are digests by object name.
	Secrets map[string]digest.Digest
	// Anonymous means that the gateway lets everybody in, and so has no tokens of its clients.
	Anonymous bool
	// Upstreams are the names of the identity providers of the gateway's authorization server. There are none without one.
	Upstreams []string
	// AllowHTTP permits tokens to be sent over plain http.
	AllowHTTP bool
}

// gatewayAuthTypes are the types of external auth that vMCP can apply. The others need a proxy, or a build of ToolHive that is not the
// open one.
var gatewayAuthTypes = append(slices.Clone(directAuthTypes), v1beta1.ExternalAuthTypeAWSSts)

// IsForGateways says whether an auth config is of a type that vMCP can apply.
func IsForGateways(config *v1beta1.MCPExternalAuthConfig) bool {
	return slices.Contains(gatewayAuthTypes, config.Spec.Type)
}

// gatewayFaults collects what is wrong with one auth config.
type gatewayFaults struct {
	authFaults
	Gateway
}

// AuthConfig finds what vMCP would refuse to start with, or what could never work although it does start (R2.14, R2.16). Secrets that are
// missing are another matter (see MissingSecrets).
func (g Gateway) AuthConfig(config *v1beta1.MCPExternalAuthConfig) []Problem {
	spec := &config.Spec
	if !IsForGateways(config) {
		return []Problem{configuration(v1alpha1.ReasonUnsupportedAuthTypeForDirectMode,
			fmt.Sprintf("MCPExternalAuthConfig %q is of type %s, which a gateway cannot apply: use one of the types %s",
				config.Name, spec.Type, typeNames(gatewayAuthTypes)))}
	}
	if !hasMember(spec) {
		return []Problem{authConfig(v1alpha1.ReasonAuthConfigInvalid,
			"MCPExternalAuthConfig %q is of type %s but has no spec.%s: add it, or correct spec.type", config.Name, spec.Type, spec.Type)}
	}
	f := &gatewayFaults{authFaults{config: config, in: Input{Found: references.Found{Secrets: g.Secrets}}}, g}
	switch spec.Type {
	case v1beta1.ExternalAuthTypeHeaderInjection:
		f.headerName("spec.headerInjection.headerName", spec.HeaderInjection.HeaderName)
		f.value("spec.headerInjection.valueSecretRef", spec.HeaderInjection.ValueSecretRef, headerValue)
	case v1beta1.ExternalAuthTypeTokenExchange:
		f.exchange(spec.TokenExchange)
	case v1beta1.ExternalAuthTypeAWSSts:
		f.sts(*spec.AWSSts)
	case v1beta1.ExternalAuthTypeUpstreamInject:
		f.upstreamToken("spec.upstreamInject.providerName", spec.UpstreamInject.ProviderName)
	case v1beta1.ExternalAuthTypeXAA:
		f.xaa(spec.XAA)
	default:
	}
	return f.problems
}

// MissingSecrets finds the Secrets, or keys of them, that an auth config takes and that are missing or empty.
func (g Gateway) MissingSecrets(config *v1beta1.MCPExternalAuthConfig) []Problem {
	var problems []Problem
	for _, ref := range references.AuthSecrets(config) {
		if fault := secretFault(g.Secrets, ref); fault != "" {
			problems = append(problems, authConfig(v1alpha1.ReasonAuthSecretNotFound,
				"MCPExternalAuthConfig %q lacks a secret: %s", config.Name, fault))
		}
	}
	return problems
}

func (f *gatewayFaults) exchange(spec *v1beta1.TokenExchangeConfig) {
	f.endpointURL("spec.tokenExchange.tokenUrl", spec.TokenURL)
	f.client("spec.tokenExchange", "clientId", spec.ClientID, spec.ClientSecretRef, false)
	if spec.ExternalTokenHeaderName != "" {
		f.withoutEffect("spec.tokenExchange.externalTokenHeaderName has no effect in a gateway, which sends the new token as Authorization: remove it")
	}
	f.subject("spec.tokenExchange.subjectProviderName", spec.SubjectProviderName)
}

func (f *gatewayFaults) sts(spec v1beta1.AWSStsConfig) {
	subject := spec.SubjectProviderName
	spec.SubjectProviderName = "" // which only a gateway knows what to do with
	f.awsSts(&spec)
	f.subject("spec.awsSts.subjectProviderName", subject)
}

func (f *gatewayFaults) xaa(spec *v1beta1.XAASpec) {
	f.endpointURL("spec.xaa.idpTokenUrl", spec.IDPTokenURL)
	permitted := secureUnless(spec.InsecureTargetTokenURL, "spec.xaa.insecureTargetTokenUrl")
	f.url("spec.xaa.targetTokenUrl", spec.TargetTokenURL, permitted)
	if spec.TargetAudience == "" {
		f.invalid("spec.xaa.targetAudience is empty: set it to the issuer URL of the target's authorization server")
	}
	f.client("spec.xaa", "idpClientId", spec.IDPClientID, spec.IDPClientSecretRef, true)
	f.client("spec.xaa", "targetClientId", spec.TargetClientID, spec.TargetClientSecretRef, true)
	if spec.SubjectProviderName == "" && len(f.Upstreams) > 1 {
		f.invalid("spec.xaa.subjectProviderName must say which of the gateway's identity providers is meant: set it to one of %s", strings.Join(f.Upstreams, ", "))
		return
	}
	f.upstreamToken("spec.xaa.subjectProviderName", spec.SubjectProviderName)
}

func (f *gatewayFaults) endpointURL(field, value string) {
	f.url(field, value, secureUnless(f.AllowHTTP, ""))
}

// client looks whether a client's name and password go together as vMCP demands.
func (f *gatewayFaults) client(place, field, id string, secret *v1beta1.SecretKeyRef, needsSecret bool) {
	switch {
	case id == "" && secret != nil:
		f.invalid("%s has a client secret but no %s: set both, or remove the secret", place, field)
	case id != "" && secret == nil && needsSecret:
		f.invalid("%s has a %s but no client secret: set both, or remove the name", place, field)
	}
}

// subject looks at whose token is exchanged: that of the client, or the one that an identity provider gave for the client.
func (f *gatewayFaults) subject(field, provider string) {
	switch {
	case f.Anonymous:
		f.misfit(v1alpha1.ReasonAuthConflict, "a gateway that lets everybody in has no token to exchange: set spec.incomingAuth.type to oidc")
	case provider != "":
		f.upstreamToken(field, provider)
	}
}

// upstreamToken looks for the identity provider whose token is needed. An empty name stands for the only one.
func (f *gatewayFaults) upstreamToken(field, provider string) {
	switch {
	case len(f.Upstreams) == 0:
		f.misfit(v1alpha1.ReasonAuthConflict, "it takes the token of an identity provider, which only a gateway with spec.authServerConfig has")
	case provider != "" && !slices.Contains(f.Upstreams, provider):
		f.misfit(v1alpha1.ReasonAuthConflict, "%s names %q, which is none of the gateway's spec.authServerConfig.upstreamProviders (%s)",
			field, provider, strings.Join(f.Upstreams, ", "))
	}
}
