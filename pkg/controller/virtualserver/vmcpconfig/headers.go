// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcpconfig

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// manifest is what vMCP reads from the variable with the headers of a backend. Secrets are named by identifiers.
type manifest struct {
	AddPlaintextHeaders  map[string]string `json:"addPlaintextHeaders,omitempty"`
	AddHeadersFromSecret map[string]string `json:"addHeadersFromSecret,omitempty"`
}

// secretPrefix and an identifier make the name of the variable with a secret.
const secretPrefix = "TOOLHIVE_SECRET_"

func addHeaders(in *input, out *Gateway) error {
	if !selection.IsStatic(in.Server) {
		out.addDiscoveredHeaders(in)
		return nil
	}
	for i := range in.Backends {
		if backend := &in.Backends[i].Member; backend.HasHeaders() {
			if err := out.addManifest(backend); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *Gateway) addManifest(backend *member.Member) error {
	headers := manifest{AddPlaintextHeaders: backend.Headers.AddPlaintextHeaders}
	var secrets []pod.Env
	for _, header := range backend.Headers.AddHeadersFromSecret {
		if headers.AddHeadersFromSecret == nil {
			headers.AddHeadersFromSecret = map[string]string{}
		}
		identifier := secretIdentifier(backend.Name, header.HeaderName)
		headers.AddHeadersFromSecret[header.HeaderName] = identifier
		secrets = append(secrets, pod.Env{Name: secretPrefix + identifier, Secret: &header.ValueSecretRef})
	}
	encoded, err := json.Marshal(headers)
	if err != nil {
		return fmt.Errorf("encode the headers of %q: %w", backend.Name, err)
	}
	g.AddEnv(selection.ManifestVariable(backend.Name), pod.Literal(string(encoded)))
	for _, secret := range secrets {
		g.AddOptionalSecretEnv(secret.Name, *secret.Secret)
	}
	return nil
}

// secretIdentifier names the secret with the value of a backend's header. No two have the same name (R2.15): those of backends have no
// underscore, and what a header's name may hold and a variable's may not is written as an underscore and its number.
func secretIdentifier(backend, header string) string {
	var name strings.Builder
	for _, c := range []byte(header) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.':
			name.WriteByte(c)
		default:
			fmt.Fprintf(&name, "_%02X", c)
		}
	}
	return "HEADER_" + backend + "_" + name.String()
}

// addDiscoveredHeaders is for gateways that find their backends themselves, and the values of headers by names that they make of those of
// headers and backends. Where two have the same one, neither gets a value: vMCP would send it to both. One that is missing is left out, so that
// pods are rolled for it once, when it is there, unless they have it.
func (g *Gateway) addDiscoveredHeaders(in *input) {
	refs, shared := map[string]v1beta1.SecretKeyRef{}, map[string]bool{}
	for i := range in.Members {
		m := &in.Members[i]
		if m.State == member.Unready || m.Hidden || !m.HasHeaders() {
			continue
		}
		for _, header := range m.Headers.AddHeadersFromSecret {
			variable := publish.HeaderVariable(header.HeaderName, m.Name)
			ref, ok := refs[variable]
			shared[variable] = shared[variable] || ok && ref != header.ValueSecretRef
			refs[variable] = header.ValueSecretRef
		}
	}
	for _, variable := range slices.Sorted(maps.Keys(refs)) {
		ref := refs[variable]
		if missing := in.Secrets[ref.Name][ref.Key].Empty(); !shared[variable] && (!missing || in.Live.Variables.Has(variable)) {
			g.AddOptionalSecretEnv(variable, ref)
		}
	}
}
