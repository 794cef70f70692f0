// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// googleTokenInfo is the one introspection endpoint that asks for no credentials. The proxy runner knows it by this URL.
const googleTokenInfo = "https://oauth2.googleapis.com/tokeninfo"

// oidcFaults collects what is wrong with one OIDC configuration.
type oidcFaults struct {
	securityFaults
	in     Input
	source *runconfig.OIDCSource
	// cluster configurations cannot say as much as others.
	cluster bool
}

// checkOIDC looks at whose tokens a proxy accepts. Whether it must say so is for admission: older kinds need not.
func checkOIDC(in Input, proxy *v1alpha1.ProxyConfig) []Problem {
	if proxy.OIDCConfig == nil && proxy.OIDCConfigRef == nil {
		return nil
	}
	if missing := missingOIDC(in, proxy); missing != "" {
		return []Problem{configuration(v1alpha1.ReasonOIDCConfigNotFound, missing)}
	}
	f := &oidcFaults{securityFaults: securityFaults{place: oidcPlace(in, proxy)}, in: in, cluster: usesClusterOIDC(in, proxy)}
	source, err := runconfig.OIDCOf(in.Endpoint, in.Found)
	if err != nil {
		f.invalid("it cannot be used: %.200v", err)
		return f.problems
	}
	f.source = source
	f.urls()
	f.audience()
	f.client()
	f.caBundle()
	f.files()
	if proxy.OIDCConfigRef != nil {
		f.ignored(in.OIDCConfig.Spec.KubernetesServiceAccount)
		f.optional(in.OIDCConfig.Spec.Inline)
	}
	return f.problems
}

func missingOIDC(in Input, proxy *v1alpha1.ProxyConfig) string {
	if ref := references.OIDCConfigMap(proxy.OIDCConfig); ref != nil && !runconfig.HasOIDCKeys(in.Texts[ref.Name]) {
		return textFault(in, ref.Name, runconfig.OIDCKey(ref), "spec.proxyConfig.oidcConfig.configMap")
	}
	if ref := proxy.OIDCConfigRef; ref != nil && in.OIDCConfig == nil {
		return fmt.Sprintf("MCPOIDCConfig %q does not exist in this namespace: create it, or correct spec.proxyConfig.oidcConfigRef", ref.Name)
	}
	return ""
}

func oidcPlace(in Input, proxy *v1alpha1.ProxyConfig) string {
	if proxy.OIDCConfig == nil {
		return fmt.Sprintf("%s %q", kind.MCPOIDCConfig, proxy.OIDCConfigRef.Name)
	}
	if ref := references.OIDCConfigMap(proxy.OIDCConfig); ref != nil {
		if _, found := in.Texts[ref.Name][runconfig.OIDCKey(ref)]; !found {
			return fmt.Sprintf("%s %q", kind.ConfigMap, ref.Name) // Each setting is a key of its own.
		}
		return keyOf(ref.Name, runconfig.OIDCKey(ref))
	}
	return "spec.proxyConfig.oidcConfig." + string(proxy.OIDCConfig.Type)
}

func usesClusterOIDC(in Input, proxy *v1alpha1.ProxyConfig) bool {
	if proxy.OIDCConfig != nil {
		return proxy.OIDCConfig.Type == v1alpha1.OIDCConfigTypeKubernetes
	}
	return in.OIDCConfig.Spec.Type == v1beta1.MCPOIDCConfigTypeKubernetesServiceAccount
}

func (f *oidcFaults) invalid(format string, args ...any) {
	f.add(v1alpha1.ReasonOIDCConfigInvalid, format, args...)
}

// unchecked is for what keeps the proxy runner from asking about tokens that are no JWTs. JWTs it checks by itself.
func (f *oidcFaults) unchecked(format string, args ...any) {
	f.add(v1alpha1.ReasonOIDCIntrospectionInvalid, format, args...)
}

// audience must be there, since the proxy runner does not look at the audience of tokens where it is empty.
func (f *oidcFaults) audience() {
	if strings.TrimSpace(f.source.Audience) != "" {
		return
	}
	place := f.place
	if f.in.Endpoint.Spec.ProxyConfig.OIDCConfigRef != nil {
		place = "spec.proxyConfig.oidcConfigRef"
	}
	f.addAt(place, v1alpha1.ReasonOIDCAudienceMissing, "the audience is empty, so a token that the issuer gave out for any other purpose "+
		"would be accepted: set the audience that tokens for this proxy carry")
}

// client looks at how the proxy introduces itself at the introspection endpoint. There, the proxy runner sends the client secret only
// with a client ID, only if there is no token to send, and the token only with a client ID as well.
func (f *oidcFaults) client() {
	ref, hasToken := f.source.ClientSecretRef, f.source.AuthTokenFile != ""
	if ref != nil {
		if fault := secretFault(f.in.Secrets, *ref); fault != "" {
			f.add(v1alpha1.ReasonOIDCSecretNotFound, "the client secret is missing: %s", fault)
		}
		if f.source.ClientID == "" {
			f.unchecked("clientSecretRef is not sent without a client ID: set that, or remove clientSecretRef")
		}
	}
	introspection := f.source.IntrospectionURL
	if introspection == "" || introspection == googleTokenInfo {
		return
	}
	switch {
	case ref != nil && hasToken:
		f.unchecked("at the introspection URL, the token of jwksAuthTokenPath takes the place of the client secret: remove one of them")
	case f.source.ClientID == "" && ref == nil, ref == nil && !hasToken:
		f.unchecked("nothing authenticates the proxy at the introspection URL, as RFC 7662 demands: remove the URL, which only tokens need " +
			"that are no JWTs, or use type inline with a client ID and clientSecretRef")
	}
}

func (f *oidcFaults) optional(inline *v1beta1.InlineOIDCSharedConfig) {
	if !f.cluster && inline != nil && inline.CABundleRef != nil && inline.CABundleRef.ConfigMapRef != nil && isOptional(inline.CABundleRef.ConfigMapRef) {
		f.withoutEffect("spec.inline.caBundleRef.configMapRef.optional has no effect, since the ConfigMap must exist: remove it")
	}
}

// ignored finds what would restrict who is let in, but does not.
func (f *oidcFaults) ignored(config *v1beta1.KubernetesServiceAccountOIDCConfig) {
	if f.cluster && config != nil && config.ServiceAccount+config.Namespace != "" {
		f.withoutEffect("spec.kubernetesServiceAccount.serviceAccount and namespace restrict nothing, as every token with the audience is accepted: " +
			"remove them, and compare principal.claim_sub with \"system:serviceaccount:<namespace>:<name>\" in a Cedar policy " +
			"of spec.proxyConfig.authzConfig instead")
	}
}
