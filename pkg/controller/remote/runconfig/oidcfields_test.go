// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// effect is a change of one field, and what comes of it in a proxy's configuration.
type effect struct {
	change func(*secured)
	want   func(*runconfig.Proxy)
}

// requireEffects changes one field after the other, each in a configuration of its own, and sees that it has its effect and no other
// one. The names of the effects are those of all the fields of a type but for the ones that are left out (R2.14).
func requireEffects(t *testing.T, of reflect.Type, base func() *secured, effects map[string]effect, leftOut ...string) {
	t.Helper()
	want := append([]string{}, leftOut...)
	for field := range effects {
		want = append(want, field)
	}
	assert.ElementsMatch(t, jsonFieldsOf(of), want, "the fields of %s", of)

	for field, e := range effects {
		t.Run(field, func(t *testing.T) {
			changed, expected := base(), base().config(t)
			e.change(changed)
			e.want(&expected)
			assert.Equal(t, expected, changed.config(t))
			assert.NotEqual(t, base().config(t), changed.config(t))
		})
	}
}

func jsonFieldsOf(structure reflect.Type) []string {
	var fields []string
	for _, field := range reflect.VisibleFields(structure) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		fields = append(fields, name)
	}
	return fields
}

func oidcEffect(want func(*runconfig.OIDC)) func(*runconfig.Proxy) {
	return func(p *runconfig.Proxy) { want(p.Config.OIDC) }
}

var clientSecret = v1beta1.SecretKeyRef{Name: "client", Key: "secret"}

func hasClientSecret(p *runconfig.Proxy) {
	p.Env = []pod.Env{{Name: "TOOLHIVE_OIDC_CLIENT_SECRET", Secret: &clientSecret}}
}

func hasCA(key string) func(*runconfig.Proxy) {
	return func(p *runconfig.Proxy) {
		file := "/config/certs/idp.ca/" + key
		p.Config.OIDC.CACertPath = file
		p.Files = []pod.File{{Volume: "oidc-ca-bundle-idp.ca", Path: file, Kind: kind.ConfigMap, Name: "idp.ca", Key: key}}
	}
}

func TestEveryFieldOfOIDCConfigHasItsEffect(t *testing.T) {
	requireEffects(t, reflect.TypeFor[v1alpha1.OIDCConfig](), inlineOIDC, map[string]effect{
		"resourceURL": {
			func(s *secured) { s.proxy.OIDCConfig.ResourceURL = "https://mcp.example.org" },
			oidcEffect(func(o *runconfig.OIDC) { o.ResourceURL = "https://mcp.example.org" }),
		},
	}, "type", "kubernetes", "configMap", "inline")
}

func TestEveryFieldOfAReferenceToAnMCPOIDCConfigHasItsEffect(t *testing.T) {
	requireEffects(t, reflect.TypeFor[v1beta1.MCPOIDCConfigReference](), sharedInlineOIDC, map[string]effect{
		"audience": {
			func(s *secured) { s.proxy.OIDCConfigRef.Audience = "other" },
			oidcEffect(func(o *runconfig.OIDC) { o.Audience = "other" }),
		},
		"scopes": {
			func(s *secured) { s.proxy.OIDCConfigRef.Scopes = []string{"read"} },
			oidcEffect(func(o *runconfig.OIDC) { o.Scopes = []string{"read"} }),
		},
		"resourceUrl": {
			func(s *secured) { s.proxy.OIDCConfigRef.ResourceURL = "https://mcp.example.org" },
			oidcEffect(func(o *runconfig.OIDC) { o.ResourceURL = "https://mcp.example.org" }),
		},
	}, "name")
}

// withoutClusterAuth is what nothing but useClusterAuth: false does.
func withoutClusterAuth(p *runconfig.Proxy) {
	p.ClusterToken = false
	p.Config.OIDC.CACertPath, p.Config.OIDC.AuthTokenFile, p.Config.OIDC.AllowPrivateIP = "", "", false
}

