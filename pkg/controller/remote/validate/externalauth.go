// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// externalAuthChecks are those of how a proxy authenticates to its remote server, and of its authorization server. What the proxy
// runner would refuse, fail on or ignore is found here (R2.14, R2.16).
var externalAuthChecks = []check{
	{"proxy auth", checkProxyAuth},
	{"auth server reference", checkAuthServerRef},
	{"auth server", checkAuthServer},
	{"auth server fit", checkAuthServerFit},
	{"credentials", checkCredentials},
}

// authFaults collects what is wrong with one auth config.
type authFaults struct {
	config   *v1beta1.MCPExternalAuthConfig
	in       Input
	problems []Problem
}

// invalid is for what the auth config says, wherever it is used.
func (f *authFaults) invalid(format string, args ...any) {
	f.problems = append(f.problems, authConfig(v1alpha1.ReasonAuthConfigInvalid,
		"MCPExternalAuthConfig %q: %s", f.config.Name, fmt.Sprintf(format, args...)))
}

// misfit is for what does not go together with the endpoint.
func (f *authFaults) misfit(reason, format string, args ...any) {
	f.problems = append(f.problems, configuration(reason,
		fmt.Sprintf("MCPExternalAuthConfig %q: %s", f.config.Name, fmt.Sprintf(format, args...))))
}

// withoutEffect is for what the proxy runner pays no attention to.
func (f *authFaults) withoutEffect(format string, args ...any) {
	f.problems = append(f.problems, authConfig(v1alpha1.ReasonSettingWithoutEffect,
		"MCPExternalAuthConfig %q: %s", f.config.Name, fmt.Sprintf(format, args...)))
}

// url is for a URL that is not as it should be.
func (f *authFaults) url(field, value string, demands ...urlDemand) {
	if fault := urlFault(value, demands...); fault != "" {
		f.invalid("%s %s", field, fault)
	}
}

// value is for a Secret's value that cannot be used. Missing and empty values are reported elsewhere.
func (f *authFaults) value(field string, ref v1beta1.SecretKeyRef, usable secretDemand) {
	entry := f.in.Secrets[ref.Name][ref.Key]
	if entry.Empty() || usable.holds(entry) {
		return
	}
	f.problems = append(f.problems, authConfig(v1alpha1.ReasonAuthSecretInvalid,
		"MCPExternalAuthConfig %q: %s: key %q of Secret %q %s", f.config.Name, field, ref.Key, ref.Name, usable.fault))
}

// checkProxyAuth looks into the auth config of a proxy, but for authorization servers.
func checkProxyAuth(in Input) []Problem {
	if !isProxy(in) || in.Endpoint.Spec.ExternalAuthConfigRef == nil || in.AuthConfig == nil {
		return nil
	}
	f := &authFaults{config: in.AuthConfig, in: in}
	auth := &in.AuthConfig.Spec
	switch {
	case auth.Type == v1beta1.ExternalAuthTypeTokenExchange && auth.TokenExchange != nil:
		f.tokenExchange(auth.TokenExchange)
	case auth.Type == v1beta1.ExternalAuthTypeHeaderInjection && auth.HeaderInjection != nil:
		f.headerName("spec.headerInjection.headerName", auth.HeaderInjection.HeaderName)
		f.value("spec.headerInjection.valueSecretRef", auth.HeaderInjection.ValueSecretRef, headerValue)
	case auth.Type == v1beta1.ExternalAuthTypeBearerToken && auth.BearerToken != nil:
		f.value("spec.bearerToken.tokenSecretRef", auth.BearerToken.TokenSecretRef, headerValue)
	case auth.Type == v1beta1.ExternalAuthTypeAWSSts && auth.AWSSts != nil:
		f.awsSts(auth.AWSSts)
	}
	return f.problems
}

func (f *authFaults) headerName(field, name string) {
	if fault := headerNameFault(name); fault != "" {
		f.invalid("header %q in %s %s", name, field, fault)
	}
}

func (f *authFaults) tokenExchange(exchange *v1beta1.TokenExchangeConfig) {
	insecure := f.in.Endpoint.Annotations[v1alpha1.AllowInsecureAnnotation] == "true"
	if fault := urlFault(exchange.TokenURL); fault != "" {
		f.invalid("spec.tokenExchange.tokenUrl %s", fault)
	} else if urlFault(exchange.TokenURL, secureUnless(insecure, "")) != "" {
		f.misfit(v1alpha1.ReasonInsecureURL, "spec.tokenExchange.tokenUrl is plain http, and tokens are sent to it: use https, "+
			"or annotate the MCPRemoteEndpoint with %s: \"true\" to accept that", v1alpha1.AllowInsecureAnnotation)
	}
	if (exchange.ClientID == "") != (exchange.ClientSecretRef == nil) {
		f.withoutEffect("spec.tokenExchange.clientId and clientSecretRef are sent together or not at all: set both, or remove the one that is set")
	}
	if _, err := runconfig.SubjectTokenType(exchange.SubjectTokenType); err != nil {
		f.invalid("spec.tokenExchange.subjectTokenType: %v", err)
	}
	if exchange.ExternalTokenHeaderName != "" {
		f.headerName("spec.tokenExchange.externalTokenHeaderName", exchange.ExternalTokenHeaderName)
	}
	f.noSubjectProvider("spec.tokenExchange.subjectProviderName", exchange.SubjectProviderName)
	if proxy := f.in.Endpoint.Spec.ProxyConfig; proxy != nil && proxy.OIDCConfig == nil && proxy.OIDCConfigRef == nil {
		// Admission asks for one; an MCPRemoteProxy needs none.
		f.withoutEffect("it exchanges nothing, since the proxy asks for no tokens: set spec.proxyConfig.oidcConfigRef")
	}
}

func (f *authFaults) noSubjectProvider(field, name string) {
	if name != "" {
		f.misfit(v1alpha1.ReasonSettingWithoutEffect, "%s has no effect in a proxy, which exchanges the token that it has: remove it", field)
	}
}
