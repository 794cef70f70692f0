// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

const namespace = "default"

// everything is all that the cases refer to.
var everything = sync.OnceValue(func() references.Found {
	found := references.Found{
		Group:          &metav1.PartialObjectMetadata{},
		ServiceAccount: &metav1.PartialObjectMetadata{},
		ToolConfig: &v1beta1.MCPToolConfig{
			ObjectMeta: named("tools"), Spec: v1beta1.MCPToolConfigSpec{ToolsFilter: []string{"search"}},
		},
		AuthConfig: &v1beta1.MCPExternalAuthConfig{
			ObjectMeta: named("auth"), Spec: v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeUnauthenticated},
		},
		OIDCConfig: &v1beta1.MCPOIDCConfig{ObjectMeta: named("idp"), Spec: v1beta1.MCPOIDCConfigSpec{
			Type: v1beta1.MCPOIDCConfigTypeInline, Inline: &v1beta1.InlineOIDCSharedConfig{Issuer: "https://idp.example.com"},
		}},
		TelemetryConfig: &v1beta1.MCPTelemetryConfig{ObjectMeta: named("telemetry"), Spec: v1beta1.MCPTelemetryConfigSpec{
			Prometheus: &v1beta1.PrometheusConfig{Enabled: true},
		}},
		Secrets:    map[string]digest.Digest{"keys": digest.Of("default/keys", map[string]string{"api": "a", "oidc": "b", "redis": "c"})},
		ConfigMaps: map[string]digest.Digest{"ca": digest.Of("default/ca", map[string]string{"ca.crt": certificate(), "root.pem": certificate()})},
		Texts: map[string]map[string]string{
			"idp":      {"oidc.json": oidcText, "settings": oidcText},
			"policies": {"cedar.json": authzText},
		},
	}
	for name, data := range found.Texts {
		found.ConfigMaps[name] = digest.Of("default/"+name, data)
	}
	return found
})

const (
	oidcText  = `{"issuer": "https://idp.example.com", "audience": "search"}`
	authzText = `{"version": "1.0", "type": "cedarv1", "cedar": {"policies": ["permit(principal, action, resource);"], "entities_json": "[]"}}`
)

func named(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Name: name, Namespace: namespace} }

// certificate is one that signs itself. Only that it is one matters.
var certificate = sync.OnceValue(func() string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
})
