// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"slices"
)

// minRSABits is the smallest RSA key that may sign tokens (RFC 7518, section 3.3).
const minRSABits = 2048

// curves are those that tokens can be signed on (RFC 7518, section 3.4).
var curves = []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()}

// isSigningKey says whether the first PEM block, the one that the proxy runner reads, is a private key that JWTs can be signed with:
// RSA of at least 2048 bits, ECDSA on P-256, P-384 or P-521, or Ed25519. It may be in the form of PKCS #1, SEC 1 or PKCS #8, and what
// the block is called does not matter. Encrypted keys cannot be read.
func isSigningKey(value []byte) bool {
	block, _ := pem.Decode(value)
	if block == nil {
		return false
	}
	switch key := privateKey(block.Bytes).(type) {
	case *rsa.PrivateKey:
		return key.N.BitLen() >= minRSABits
	case *ecdsa.PrivateKey:
		return slices.Contains(curves, key.Curve)
	case ed25519.PrivateKey:
		return true
	}
	return false
}

// privateKey returns nil for anything else.
func privateKey(der []byte) any {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key
	}
	if key, err := x509.ParseECPrivateKey(der); err == nil {
		return key
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil
	}
	return key
}
