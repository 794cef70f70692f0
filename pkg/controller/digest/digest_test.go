// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package digest_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
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

func TestOf(t *testing.T) {
	key, cert := keyAndCertificate(t)
	garbled := strings.Replace(cert, "\n", "\n!", 1)
	truncated := cert[:len(cert)/2]
	notX509 := encode("CERTIFICATE", []byte("not a certificate"))
	annotated := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: map[string]string{"A": "b"}, Bytes: decode(t, cert)}))

	tests := map[string]struct {
		value string
		want  digest.Entry
	}{
		"a value without bytes is empty":                         {"", digest.Entry{Empty: true}},
		"white space is a value":                                 {"\n", digest.Entry{}},
		"a password is no certificate":                           {"hunter2", digest.Entry{}},
		"bytes that are not UTF-8 are a value":                   {"\xff\xfe\x00", digest.Entry{}},
		"a certificate":                                          {cert, digest.Entry{Certificates: 1}},
		"several certificates":                                   {cert + cert + cert, digest.Entry{Certificates: 3}},
		"without a line end":                                     {strings.TrimSpace(cert), digest.Entry{Certificates: 1}},
		"with the line ends of Windows":                          {strings.ReplaceAll(cert, "\n", "\r\n"), digest.Entry{Certificates: 1}},
		"with text around it":                                    {"# our CA\n" + cert + "\n# the end", digest.Entry{Certificates: 1}},
		"with text around it that is not UTF-8":                  {"\xff\n" + cert + "\xff", digest.Entry{Certificates: 1}},
		"a key is no certificate":                                {key, digest.Entry{}},
		"a key before the certificate is passed over":            {key + cert, digest.Entry{Certificates: 1}},
		"a broken certificate":                                   {notX509, digest.Entry{}},
		"a broken certificate spoils the good ones after it":     {notX509 + cert, digest.Entry{}},
		"a broken certificate spoils the good ones before it":    {cert + notX509, digest.Entry{}},
		"a broken certificate spoils the good ones around it":    {cert + notX509 + cert, digest.Entry{}},
		"a garbled block spoils the good ones after it":          {garbled + cert, digest.Entry{}},
		"a garbled block spoils the good ones before it":         {cert + garbled, digest.Entry{}},
		"a truncated block spoils the good ones before it":       {cert + truncated, digest.Entry{}},
		"a block with headers is one that Go's trust pool skips": {cert + annotated, digest.Entry{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want := digest.Digest{"key": tt.want}
			assert.Equal(t, want, digest.Of(map[string]string{"key": tt.value}), "as text of a ConfigMap")
			assert.Equal(t, want, digest.Of(map[string][]byte{"key": []byte(tt.value)}), "as bytes of a Secret")
		})
	}
}

func TestOfAnObjectWithoutDataIsNotThatOfNoObject(t *testing.T) {
	assert.NotNil(t, digest.Of(map[string]string(nil)))
	assert.Empty(t, digest.Of(map[string]string(nil)))
}

// A field that can hold text would be a place where a value could stay in memory.
func TestEntryCannotHoldAValue(t *testing.T) {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[digest.Entry]()) {
		assert.Contains(t, []reflect.Kind{reflect.Bool, reflect.Int}, field.Type.Kind(), "R5.4: Entry.%s", field.Name)
	}
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
