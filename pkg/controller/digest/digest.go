// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
)

// Digest is what is kept of one version of a Secret or ConfigMap, by key. A nil Digest is that of an object that does not exist.
type Digest map[string]Entry

// Entry is what is kept of one value.
type Entry struct {
	// Empty means that the value has no bytes.
	Empty bool
	// Certificates is the number of PEM certificates in the value, or 0 if one of them cannot be parsed.
	Certificates int
}

// Of looks at each value once and keeps none.
func Of[V string | []byte](data map[string]V) Digest {
	d := make(Digest, len(data))
	for key, value := range data {
		d[key] = Entry{Empty: len(value) == 0, Certificates: certificates([]byte(value))}
	}
	return d
}

// begin is where a certificate should be, whether one can be read there or not.
var begin = []byte("-----BEGIN CERTIFICATE-----")

// certificates counts like x509.CertPool.AppendCertsFromPEM, but does not pass over what cannot be read.
func certificates(bundle []byte) int {
	begun, count := bytes.Count(bundle, begin), 0
	for {
		var block *pem.Block
		block, bundle = pem.Decode(bundle)
		if block == nil {
			break
		}
		if block.Type != "CERTIFICATE" || len(block.Headers) != 0 {
			continue
		}
		if _, err := x509.ParseCertificate(block.Bytes); err == nil {
			count++
		}
	}
	if count != begun {
		return 0
	}
	return count
}
