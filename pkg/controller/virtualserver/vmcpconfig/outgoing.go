// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcpconfig

import (
	"path"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/outgoing"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// addOutgoingAuth leaves to a gateway that watches the cluster what stands in the members' own specs: vMCP would apply nothing else.
func addOutgoingAuth(in *input, out *Gateway) error {
	auth := &v1beta1.VMCPOutgoingAuthConfig{Source: string(v1beta1.OutgoingAuthSourceDiscovered)}
	out.Config.OutgoingAuth = auth
	if !selection.IsStatic(in.Server) {
		out.addReads(in)
		return nil
	}
	auth.Source = string(v1beta1.OutgoingAuthSourceInline)
	if config, _ := selection.Default(in.Input); config != nil {
		strategy, err := outgoing.Strategy(config, &out.Needs)
		if err != nil {
			return err
		}
		auth.Default = strategy
	}
	for i := range in.Backends {
		if err := out.addStrategy(&in.Backends[i]); err != nil {
			return err
		}
	}
	return nil
}

// addReads lists the Secrets that vMCP will read to authenticate to members which it finds itself, be they ready or not.
func (g *Gateway) addReads(in *input) {
	for i := range in.Members {
		m := &in.Members[i]
		config := in.AuthConfigs[m.AuthConfig]
		if config != nil && !m.Hidden && selection.Authenticates(in.Server, m) && validate.IsForGateways(config) {
			g.Reads = append(g.Reads, references.AuthSecrets(config)...)
		}
	}
}

// addStrategy adds nothing for a backend to which the default applies, be there one or not.
func (g *Gateway) addStrategy(backend *selection.Backend) error {
	auth := g.Config.OutgoingAuth
	strategy := &v1beta1.VMCPBackendAuthStrategy{Type: outgoing.TypeUnauthenticated}
	switch {
	case backend.Auth != nil:
		var err error
		if strategy, err = outgoing.Strategy(backend.Auth, &g.Needs); err != nil {
			return err
		}
	case !backend.Unauthenticated || auth.Default == nil:
		return nil
	}
	if auth.Backends == nil {
		auth.Backends = map[string]v1beta1.VMCPBackendAuthStrategy{}
	}
	auth.Backends[backend.Name] = *strategy
	return nil
}

// Values of StaticBackendConfig.
const (
	typeEntry     = "entry"
	caDirectories = "/etc/toolhive/ca-bundles"
	caFile        = "ca.crt"
)

// workloadTypes are what ToolHive calls the kinds of members, in metadata that vMCP shows with a backend.
var workloadTypes = map[kind.Kind]string{
	kind.MCPServer:      "mcp_server",
	kind.MCPRemoteProxy: "remote_proxy",
	kind.MCPServerEntry: "server_entry",
}

// addBackends writes nothing into the configuration that changes while a backend stays the same, such as its phase: each change of the
// configuration rolls the gateway.
func addBackends(in *input, out *Gateway) error {
	out.Config.Backends = nil
	if !selection.IsStatic(in.Server) {
		return nil
	}
	for i := range in.Backends {
		backend := &in.Backends[i]
		config := v1beta1.StaticBackendConfig{
			Name: backend.Name, URL: backend.URL, Transport: backend.Transport, Metadata: metadata(in, backend),
		}
		if backend.Direct {
			config.Type = typeEntry
			config.CABundlePath = out.addCABundle(backend)
		}
		out.Config.Backends = append(out.Config.Backends, config)
	}
	return nil
}

// addCABundle returns the path of the certificates to trust for a backend, or nothing if those of the system are.
func (g *Gateway) addCABundle(backend *selection.Backend) string {
	ref := backend.CABundleRef
	if ref == nil {
		return ""
	}
	file := path.Join(caDirectories, backend.Name, caFile)
	g.Files = append(g.Files, pod.File{
		Volume: "ca-bundle-" + backend.Name, Path: file, Kind: kind.ConfigMap, Name: ref.Name, Key: runconfig.CAKey(ref.Key),
		Optional: true,
	})
	return file
}

func metadata(in *input, backend *selection.Backend) map[string]string {
	workload, ok := workloadTypes[backend.Kind]
	if !ok {
		workload = "remote_proxy"
		if backend.Direct {
			workload = "server_entry"
		}
	}
	fields := map[string]string{
		"group": in.spec.GroupRef.Name, "namespace": in.Server.Namespace, "tool_type": "mcp", "workload_type": workload,
	}
	if backend.RemoteURL != "" {
		fields["remote_url"] = backend.RemoteURL
	}
	return fields
}