func TestEveryFieldOfKubernetesOIDCHasItsEffect(t *testing.T) {
	change := func(change func(*v1alpha1.KubernetesOIDCConfig)) func(*secured) {
		return func(s *secured) { change(s.proxy.OIDCConfig.Kubernetes) }
	}
	requireEffects(t, reflect.TypeFor[v1alpha1.KubernetesOIDCConfig](), clusterOIDC, map[string]effect{
		"audience": {
			change(func(k *v1alpha1.KubernetesOIDCConfig) { k.Audience = "search" }),
			oidcEffect(func(o *runconfig.OIDC) { o.Audience = "search" }),
		},
		"issuer": {
			change(func(k *v1alpha1.KubernetesOIDCConfig) { k.Issuer = "https://oidc.example.com" }),
			oidcEffect(func(o *runconfig.OIDC) { o.Issuer = "https://oidc.example.com" }),
		},
		"jwksURL": {
			change(func(k *v1alpha1.KubernetesOIDCConfig) { k.JWKSURL = "https://oidc.example.com/keys" }),
			oidcEffect(func(o *runconfig.OIDC) { o.JWKSURL = "https://oidc.example.com/keys" }),
		},
		"introspectionURL": {
			change(func(k *v1alpha1.KubernetesOIDCConfig) { k.IntrospectionURL = "https://oidc.example.com/introspect" }),
			oidcEffect(func(o *runconfig.OIDC) { o.IntrospectionURL = "https://oidc.example.com/introspect" }),
		},
		"useClusterAuth": {
			change(func(k *v1alpha1.KubernetesOIDCConfig) { k.UseClusterAuth = new(false) }),
			withoutClusterAuth,
		},
	})
}

func TestEveryFieldOfSharedKubernetesOIDCHasItsEffect(t *testing.T) {
	change := func(change func(*v1beta1.KubernetesServiceAccountOIDCConfig)) func(*secured) {
		return func(s *secured) { change(s.found.OIDCConfig.Spec.KubernetesServiceAccount) }
	}
	requireEffects(t, reflect.TypeFor[v1beta1.KubernetesServiceAccountOIDCConfig](), sharedClusterOIDC, map[string]effect{
		"issuer": {
			change(func(k *v1beta1.KubernetesServiceAccountOIDCConfig) { k.Issuer = "https://oidc.example.com" }),
			oidcEffect(func(o *runconfig.OIDC) { o.Issuer = "https://oidc.example.com" }),
		},
		"jwksUrl": {
			change(func(k *v1beta1.KubernetesServiceAccountOIDCConfig) { k.JWKSURL = "https://oidc.example.com/keys" }),
			oidcEffect(func(o *runconfig.OIDC) { o.JWKSURL = "https://oidc.example.com/keys" }),
		},
		"introspectionUrl": {
			change(func(k *v1beta1.KubernetesServiceAccountOIDCConfig) {
				k.IntrospectionURL = "https://oidc.example.com/introspect"
			}),
			oidcEffect(func(o *runconfig.OIDC) { o.IntrospectionURL = "https://oidc.example.com/introspect" }),
		},
		"useClusterAuth": {
			change(func(k *v1beta1.KubernetesServiceAccountOIDCConfig) { k.UseClusterAuth = new(false) }),
			withoutClusterAuth,
		},
	}, "serviceAccount", "namespace") // Package validate refuses these.
}

func TestEveryFieldOfInlineOIDCHasItsEffect(t *testing.T) {
	change := func(change func(*v1alpha1.InlineOIDCConfig)) func(*secured) {
		return func(s *secured) { change(s.proxy.OIDCConfig.Inline) }
	}
	requireEffects(t, reflect.TypeFor[v1alpha1.InlineOIDCConfig](), inlineOIDC, map[string]effect{
		"issuer": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.Issuer = "https://idp.example.com" }),
			oidcEffect(func(o *runconfig.OIDC) { o.Issuer = "https://idp.example.com" }),
		},
		"audience": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.Audience = "search" }),
			oidcEffect(func(o *runconfig.OIDC) { o.Audience = "search" }),
		},
		"scopes": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.Scopes = []string{"read"} }),
			oidcEffect(func(o *runconfig.OIDC) { o.Scopes = []string{"read"} }),
		},
		"jwksURL": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.JWKSURL = "https://idp.example.com/keys" }),
			oidcEffect(func(o *runconfig.OIDC) { o.JWKSURL = "https://idp.example.com/keys" }),
		},
		"introspectionURL": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.IntrospectionURL = "https://idp.example.com/introspect" }),
			oidcEffect(func(o *runconfig.OIDC) { o.IntrospectionURL = "https://idp.example.com/introspect" }),
		},
		"clientID": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.ClientID = "proxy" }),
			oidcEffect(func(o *runconfig.OIDC) { o.ClientID = "proxy" }),
		},
		"clientSecretRef": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.ClientSecretRef = &clientSecret }), hasClientSecret,
		},
		"caBundleRef": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.CABundleRef = &v1alpha1.CABundleRef{Name: "idp.ca"} }), hasCA("ca.crt"),
		},
		"jwksAuthTokenPath": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.JWKSAuthTokenPath = "/tokens/issuer" }),
			oidcEffect(func(o *runconfig.OIDC) { o.AuthTokenFile = "/tokens/issuer" }),
		},
		"jwksAllowPrivateIP": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.JWKSAllowPrivateIP = true }),
			oidcEffect(func(o *runconfig.OIDC) { o.AllowPrivateIP = true }),
		},
		"insecureAllowHTTP": {
			change(func(i *v1alpha1.InlineOIDCConfig) { i.InsecureAllowHTTP = true }),
			oidcEffect(func(o *runconfig.OIDC) { o.InsecureAllowHTTP = true }),
		},
	})
}

