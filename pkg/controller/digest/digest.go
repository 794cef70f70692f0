// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package digest

import (
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

// certificates counts like x509.CertPool.AppendCertsFromPEM, but does not pass over a broken certificate in silence.
func certificates(bundle []byte) int {
	count := 0
	for {
		var block *pem.Block
		block, bundle = pem.Decode(bundle)
		if block == nil {
			return count
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			return 0
		}
		count++
	}
}
