// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package membership

import (
	"errors"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

// Informers are those of all kinds whose objects can be members. Controllers that make them from one factory share them.
type Informers struct {
	Endpoints Members[*v1alpha1.MCPRemoteEndpoint]
	Servers   Members[*v1beta1.MCPServer]
	Proxies   Members[*v1beta1.MCPRemoteProxy]
	// Entries has those that stand for endpoints as well. They are in no group: the endpoint is.
	Entries Members[*v1beta1.MCPServerEntry]
}

// New takes informers, which must not run yet, from a factory.
func New(factory externalversions.SharedInformerFactory) (Informers, error) {
	alpha, beta := factory.Toolhive().V1alpha1(), factory.Toolhive().V1beta1()
	i := Informers{
		Endpoints: Members[*v1alpha1.MCPRemoteEndpoint]{kind.MCPRemoteEndpoint, alpha.MCPRemoteEndpoints().TypedInformer(), groupOfEndpoint},
		Servers:   Members[*v1beta1.MCPServer]{kind.MCPServer, beta.MCPServers().TypedInformer(), groupOfServer},
		Proxies:   Members[*v1beta1.MCPRemoteProxy]{kind.MCPRemoteProxy, beta.MCPRemoteProxies().TypedInformer(), groupOfProxy},
		Entries:   Members[*v1beta1.MCPServerEntry]{kind.MCPServerEntry, beta.MCPServerEntries().TypedInformer(), groupOfEntry},
	}
	return i, errors.Join(i.Endpoints.index(), i.Servers.index(), i.Proxies.index(), i.Entries.index())
}
