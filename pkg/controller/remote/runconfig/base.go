// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"fmt"
	"strconv"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// DefaultPort is the port of a proxy that does not say another.
const DefaultPort = 8080

// Port is the port that the proxy listens on, and its Service as well.
func Port(proxy *v1alpha1.ProxyConfig) int32 {
	if proxy == nil || proxy.ProxyPort == 0 {
		return DefaultPort
	}
	return proxy.ProxyPort
}

// ServiceName is the name of the Service in front of the proxy of that name.
func ServiceName(name string) string { return "mcp-" + name + "-remote-proxy" }

// ServiceURL is where clients inside the cluster reach the proxy of an endpoint, at a port of its Service.
func ServiceURL(endpoint *v1alpha1.MCPRemoteEndpoint, port int32) string {
	return fmt.Sprintf("http://%s.%s.svc.cluster.local:%d", ServiceName(endpoint.Name), endpoint.Namespace, port)
}

func addBase(in *input, out *Proxy) error {
	transport := string(in.spec.Transport)
	if transport == "" {
		transport = string(v1beta1.TransportStreamableHTTP)
	}
	name, port := in.endpoint.Name, Port(in.proxy)
	out.Config = Config{
		SchemaVersion: SchemaVersion,
		Name:          name,
		ContainerName: name,
		BaseName:      name,
		RemoteURL:     in.spec.RemoteURL,
		Transport:     transport,
		ProxyMode:     transport,
		Host:          "0.0.0.0",
		Port:          port,
		PermissionProfile: PermissionProfile{
			Name: "network", Network: NetworkPermissions{Outbound: OutboundPermissions{InsecureAllowAll: true}},
		},
		EnvVars: map[string]string{"MCP_TRANSPORT": transport},
		ContainerLabels: map[string]string{
			"toolhive":           "true",
			"toolhive-name":      name,
			"toolhive-basename":  name,
			"toolhive-transport": transport,
			"toolhive-port":      strconv.Itoa(int(port)),
		},
		TrustProxyHeaders: in.proxy.TrustProxyHeaders,
		EndpointPrefix:    in.proxy.EndpointPrefix,
	}
	return nil
}

func addTools(in *input, out *Proxy) error {
	if in.ToolConfig == nil || in.spec.ToolConfigRef == nil {
		return nil
	}
	out.Config.ToolsFilter = in.ToolConfig.Spec.ToolsFilter
	for tool, override := range in.ToolConfig.Spec.ToolsOverride {
		if out.Config.ToolsOverride == nil {
			out.Config.ToolsOverride = map[string]ToolOverride{}
		}
		out.Config.ToolsOverride[tool] = ToolOverride{Name: override.Name, Description: override.Description}
	}
	return nil
}

func addAudit(in *input, out *Proxy) error {
	if in.proxy.Audit != nil && in.proxy.Audit.Enabled {
		out.Config.Audit = &Audit{DetectApplicationErrors: true, MaxDataSize: 1024}
	}
	return nil
}

func addSessionStorage(in *input, out *Proxy) error {
	storage := in.proxy.SessionStorage
	if storage == nil || storage.Provider != v1beta1.SessionStorageProviderRedis {
		return nil
	}
	out.Config.Scaling = &Scaling{SessionRedis: &SessionRedis{Address: storage.Address, DB: storage.DB, KeyPrefix: storage.KeyPrefix}}
	if storage.PasswordRef != nil {
		out.AddSecretEnv("THV_SESSION_REDIS_PASSWORD", *storage.PasswordRef)
	}
	return nil
}
