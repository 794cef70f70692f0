// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// secured is an endpoint with a proxy that says how it is secured, and what it refers to.
type secured struct {
	proxy v1alpha1.ProxyConfig
	found references.Found
}

func (s *secured) endpoint() *v1alpha1.MCPRemoteEndpoint {
	return &v1alpha1.MCPRemoteEndpoint{
		ObjectMeta: metav1.ObjectMeta{Namespace: "apps", Name: "search"},
		Spec: v1alpha1.MCPRemoteEndpointSpec{
			Type: v1alpha1.EndpointTypeProxy, RemoteURL: "https://mcp.example.com/mcp",
			Transport: v1beta1.TransportStreamableHTTP, ProxyConfig: &s.proxy,
		},
	}
}

func (s *secured) config(t *testing.T) runconfig.Proxy {
	t.Helper()
	proxy, err := runconfig.For(s.endpoint(), s.found)
	require.NoError(t, err)
	return proxy
}

func (s *secured) fails(t *testing.T) {
	t.Helper()
	_, err := runconfig.For(s.endpoint(), s.found)
	assert.Error(t, err, "a proxy without it would be open")
}

const serviceURL = "http://mcp-search-remote-proxy.apps.svc.cluster.local:8080"

func clusterOIDC() *secured {
	return &secured{proxy: v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{
		Type: v1alpha1.OIDCConfigTypeKubernetes, Kubernetes: &v1alpha1.KubernetesOIDCConfig{},
	}}}
}

func inlineOIDC() *secured {
	return &secured{
		proxy: v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{
			Type: v1alpha1.OIDCConfigTypeInline, Inline: &v1alpha1.InlineOIDCConfig{},
		}},
		found: references.Found{Secrets: clientSecrets},
	}
}

// clientSecrets are those that OIDC configurations of these tests name.
var clientSecrets = map[string]digest.Digest{clientSecret.Name: {clientSecret.Key: {Length: 8}}}

func sharedOIDC(spec v1beta1.MCPOIDCConfigSpec) *secured {
	return &secured{
		proxy: v1alpha1.ProxyConfig{OIDCConfigRef: &v1beta1.MCPOIDCConfigReference{Name: "idp", Audience: "search"}},
		found: references.Found{OIDCConfig: &v1beta1.MCPOIDCConfig{Spec: spec}, Secrets: clientSecrets},
	}
}

func sharedClusterOIDC() *secured {
	return sharedOIDC(v1beta1.MCPOIDCConfigSpec{
		Type: v1beta1.MCPOIDCConfigTypeKubernetesServiceAccount, KubernetesServiceAccount: &v1beta1.KubernetesServiceAccountOIDCConfig{},
	})
}

func sharedInlineOIDC() *secured {
	return sharedOIDC(v1beta1.MCPOIDCConfigSpec{Type: v1beta1.MCPOIDCConfigTypeInline, Inline: &v1beta1.InlineOIDCSharedConfig{}})
}

func textOIDC(text string) *secured {
	return &secured{
		proxy: v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{
			Type: v1alpha1.OIDCConfigTypeConfigMap, ConfigMap: &v1alpha1.OIDCConfigMapRef{Name: "oidc"},
		}},
		found: references.Found{Texts: map[string]map[string]string{"oidc": {"oidc.json": text}}},
	}
}

// keysOIDC is for a ConfigMap in which each setting is a key of its own.
func keysOIDC(data map[string]string) *secured {
	s := textOIDC("")
	s.found.Texts["oidc"] = data
	return s
}

func TestEachSettingMayBeAKeyOfAConfigMap(t *testing.T) {
	oidc := keysOIDC(map[string]string{
		"issuer": "https://a.example.com", "audience": "b", "jwksUrl": "https://c.example.com", "introspectionUrl": "https://d.example.com",
		"clientId": "e", "thvCABundlePath": "/f", "jwksAuthTokenPath": "/g", "jwksAllowPrivateIP": "true", "insecureAllowHTTP": "true",
		"scopes": " openid, mcp,, ",
	}).config(t).Config.OIDC
	assert.Equal(t, &runconfig.OIDC{
		Issuer: "https://a.example.com", Audience: "b", JWKSURL: "https://c.example.com", IntrospectionURL: "https://d.example.com",
		ClientID: "e", CACertPath: "/f", AuthTokenFile: "/g", AllowPrivateIP: true, InsecureAllowHTTP: true,
		Scopes: []string{"openid", "mcp"}, ResourceURL: serviceURL,
	}, oidc)
}

