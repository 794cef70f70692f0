// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

func TestNoTwoListsOfTextsAddTheSame(t *testing.T) {
	seen := map[string][]string{}
	for _, texts := range [][]string{
		nil, {""}, {"", ""}, {"a"}, {"a", ""}, {"", "a"}, {"a", "b"}, {"ab"}, {"ab", "c"}, {"a", "bc"}, {"a", "b", "c"}, {"abc"},
		{"1:a"}, {"a1:b"}, {"a", "1:b"}, {"1:", "a"}, {"1", ":a"}, {"0:"}, {"a\x00", "b"}, {"a", "\x00b"},
	} {
		sum := pod.Sum(texts...)
		assert.NotContains(t, seen, sum, "%q", texts)
		seen[sum] = texts
	}
}

func TestChecksumsAreThoseOfValuesThatCanBeUsed(t *testing.T) {
	certificate := selfSigned(t)
	secrets := map[string]digest.Digest{"keys": digest.Of("keys", map[string]string{"first": "a", "second": "a", "empty": "", "unread": "b"})}
	configMaps := map[string]digest.Digest{"authority": digest.Of("authority", map[string]string{"ca.crt": certificate, "spoilt": "a", "empty": ""})}
	var needs pod.Needs
	for _, key := range []string{"first", "second", "empty", "missing"} {
		needs.AddSecretEnv(key, v1beta1.SecretKeyRef{Name: "keys", Key: key})
		needs.AddOptionalSecretEnv("again-"+key, v1beta1.SecretKeyRef{Name: "keys", Key: key})
	}
	for _, key := range []string{"ca.crt", "spoilt", "empty", "missing"} {
		needs.Files = append(needs.Files, pod.File{Kind: kind.ConfigMap, Name: "authority", Key: key})
	}
	before := needs.Checksums(secrets, configMaps)
	assert.Len(t, before, 3, "first, second, and the certificate")

	secrets["keys"] = digest.Of("keys", map[string]string{"first": "a", "second": "c", "unread": "c"})
	after := needs.Checksums(secrets, configMaps)
	assert.Len(t, after, 3)
	assert.Len(t, sets.New(before...).Intersection(sets.New(after...)), 2, "each counts by itself")

	needs.Reads = []v1beta1.SecretKeyRef{{Name: "keys", Key: "unread"}}
	assert.Len(t, needs.Checksums(secrets, configMaps), 4)
	assert.Empty(t, needs.Checksums(nil, nil))
}

// selfSigned is a certificate in PEM.
func selfSigned(t *testing.T) string {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}
