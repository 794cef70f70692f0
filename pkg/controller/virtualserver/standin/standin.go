// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package standin

import (
	"cmp"
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	gatewayreferences "github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/references"
)

// Port is the port of a gateway, and of its Service.
const Port = 4483

// ServiceName is the name of the Service in front of a gateway.
func ServiceName(gateway string) string { return "vmcp-" + gateway }

// ServiceURL is where clients inside the cluster reach a gateway.
func ServiceURL(server *v1beta1.VirtualMCPServer) string {
	return fmt.Sprintf("http://%s.%s.svc.cluster.local:%d", ServiceName(server.Name), server.Namespace, Port)
}

// Input is the gateway as an endpoint of type proxy that has the gateway's name and settings, and what these refer to.
func Input(server *v1beta1.VirtualMCPServer, found gatewayreferences.Found) validate.Input {
	endpoint := &v1alpha1.MCPRemoteEndpoint{ObjectMeta: server.ObjectMeta}
	endpoint.Spec = v1alpha1.MCPRemoteEndpointSpec{Type: v1alpha1.EndpointTypeProxy, ProxyConfig: proxyConfig(server)}
	return validate.Input{Endpoint: endpoint, Found: references.Found{
		OIDCConfig:      withoutToken(found.OIDCConfig),
		AuthServer:      gatewayreferences.AuthServer(server),
		AuthzConfig:     found.AuthzConfig,
		TelemetryConfig: found.TelemetryConfig,
		ServiceAccount:  found.ServiceAccount,
		Secrets:         found.Secrets,
		ConfigMaps:      found.ConfigMaps,
		Texts:           found.Texts,
	}}
}

func proxyConfig(server *v1beta1.VirtualMCPServer) *v1alpha1.ProxyConfig {
	spec := &server.Spec
	config := &v1alpha1.ProxyConfig{
		AuthzConfig:        translate.Authz(spec.IncomingAuth.AuthzConfig),
		AuthzConfigRef:     spec.IncomingAuth.AuthzConfigRef,
		TelemetryConfigRef: spec.TelemetryConfigRef,
		ServiceAccount:     spec.ServiceAccount,
		SessionAffinity:    spec.SessionAffinity,
		SessionStorage:     spec.SessionStorage,
		Replicas:           spec.Replicas,
		PodTemplateSpec:    spec.PodTemplateSpec,
	}
	if ref := spec.IncomingAuth.OIDCConfigRef; ref != nil && spec.IncomingAuth.Type == v1beta1.IncomingAuthTypeOIDC {
		config.OIDCConfigRef = ref.DeepCopy()
		config.OIDCConfigRef.ResourceURL = cmp.Or(ref.ResourceURL, ServiceURL(server))
	}
	if spec.AuthServerConfig != nil {
		config.AuthServerRef = &v1beta1.AuthServerRef{Kind: string(kind.MCPExternalAuthConfig), Name: server.Name}
	}
	return config
}

// withoutToken leaves out the one setting that vMCP does not have: a token to send to the issuer.
func withoutToken(config *v1beta1.MCPOIDCConfig) *v1beta1.MCPOIDCConfig {
	if config == nil || config.Spec.Inline == nil || config.Spec.Inline.JWKSAuthTokenPath == "" {
		return config
	}
	config = config.DeepCopy()
	config.Spec.Inline.JWKSAuthTokenPath = ""
	return config
}
