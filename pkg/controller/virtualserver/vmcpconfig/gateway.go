// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcpconfig

import (
	"cmp"
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/standin"
)

// Gateway is the configuration of one gateway: its files, and what they rely on in its container.
type Gateway struct {
	Config v1beta1.VMCPConfig
	// AuthServer is nil if the gateway is no authorization server.
	AuthServer *runconfig.EmbeddedAuthServer
	pod.Needs
}

// input is what a gateway's configuration is made of.
type input struct {
	selection.Input
	selection.Selection
	spec   *v1beta1.VirtualMCPServerSpec
	shared *runconfig.Shared
}

// section is one part of the configuration. It is called for every gateway, and adds nothing where it has nothing to say.
type section struct {
	name string
	add  func(in *input, out *Gateway) error
}

// sections are added in this order.
var sections = []section{
	{"reporting", addReporting},
	{"incomingAuth", addIncomingAuth},
	{"outgoingAuth", addOutgoingAuth},
	{"backends", addBackends},
	{"headers", addHeaders},
	{"aggregation", addAggregation},
	{"compositeTools", addCompositeTools},
	{"observability", addObservability},
	{"sessionStorage", addSessionStorage},
}

// For returns the configuration of a gateway that serves what was selected. It takes for granted that the gateway is valid (package
// validate); an error means that it is not, and says which section cannot be expressed.
func For(in selection.Input, selected selection.Selection) (*Gateway, error) {
	stand := standin.Input(in.Server, in.Found)
	shared, err := runconfig.SharedOf(stand.Endpoint, stand.Found)
	if err != nil {
		return nil, err
	}
	out := &Gateway{AuthServer: shared.AuthServer, Needs: shared.Needs}
	in.Server.Spec.Config.DeepCopyInto(&out.Config)
	out.Config.Name, out.Config.GroupRef = in.Server.Name, in.Server.Spec.GroupRef.Name
	for _, s := range sections {
		if err := s.add(&input{in, selected, &in.Server.Spec, shared}, out); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return out, nil
}

// addReporting lets vMCP say in the gateway's status what it finds out about its backends.
func addReporting(in *input, out *Gateway) error {
	out.AddEnv("VMCP_NAME", in.Server.Name)
	out.AddEnv("VMCP_NAMESPACE", in.Server.Namespace)
	out.ClusterToken = true
	if !selection.IsStatic(in.Server) {
		out.AddEnv("POD_NAMESPACE", in.Server.Namespace) // which the first listing of backends looks for
	}
	return nil
}

func addIncomingAuth(in *input, out *Gateway) error {
	auth := &v1beta1.VMCPIncomingAuthConfig{Type: string(in.spec.IncomingAuth.Type)}
	out.Config.IncomingAuth = auth
	if oidc := in.shared.OIDC; oidc != nil {
		auth.OIDC = &v1beta1.VMCPOIDCConfig{
			Issuer:             oidc.Issuer,
			ClientID:           oidc.ClientID,
			Audience:           oidc.Audience,
			Resource:           oidc.ResourceURL,
			JWKSURL:            oidc.JWKSURL,
			IntrospectionURL:   oidc.IntrospectionURL,
			Scopes:             oidc.Scopes,
			JWKSAllowPrivateIP: oidc.AllowPrivateIP, // which stands for protectedResourceAllowPrivateIp too
			InsecureAllowHTTP:  oidc.InsecureAllowHTTP,
			CABundlePath:       oidc.CACertPath,
		}
	}
	switch authz := in.shared.Authz; {
	case authz == nil:
		return nil
	case authz.Cedar == nil:
		return fmt.Errorf("an authorization configuration of type %q is none that a gateway can have", authz.Type)
	default:
		auth.Authz = &v1beta1.VMCPAuthzConfig{
			Type:                    "cedar",
			Policies:                authz.Cedar.Policies,
			EntitiesJSON:            authz.Cedar.EntitiesJSON,
			GroupClaimName:          authz.Cedar.GroupClaimName,
			RoleClaimName:           authz.Cedar.RoleClaimName,
			GroupEntityType:         authz.Cedar.GroupEntityType,
			PrimaryUpstreamProvider: PrimaryUpstream(in.spec),
		}
		return nil
	}
}

// PrimaryUpstream is the identity provider whose token the policies look at: the one that is named, at its place or at the older one, or
// the first. It is empty for a gateway that is no authorization server.
func PrimaryUpstream(spec *v1beta1.VirtualMCPServerSpec) string {
	server := spec.AuthServerConfig
	if server == nil || len(server.UpstreamProviders) == 0 {
		return ""
	}
	older := ""
	if authz := spec.IncomingAuth.AuthzConfig; authz != nil && authz.Inline != nil {
		older = authz.Inline.PrimaryUpstreamProvider
	}
	return cmp.Or(server.PrimaryUpstreamProvider, older, server.UpstreamProviders[0].Name)
}

func addSessionStorage(in *input, out *Gateway) error {
	out.Config.SessionStorage = nil
	if storage := in.spec.SessionStorage; storage != nil && storage.Provider == v1beta1.SessionStorageProviderRedis {
		out.Config.SessionStorage = &v1beta1.VMCPSessionStorageConfig{
			Provider: storage.Provider, Address: storage.Address, DB: storage.DB, KeyPrefix: storage.KeyPrefix,
		}
	}
	return nil
}