func TestAClientSecretThatIsMissingIsLeftOut(t *testing.T) {
	s := inlineOIDC()
	s.proxy.OIDCConfig.Inline.ClientSecretRef = &clientSecret
	assert.Len(t, s.config(t).Env, 1)
	s.found.Secrets = nil
	assert.Empty(t, s.config(t).Env, "a pod that wants it would not start")
}

// The keys are a contract with the proxy runner, which reads all of them.
func TestOIDCOfEachSource(t *testing.T) {
	inline := inlineOIDC()
	inline.proxy.OIDCConfig.Inline = &v1alpha1.InlineOIDCConfig{Issuer: "https://idp.example.com", Audience: "search"}
	sharedInline := sharedInlineOIDC()
	sharedInline.found.OIDCConfig.Spec.Inline.Issuer = "https://idp.example.com"
	ofInline := `{"Issuer":"https://idp.example.com","Audience":"search","JWKSURL":"","IntrospectionURL":"","ClientID":"","ClientSecret":"",
		"CACertPath":"","AuthTokenFile":"","ResourceURL":"` + serviceURL + `","AllowPrivateIP":false,"InsecureAllowHTTP":false,"Scopes":null}`
	ofCluster := func(audience string) string {
		return `{"Issuer":"https://kubernetes.default.svc","Audience":"` + audience + `","JWKSURL":"","IntrospectionURL":"","ClientID":"","ClientSecret":"",
		"CACertPath":"/var/run/secrets/kubernetes.io/serviceaccount/ca.crt","AuthTokenFile":"/var/run/secrets/kubernetes.io/serviceaccount/token",
		"ResourceURL":"` + serviceURL + `","AllowPrivateIP":true,"InsecureAllowHTTP":false,"Scopes":null}`
	}
	clusterWithoutMember, sharedWithoutMember := clusterOIDC(), sharedClusterOIDC()
	clusterWithoutMember.proxy.OIDCConfig.Kubernetes = nil
	sharedWithoutMember.found.OIDCConfig.Spec.KubernetesServiceAccount = nil

	tests := map[string]struct {
		secured *secured
		want    string
		cluster bool
	}{
		"service accounts of the cluster":                         {clusterOIDC(), ofCluster("toolhive"), true},
		"service accounts, with all defaults":                     {clusterWithoutMember, ofCluster("toolhive"), true},
		"service accounts, by an MCPOIDCConfig":                   {sharedClusterOIDC(), ofCluster("search"), true},
		"service accounts, by an MCPOIDCConfig with all defaults": {sharedWithoutMember, ofCluster("search"), true},
		"inline":                      {inline, ofInline, false},
		"inline, by an MCPOIDCConfig": {sharedInline, ofInline, false},
		"a ConfigMap with JSON":       {textOIDC(`{"issuer":"https://idp.example.com","audience":"search"}`), ofInline, false},
		"a ConfigMap with a key for each setting": {keysOIDC(map[string]string{
			"issuer": "https://idp.example.com", "audience": "search", "jwksAllowPrivateIP": "yes", "theme": "dark",
		}), ofInline, false},
		"a ConfigMap with both forms": {keysOIDC(map[string]string{
			"issuer": "https://other.example.com", "oidc.json": `{"issuer":"https://idp.example.com","audience":"search"}`,
		}), ofInline, false},
		"a ConfigMap with YAML": {textOIDC("issuer: https://idp.example.com\naudience: search\n"), ofInline, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			proxy := tt.secured.config(t)
			got, err := json.Marshal(proxy.Config.OIDC)
			require.NoError(t, err)
			assert.JSONEq(t, tt.want, string(got))
			assert.Equal(t, tt.cluster, proxy.ClusterToken)
			assert.Empty(t, proxy.Env)
			assert.Empty(t, proxy.Files)
		})
	}
}

