// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package digest_test

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
)

// known are the parts of an entry that tell what a value is good for.
type known struct {
	header, item, signs bool
	certificates        int
}

func TestOf(t *testing.T) {
	key, cert := keyAndCertificate(t)
	garbled := strings.Replace(cert, "\n", "\n!", 1)
	truncated := cert[:len(cert)/2]
	notX509 := encode("CERTIFICATE", []byte("not a certificate"))
	annotated := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: map[string]string{"A": "b"}, Bytes: decode(t, cert)}))

	tests := map[string]struct {
		value string
		want  known
	}{
		"a value without bytes":                                  {"", known{header: true, item: true}},
		"a line feed is a value":                                 {"\n", known{}},
		"a password":                                             {"hunter2", known{header: true, item: true}},
		"a header with a list cannot be in one":                  {"a, b", known{header: true}},
		"a header with a percent sign neither":                   {"100%", known{header: true}},
		"a tab between words":                                    {"a\tb", known{header: true, item: true}},
		"a space at the end":                                     {"a ", known{}},
		"a line feed at the end":                                 {"a\n", known{}},
		"a delete":                                               {"a\x7f", known{}},
		"bytes that are not UTF-8, and a null":                   {"\xff\xfe\x00", known{}},
		"a certificate":                                          {cert, known{certificates: 1}},
		"several certificates":                                   {cert + cert + cert, known{certificates: 3}},
		"a certificate without a line end":                       {strings.TrimSpace(cert), known{certificates: 1}},
		"with the line ends of Windows":                          {strings.ReplaceAll(cert, "\n", "\r\n"), known{certificates: 1}},
		"with text around it":                                    {"# our CA\n" + cert + "\n# the end", known{certificates: 1}},
		"with text around it that is not UTF-8":                  {"\xff\n" + cert + "\xff", known{certificates: 1}},
		"a key is no certificate":                                {key, known{signs: true}},
		"a key before the certificate":                           {key + cert, known{signs: true, certificates: 1}},
		"a key after the certificate is not looked for":          {cert + key, known{certificates: 1}},
		"a broken certificate":                                   {notX509, known{}},
		"a broken certificate spoils the good ones after it":     {notX509 + cert, known{}},
		"a broken certificate spoils the good ones before it":    {cert + notX509, known{}},
		"a broken certificate spoils the good ones around it":    {cert + notX509 + cert, known{}},
		"a garbled block spoils the good ones after it":          {garbled + cert, known{}},
		"a garbled block spoils the good ones before it":         {cert + garbled, known{}},
		"a truncated block spoils the good ones before it":       {cert + truncated, known{}},
		"a block with headers is one that Go's trust pool skips": {cert + annotated, known{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			entry := digest.Of("name", map[string]string{"key": tt.value})["key"]
			assert.Equal(t, tt.want, known{entry.HeaderValue, entry.ListItem, entry.SigningKey, entry.Certificates})
			assert.Equal(t, len(tt.value), entry.Length)
			assert.Equal(t, tt.value == "", entry.Empty())
			assert.Equal(t, digest.Digest{"key": entry}, digest.Of("name", map[string][]byte{"key": []byte(tt.value)}), "as bytes of a Secret")
		})
	}
}

func TestSigningKeys(t *testing.T) {
	rsaKey := func(bits int) *rsa.PrivateKey {
		key, err := rsa.GenerateKey(rand.Reader, bits)
		require.NoError(t, err)
		return key
	}
	ecKey := func(curve elliptic.Curve) *ecdsa.PrivateKey {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		require.NoError(t, err)
		return key
	}
	pkcs8 := func(key any) []byte {
		der, err := x509.MarshalPKCS8PrivateKey(key)
		require.NoError(t, err)
		return der
	}
	sec1, err := x509.MarshalECPrivateKey(ecKey(elliptic.P384()))
	require.NoError(t, err)
	public, ed25519Key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	publicDER, err := x509.MarshalPKIXPublicKey(public)
	require.NoError(t, err)
	x25519Key, err := ecdh.X25519().GenerateKey(rand.Reader)
	require.NoError(t, err)
	strong := rsaKey(2048)

	tests := map[string]struct {
		der  []byte
		want bool
	}{
		"RSA in PKCS #1":       {x509.MarshalPKCS1PrivateKey(strong), true},
		"RSA in PKCS #8":       {pkcs8(strong), true},
		"RSA of too few bits":  {x509.MarshalPKCS1PrivateKey(rsaKey(1024)), false},
		"ECDSA in SEC 1":       {sec1, true},
		"ECDSA on P-256":       {pkcs8(ecKey(elliptic.P256())), true},
		"ECDSA on P-521":       {pkcs8(ecKey(elliptic.P521())), true},
		"ECDSA on P-224":       {pkcs8(ecKey(elliptic.P224())), false},
		"Ed25519":              {pkcs8(ed25519Key), true},
		"X25519 does not sign": {pkcs8(x25519Key), false},
		"a public key":         {publicDER, false},
		"anything else":        {[]byte("anything else"), false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			entry := digest.Of("name", map[string]string{"key": encode("WHATEVER", tt.der)})["key"]
			assert.Equal(t, tt.want, entry.SigningKey)
		})
	}
}

func TestHashesTellValuesApartAndNothingElse(t *testing.T) {
	hash := func(object, key, value string) string {
		return digest.Of(object, map[string]string{key: value})[key].Hash
	}
	first := hash("a", "k", "v")
	assert.Equal(t, first, hash("a", "k", "v"))
	assert.NotEqual(t, first, hash("a", "k", "w"))
	assert.NotEqual(t, first, hash("b", "k", "v"), "equal values of two objects do not show as such")
	assert.NotEqual(t, first, hash("a", "l", "v"), "and neither do those of two keys")
}

func TestOfAnObjectWithoutDataIsNotThatOfNoObject(t *testing.T) {
	assert.NotNil(t, digest.Of("name", map[string]string(nil)))
	assert.Empty(t, digest.Of("name", map[string]string(nil)))
}

// A field that can hold text would be a place where a value could stay in memory.
func TestEntryCannotHoldAValue(t *testing.T) {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[digest.Entry]()) {
		if field.Name != "Hash" {
			assert.Contains(t, []reflect.Kind{reflect.Bool, reflect.Int}, field.Type.Kind(), "R5.4: Entry.%s", field.Name)
		}
	}
	const value = "correct horse battery staple, and much more than that"
	entry := digest.Of("name", map[string]string{"key": value})["key"]
	assert.Less(t, len(entry.Hash), len(value))
	assert.NotContains(t, entry.Hash, "horse")
}

// keyAndCertificate returns a new private key and a certificate for it, in PEM.
func keyAndCertificate(t *testing.T) (key, certificate string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	return encode("PRIVATE KEY", pkcs8), encode("CERTIFICATE", der)
}

func encode(blockType string, bytes []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: blockType, Bytes: bytes}))
}

func decode(t *testing.T, text string) []byte {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	require.NotNil(t, block)
	return block.Bytes
}
