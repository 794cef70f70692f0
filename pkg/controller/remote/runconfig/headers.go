// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
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
	return "HEADER_" + envName(header) + "_" + shortHash(strings.ToLower(header))
}

// envName replaces what the name of a variable cannot hold. Different texts can have the same one.
func envName(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToUpper(text))
}

func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return strings.ToUpper(hex.EncodeToString(sum[:4]))
}