func TestEveryFieldOfSharedInlineOIDCHasItsEffect(t *testing.T) {
	change := func(change func(*v1beta1.InlineOIDCSharedConfig)) func(*secured) {
		return func(s *secured) { change(s.found.OIDCConfig.Spec.Inline) }
	}
	allowPrivateIP := oidcEffect(func(o *runconfig.OIDC) { o.AllowPrivateIP = true })
	requireEffects(t, reflect.TypeFor[v1beta1.InlineOIDCSharedConfig](), sharedInlineOIDC, map[string]effect{
		"issuer": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) { i.Issuer = "https://idp.example.com" }),
			oidcEffect(func(o *runconfig.OIDC) { o.Issuer = "https://idp.example.com" }),
		},
		"jwksUrl": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) { i.JWKSURL = "https://idp.example.com/keys" }),
			oidcEffect(func(o *runconfig.OIDC) { o.JWKSURL = "https://idp.example.com/keys" }),
		},
		"introspectionUrl": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) { i.IntrospectionURL = "https://idp.example.com/introspect" }),
			oidcEffect(func(o *runconfig.OIDC) { o.IntrospectionURL = "https://idp.example.com/introspect" }),
		},
		"clientId": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) { i.ClientID = "proxy" }),
			oidcEffect(func(o *runconfig.OIDC) { o.ClientID = "proxy" }),
		},
		"clientSecretRef": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) { i.ClientSecretRef = &clientSecret }), hasClientSecret,
		},
		"caBundleRef": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) {
				i.CABundleRef = &v1beta1.CABundleSource{ConfigMapRef: &corev1.ConfigMapKeySelector{
					LocalObjectReference: corev1.LocalObjectReference{Name: "idp.ca"}, Key: "root.pem",
				}}
			}), hasCA("root.pem"),
		},
		"jwksAuthTokenPath": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) { i.JWKSAuthTokenPath = "/tokens/issuer" }),
			oidcEffect(func(o *runconfig.OIDC) { o.AuthTokenFile = "/tokens/issuer" }),
		},
		"jwksAllowPrivateIP": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) { i.JWKSAllowPrivateIP = true }), allowPrivateIP,
		},
		"protectedResourceAllowPrivateIP": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) { i.ProtectedResourceAllowPrivateIP = true }), allowPrivateIP,
		},
		"insecureAllowHTTP": {
			change(func(i *v1beta1.InlineOIDCSharedConfig) { i.InsecureAllowHTTP = true }),
			oidcEffect(func(o *runconfig.OIDC) { o.InsecureAllowHTTP = true }),
		},
	})
}

func TestEveryKeyOfATextHasItsEffect(t *testing.T) {
	tests := map[string]runconfig.OIDC{
		`{"issuer":"https://idp.example.com"}`:                      {Issuer: "https://idp.example.com"},
		`{"audience":"search"}`:                                     {Audience: "search"},
		`{"jwksUrl":"https://idp.example.com/keys"}`:                {JWKSURL: "https://idp.example.com/keys"},
		`{"introspectionUrl":"https://idp.example.com/introspect"}`: {IntrospectionURL: "https://idp.example.com/introspect"},
		`{"clientId":"proxy"}`:                                      {ClientID: "proxy"},
		`{"thvCABundlePath":"/certs/ca.crt"}`:                       {CACertPath: "/certs/ca.crt"},
		`{"jwksAuthTokenPath":"/tokens/issuer"}`:                    {AuthTokenFile: "/tokens/issuer"},
		`{"jwksAllowPrivateIP":true}`:                               {AllowPrivateIP: true},
		`{"insecureAllowHTTP":true}`:                                {InsecureAllowHTTP: true},
		`{"scopes":["read"]}`:                                       {Scopes: []string{"read"}},
		``:                                                          {},
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			source, err := runconfig.ParseOIDC(text)
			require.NoError(t, err)
			assert.Equal(t, &runconfig.OIDCSource{OIDC: want}, source)
		})
	}
}
