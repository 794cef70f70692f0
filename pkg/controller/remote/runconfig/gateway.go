// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"errors"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// Shared is the part of a proxy's configuration that a gateway can have as well, which knows it in the same words or in similar ones.
type Shared struct {
	// OIDC, Authz, AuthServer and Telemetry are nil where there is nothing of the sort.
	OIDC       *OIDC
	Authz      *Authz
	AuthServer *EmbeddedAuthServer
	Telemetry  *Telemetry
	pod.Needs
}

// SharedOf returns that part for an endpoint which stands in for a gateway: it is of type proxy, and has the gateway's settings in its
// proxyConfig. The authorization server may have several identity providers.
func SharedOf(endpoint *v1alpha1.MCPRemoteEndpoint, found references.Found) (*Shared, error) {
	in := &input{endpoint: endpoint, spec: &endpoint.Spec, proxy: endpoint.Spec.ProxyConfig, Found: found}
	var out Proxy
	for _, add := range []func(*input, *Proxy) error{addOIDC, addAuthz, addGatewayAuthServer, addTelemetry, addSessionStorage} {
		if err := add(in, &out); err != nil {
			return nil, err
		}
	}
	config := &out.Config
	return &Shared{OIDC: config.OIDC, Authz: config.Authz, AuthServer: config.EmbeddedAuthServer, Telemetry: config.Telemetry, Needs: out.Needs}, nil
}

func addGatewayAuthServer(in *input, out *Proxy) error {
	if in.AuthServer == nil {
		return nil
	}
	if out.Config.OIDC == nil {
		return errors.New("an authorization server needs an OIDC configuration")
	}
	server, err := out.authServer(in, in.AuthServer.Spec.EmbeddedAuthServer, out.Config.OIDC)
	out.Config.EmbeddedAuthServer = server
	return err
}
