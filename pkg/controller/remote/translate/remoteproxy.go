// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"cmp"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// RemoteProxy returns the endpoint of type proxy that an MCPRemoteProxy, in any of its spellings, is equivalent to. An endpoint must say
// whose tokens it accepts; one that is translated from a proxy without OIDC has neither oidcConfig nor oidcConfigRef.
func RemoteProxy(proxy *v1beta1.MCPRemoteProxy) Result {
	spec := proxy.Spec.DeepCopy()
	var n notes
	endpoint := newEndpoint(&proxy.ObjectMeta)
	n.proxyName(proxy.Name)
	endpoint.Spec = v1alpha1.MCPRemoteEndpointSpec{
		Type:                  v1alpha1.EndpointTypeProxy,
		RemoteURL:             n.remoteURL(spec.RemoteURL, spec.DeprecatedRemoteURL),
		Transport:             cmp.Or(spec.Transport, v1beta1.TransportStreamableHTTP),
		GroupRef:              n.group(spec.GroupRef),
		ExternalAuthConfigRef: spec.ExternalAuthConfigRef,
		HeaderForward:         headerForward(spec.HeaderForward),
		ToolConfigRef:         spec.ToolConfigRef,
		AllowPrivateEndpoint:  spec.AllowPrivateEndpoint,
	}
	n.tolerateURL(urlField(spec.RemoteURL, spec.DeprecatedRemoteURL), endpoint)
	endpoint.Spec.ProxyConfig = n.proxyConfig(spec)
	return Result{Endpoint: endpoint, Notes: n}
}

func (n *notes) proxyConfig(spec *v1beta1.MCPRemoteProxySpec) *v1alpha1.ProxyConfig {
	config := &v1alpha1.ProxyConfig{
		OIDCConfig:         n.oidc(spec.OIDCConfig),
		OIDCConfigRef:      spec.OIDCConfigRef,
		AuthServerRef:      spec.AuthServerRef,
		AuthzConfig:        n.authz(spec.AuthzConfig),
		AuthzConfigRef:     spec.AuthzConfigRef,
		Audit:              spec.Audit,
		Telemetry:          n.telemetry(spec.Telemetry),
		TelemetryConfigRef: spec.TelemetryConfigRef,
		Resources:          n.resources(spec.Resources),
		ServiceAccount:     n.serviceAccount(spec.ServiceAccount),
		ProxyPort:          n.port(spec.ProxyPort, spec.Port),
		SessionAffinity:    spec.SessionAffinity,
		TrustProxyHeaders:  n.trustProxyHeaders(spec),
		EndpointPrefix:     n.endpointPrefix(spec),
		ResourceOverrides:  n.overrides(spec.ResourceOverrides),
		PodTemplateSpec:    n.podTemplate(spec.PodTemplateSpec),
		Replicas:           spec.Replicas,
		SessionStorage:     n.sessionStorage(spec.SessionStorage),
	}
	if config.OIDCConfig == nil && config.OIDCConfigRef == nil {
		n.decide("spec.oidcConfigRef", "is not set, and the proxy lets everybody in who can reach it: "+
			"an endpoint must say whose tokens it accepts, with spec.proxyConfig.oidcConfig or oidcConfigRef")
	}
	return config
}

// defaultPort is that of an MCPRemoteProxy, which admission writes into proxyPort when just port is given.
const defaultPort = 8080

// port is the older spelling of proxyPort, and counts where that has its default (a rule of ToolHive's own).
func (n *notes) port(proxyPort, port int32) int32 {
	switch {
	case port == 0, port == proxyPort:
		return proxyPort
	case proxyPort == 0 || proxyPort == defaultPort:
		return port
	case port != defaultPort:
		n.lost("spec.port", "is %d, and spec.proxyPort, which has the same meaning, is %d: the latter counts", port, proxyPort)
	}
	return proxyPort
}

func (n *notes) serviceAccount(name *string) *string {
	if name != nil && *name == "" {
		n.lost("spec.serviceAccount", "is empty: a ServiceAccount is made for the proxy")
		return nil
	}
	return name
}
