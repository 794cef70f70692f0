// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import "github.com/mcp-remote-endpoint/operator/pkg/controller/digest"

// secretDemand is what a Secret's value must be for one purpose, and what to do where it is not.
type secretDemand struct {
	holds func(digest.Entry) bool
	fault string
}

// minSecretBytes is how long the proxy runner wants secrets to be that tokens depend on.
const minSecretBytes = 32

var (
	headerValue = secretDemand{func(e digest.Entry) bool { return e.HeaderValue }, notAHeaderValue}
	signingKey  = secretDemand{
		func(e digest.Entry) bool { return e.SigningKey },
		"does not begin with a private key in PEM that can sign tokens: use RSA of 2048 bits or more, ECDSA on P-256, P-384 or P-521, or Ed25519, not encrypted",
	}
	longSecret = secretDemand{
		func(e digest.Entry) bool { return e.Length >= minSecretBytes },
		"is shorter than 32 bytes: use 32 random bytes or more",
	}
	caCertificates = secretDemand{
		func(e digest.Entry) bool { return e.Certificates > 0 },
		"does not hold PEM certificates (-----BEGIN CERTIFICATE-----) that can all be parsed",
	}
)
