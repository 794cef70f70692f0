// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// manifest is an endpoint as a person would write it: no status, and nothing that the API server sets.
type manifest struct {
	APIVersion string    `json:"apiVersion"`
	Kind       kind.Kind `json:"kind"`
	Metadata   metadata  `json:"metadata"`
	Spec       spec      `json:"spec"`
}

// spec has proxyConfig last, since it is the longest.
type spec struct {
	v1alpha1.MCPRemoteEndpointSpec

	ProxyConfig *proxyConfig `json:"proxyConfig,omitempty"`
}

// proxyConfig leaves out resources that are not set.
type proxyConfig struct {
	v1alpha1.ProxyConfig

	Resources corev1.ResourceRequirements `json:"resources,omitzero"`
}

func newManifest(endpoint *v1alpha1.MCPRemoteEndpoint) manifest {
	m := manifest{
		APIVersion: v1alpha1.SchemeGroupVersion.String(),
		Kind:       kind.MCPRemoteEndpoint,
		Metadata: metadata{
			Name:        endpoint.Name,
			Namespace:   endpoint.Namespace,
			Labels:      endpoint.Labels,
			Annotations: endpoint.Annotations,
		},
		Spec: spec{MCPRemoteEndpointSpec: endpoint.Spec},
	}
	if config := endpoint.Spec.ProxyConfig; config != nil {
		m.Spec.ProxyConfig = &proxyConfig{ProxyConfig: *config, Resources: config.Resources}
	}
	return m
}

// toYAML returns the manifest of the endpoint, with the notes as comments.
func (o *Object) toYAML() ([]byte, error) {
	var out bytes.Buffer
	for _, note := range o.Notes {
		fmt.Fprintln(&out, "#", oneLine(noteText(note)))
	}
	if spellingFault(o.Endpoint) != "" {
		fmt.Fprintln(&out, "# remoteURL:", oneLine(validate.Encoded(o.Endpoint.Spec.RemoteURL)))
	}
	text, err := o.manifest()
	if o.Withheld {
		writeIndented(&out, "# ", text)
	} else {
		out.Write(text)
	}
	return out.Bytes(), err
}

func (o *Object) manifest() ([]byte, error) {
	var out bytes.Buffer
	m := newManifest(o.Endpoint)
	config := m.Spec.ProxyConfig
	m.Spec.ProxyConfig = nil

	fmt.Fprintf(&out, "apiVersion: %s\nkind: %s\nmetadata:\n", m.APIVersion, m.Kind)
	err := writeFields(&out, "  ", m.Metadata)
	fmt.Fprintln(&out, "spec:")
	err = errors.Join(err, writeFields(&out, "  ", m.Spec))
	if config != nil {
		fmt.Fprintln(&out, "  proxyConfig:")
		if config.OIDCConfig == nil && config.OIDCConfigRef == nil {
			out.WriteString(oidcExample)
		}
		err = errors.Join(err, writeFields(&out, "    ", config))
	}
	return out.Bytes(), err
}

// oidcExample stands in a proxyConfig that does not say whose tokens the proxy accepts, which an endpoint has to.
const oidcExample = `    # Give one of these two:
    # oidcConfigRef:
    #   name: <an MCPOIDCConfig>
    #   audience: <audience of the tokens>
    # oidcConfig:
    #   type: inline
    #   inline:
    #     issuer: <URL of the provider>
    #     audience: <audience of the tokens>
`

// labels begin comments, for a person to search for.
var labels = map[translate.Level]string{
	translate.Decide:    "DECIDE",
	translate.Tolerated: "NOTE",
	translate.Lost:      "LOST",
}

func noteText(note translate.Note) string { return labels[note.Level] + ": " + note.String() }

// oneLine keeps a comment from ending before its text does: names of fields may be anything.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text)
}

// writeFields writes the fields of a struct in their order, which sigs.k8s.io/yaml would lose.
func writeFields(out *bytes.Buffer, indent string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if _, err := decoder.Token(); err != nil { // the opening brace
		return err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var field json.RawMessage
		if err := decoder.Decode(&field); err != nil {
			return err
		}
		member, err := json.Marshal(map[string]json.RawMessage{fmt.Sprint(name): field})
		if err != nil {
			return err
		}
		text, err := yamlOf(member)
		if err != nil {
			return err
		}
		writeIndented(out, indent, text)
	}
	return nil
}

func writeIndented(out *bytes.Buffer, indent string, text []byte) {
	for len(text) > 0 {
		line := firstLine(text)
		if len(bytes.Trim(line, lineBreaks)) > 0 {
			out.WriteString(indent)
		}
		out.Write(line)
		text = text[len(line):]
	}
}

// yamlOf escapes what JSON may have in its strings and YAML may not, such as other line breaks and control characters.
func yamlOf(raw json.RawMessage) ([]byte, error) {
	var escaped []byte
	for _, r := range string(raw) {
		if r < unicode.MaxASCII || r > '\uffff' {
			escaped = utf8.AppendRune(escaped, r)
			continue
		}
		escaped = fmt.Appendf(escaped, `\u%04x`, r)
	}
	return yaml.JSONToYAML(escaped)
}