func TestWithoutOIDCThereIsNone(t *testing.T) {
	none := secured{}
	assert.Nil(t, none.config(t).Config.OIDC)
}

func TestOIDCThatCannotBeFoundOrReadIsAnError(t *testing.T) {
	missing := sharedInlineOIDC()
	missing.found.OIDCConfig = nil
	noMap := textOIDC("{}")
	noMap.found.Texts = nil
	noMember, noSharedMember, noName := inlineOIDC(), sharedInlineOIDC(), sharedInlineOIDC()
	noMember.proxy.OIDCConfig.Inline = nil
	noSharedMember.found.OIDCConfig.Spec.Inline = nil
	noName.found.OIDCConfig.Spec.Inline.CABundleRef = &v1beta1.CABundleSource{}
	tests := map[string]*secured{
		"no MCPOIDCConfig":                           missing,
		"no ConfigMap":                               noMap,
		"a type without its member":                  noMember,
		"an MCPOIDCConfig without its member":        noSharedMember,
		"a CA bundle without a name":                 noName,
		"a text that is neither JSON nor YAML":       textOIDC("{not json"),
		"a text that is no object":                   textOIDC(`["issuer"]`),
		"a key that nobody knows":                    textOIDC(`{"isuser":"https://idp.example.com"}`),
		"a key that is given twice":                  textOIDC(`{"audience":"a","audience":"b"}`),
		"a key that is given twice in YAML":          textOIDC("audience: a\naudience: b\n"),
		"a value of another type":                    textOIDC(`{"scopes":"openid"}`),
		"a client secret, which belongs in a Secret": textOIDC(`{"clientSecret":"s3cret"}`),
		"a client secret that is a key of its own":   keysOIDC(map[string]string{"issuer": "https://idp.example.com", "clientSecret": "s3cret"}),
		"a ConfigMap without any known key":          keysOIDC(map[string]string{"theme": "dark"}),
	}
	for name, tt := range tests {
		t.Run(name, tt.fails)
	}
}

func TestParseOIDCNeverRepeatsAClientSecret(t *testing.T) {
	for _, text := range []string{
		`{"clientSecret":"s3cret"}`, `{"clientSecret":"s3cret","clientSecret":"s3cret"}`, `{"clientSecret":["s3cret"]}`,
		"clientSecret: s3cret", `{"clientSecret":"s3cret"`, "clientSecret: 's3cret",
	} {
		_, err := runconfig.ParseOIDC(text)
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "s3cret")
	}
}

// Most pods have the token of their service account without asking for it, so configurations name its file. These pods have not.
func TestFilesOfTheServiceAccountAreMountedForThoseWhoNameThem(t *testing.T) {
	token, ca, other := inlineOIDC(), textOIDC(`{"thvCABundlePath":"`+runconfig.ClusterCAPath+`"}`), inlineOIDC()
	token.proxy.OIDCConfig.Inline.JWKSAuthTokenPath = "/var/run/secrets//kubernetes.io/serviceaccount/token"
	other.proxy.OIDCConfig.Inline.JWKSAuthTokenPath = "/tokens/issuer"
	assert.True(t, token.config(t).ClusterToken)
	assert.True(t, ca.config(t).ClusterToken)
	assert.False(t, other.config(t).ClusterToken)
}

func TestConfigMapsMayNameAnotherKey(t *testing.T) {
	s := textOIDC("")
	s.proxy.OIDCConfig.ConfigMap.Key = "idp.yaml"
	s.proxy.AuthzConfig = &v1alpha1.AuthzConfig{
		Type: v1alpha1.AuthzConfigTypeConfigMap, ConfigMap: &v1alpha1.AuthzConfigMapRef{Name: "oidc", Key: "policies.yaml"},
	}
	s.found.Texts["oidc"] = map[string]string{"idp.yaml": "issuer: https://idp.example.com", "policies.yaml": "version: v1"}
	proxy := s.config(t)
	assert.Equal(t, "https://idp.example.com", proxy.Config.OIDC.Issuer)
	assert.Equal(t, "v1", proxy.Config.Authz.Version)
}
