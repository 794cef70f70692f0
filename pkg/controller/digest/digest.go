// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package digest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"strings"
)

// Digest is what is kept of one version of a Secret or ConfigMap, by key. A nil Digest is that of an object that does not exist.
type Digest map[string]Entry

// Entry is what is kept of one value.
type Entry struct {
	// Hash changes when the value does. It is salted with the object's name and the key, so that equal values do not show as such.
	Hash string
	// Length of the value, in bytes.
	Length int
	// HeaderValue means that the value can be sent as an HTTP header as it is (RFC 9110, section 5.5): it has no line breaks or other
	// control characters, and no spaces at its ends.
	HeaderValue bool
	// ListItem means that the value can stand in a list of headers such as that of OTEL_EXPORTER_OTLP_HEADERS: it has no comma and
	// no percent sign besides.
	ListItem bool
	// Certificates is the number of PEM certificates in the value, or 0 if one of them cannot be parsed.
	Certificates int
	// SigningKey means that the value is a private key in PEM that tokens can be signed with (see isSigningKey).
	SigningKey bool
}

// Empty says whether the value has no bytes.
func (e Entry) Empty() bool { return e.Length == 0 }

// Of looks at each value of an object once and keeps none. salt is the object's name.
func Of[V string | []byte](salt string, data map[string]V) Digest {
	d := make(Digest, len(data))
	for key, value := range data {
		d[key] = entryOf(salt+"/"+key, []byte(value))
	}
	return d
}

func entryOf(salt string, value []byte) Entry {
	header := IsHeaderValue(string(value))
	return Entry{
		Hash:         hash(salt, value),
		Length:       len(value),
		HeaderValue:  header,
		ListItem:     header && !bytes.ContainsAny(value, ",%"),
		Certificates: certificates(value),
		SigningKey:   isSigningKey(value),
	}
}

func hash(salt string, value []byte) string {
	mac := hmac.New(sha256.New, []byte(salt))
	mac.Write(value)
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// IsHeaderValue says whether s can be the value of a header (RFC 9110, section 5.5).
func IsHeaderValue(s string) bool {
	return strings.Trim(s, " \t") == s && strings.IndexFunc(s, func(r rune) bool {
		return r < ' ' && r != '\t' || r == 0x7f
	}) < 0
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
