// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// urls looks at all URLs of the configuration. A name is not resolved, so one that leads to a private address is not found.
func (f *oidcFaults) urls() {
	if fault := urlFault(f.source.Issuer, f.issuerDemands()...); fault != "" {
		f.invalid("the issuer %s", fault)
		if f.source.JWKSURL != "" { // Tokens are compared with it, and nobody is asked.
			f.problems[len(f.problems)-1].harmlessTo = kind.MCPRemoteProxy
		}
	}
	if f.source.JWKSURL != "" {
		f.url("the JWKS URL", f.source.JWKSURL, f.asked()...)
	}
	if f.source.IntrospectionURL != "" {
		// The proxy runner permits plain http here to nobody who introduces himself.
		if fault := urlFault(f.source.IntrospectionURL, secureEverywhereUnless(false, ""), f.public()); fault != "" {
			f.unchecked("the introspection URL %s", fault)
		}
	}
	f.resourceURL()
}

// issuerDemands differ where the proxy itself is the issuer: then it has the keys, and asks nobody. Where the URL of the keys is
// given, the issuer's own is just a name.
func (f *oidcFaults) issuerDemands() []urlDemand {
	switch {
	case authServer(f.in) != nil:
		return []urlDemand{isIssuer}
	case f.source.JWKSURL != "":
		return []urlDemand{isIssuer, f.secure()}
	}
	return append(f.asked(), isIssuer)
}

// asked are the demands on a URL that the proxy runner sends requests to.
func (f *oidcFaults) asked() []urlDemand { return []urlDemand{f.secure(), f.public()} }

func (f *oidcFaults) secure() urlDemand {
	if f.cluster {
		return secureEverywhereUnless(false, "")
	}
	return secureEverywhereUnless(f.source.InsecureAllowHTTP, "insecureAllowHTTP")
}

func (f *oidcFaults) public() urlDemand {
	if f.cluster {
		return publicUnless(f.source.AllowPrivateIP, "useClusterAuth")
	}
	return publicUnless(f.source.AllowPrivateIP, "jwksAllowPrivateIP")
}

func (f *oidcFaults) url(what, value string, demands ...urlDemand) {
	if fault := urlFault(value, demands...); fault != "" {
		f.invalid("%s %s", what, fault)
	}
}

// resourceURL looks at what clients are told to be the proxy's URL: it may well be plain http and private.
func (f *oidcFaults) resourceURL() {
	place := "spec.proxyConfig.oidcConfigRef.resourceUrl"
	if f.in.Endpoint.Spec.ProxyConfig.OIDCConfig != nil {
		place = "spec.proxyConfig.oidcConfig.resourceURL"
	}
	if fault := urlFault(f.source.ResourceURL); fault != "" {
		f.addAt(place, v1alpha1.ReasonOIDCResourceURLInvalid, "it %s", fault)
	}
}
