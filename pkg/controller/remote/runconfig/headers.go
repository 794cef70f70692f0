// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

func addHeaderForward(in *input, out *Proxy) error {
	forward := in.spec.HeaderForward
	if forward == nil {
		return nil
	}
	for _, header := range forward.AddHeadersFromSecret {
		out.addSecretHeader(header.HeaderName, header.ValueSecretRef)
	}
	if len(forward.AddPlaintextHeaders) > 0 {
		out.headerForward().AddPlaintextHeaders = maps.Clone(forward.AddPlaintextHeaders)
	}
	return nil
}

// forwards says whether spec.headerForward sets a header, and so goes before what else would.
func (in *input) forwards(header string) bool {
	forward := in.spec.HeaderForward
	if forward == nil {
		return false
	}
	for name := range forward.AddPlaintextHeaders {
		if strings.EqualFold(name, header) {
			return true
		}
	}
	return slices.ContainsFunc(forward.AddHeadersFromSecret, func(h v1alpha1.HeaderFromSecret) bool {
		return strings.EqualFold(h.HeaderName, header)
	})
}

// addSecretHeader adds a header with the value of a Secret's key to each request to the remote server.
func (p *Proxy) addSecretHeader(header string, ref v1beta1.SecretKeyRef) {
	headers := p.headerForward()
	if headers.AddHeadersFromSecret == nil {
		headers.AddHeadersFromSecret = map[string]string{}
	}
	identifier := headerSecretIdentifier(header)
	headers.AddHeadersFromSecret[header] = identifier
	p.addSecret(identifier, ref)
}

func (p *Proxy) headerForward() *HeaderForward {
	if p.Config.HeaderForward == nil {
		p.Config.HeaderForward = &HeaderForward{}
	}
	return p.Config.HeaderForward
}

// headerSecretIdentifier names the secret with the value of a header, by what names of variables may consist of. Headers that differ
// only in other characters, such as X-Key and X.Key, have different names all the same (R2.15). Case does not count in either.
func headerSecretIdentifier(header string) string {
	return "HEADER_" + pod.EnvName(header) + "_" + shortHash(strings.ToLower(header))
}

func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return strings.ToUpper(hex.EncodeToString(sum[:4]))
}
