// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// Proxy is the configuration of one proxy: the file, and what the file relies on in its container.
type Proxy struct {
	Config Config
	pod.Needs
}

// input is what a proxy's configuration is made of.
type input struct {
	endpoint *v1alpha1.MCPRemoteEndpoint
	spec     *v1alpha1.MCPRemoteEndpointSpec
	proxy    *v1alpha1.ProxyConfig
	references.Found
}

// hasSecret says whether a Secret's key exists.
func (in *input) hasSecret(ref v1beta1.SecretKeyRef) bool {
	_, ok := in.Secrets[ref.Name][ref.Key]
	return ok
}

// section is one part of the configuration. It is called for every proxy, and adds nothing where it has nothing to say.
type section struct {
	name string
	add  func(in *input, out *Proxy) error
}

// sections are added in this order.
var sections = []section{
	{"base", addBase},
	{"oidcConfig", addOIDC},
	{"authzConfig", addAuthz},
	{"externalAuthConfigRef", addExternalAuth},
	{"authServerRef", addAuthServer},
	{"headerForward", addHeaderForward},
	{"caBundleRef", addCABundle},
	{"toolConfigRef", addTools},
	{"audit", addAudit},
	{"telemetry", addTelemetry},
	{"sessionStorage", addSessionStorage},
}

// For returns the configuration of an endpoint of type proxy. It takes for granted that the endpoint is valid (package
// validate); an error means that it is not, and says which section of the spec cannot be expressed.
func For(endpoint *v1alpha1.MCPRemoteEndpoint, found references.Found) (Proxy, error) {
	in := &input{endpoint: endpoint, spec: &endpoint.Spec, proxy: endpoint.Spec.ProxyConfig, Found: found}
	if in.proxy == nil {
		in.proxy = &v1alpha1.ProxyConfig{}
	}
	var out Proxy
	for _, s := range sections {
		if err := s.add(in, &out); err != nil {
			return Proxy{}, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return out, nil
}

// secretsProvider tells the runner to look for secrets in its environment.
var secretsProvider = pod.Env{Name: "TOOLHIVE_SECRETS_PROVIDER", Value: "environment"}

// addSecret puts a Secret's value where the runner looks for the secret of that identifier, which must be unique in the proxy.
func (p *Proxy) addSecret(identifier string, ref v1beta1.SecretKeyRef) {
	p.AddEnv(secretsProvider.Name, secretsProvider.Value)
	p.AddSecretEnv("TOOLHIVE_SECRET_"+identifier, ref)
}
