// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

type (
	inline        = v1alpha1.InlineOIDCConfig
	sharedCluster = v1beta1.KubernetesServiceAccountOIDCConfig
	sharedInline  = v1beta1.InlineOIDCSharedConfig
)

func TestOIDCConfigs(t *testing.T) {
	noObject, noMap, noKey := sharedInput(v1beta1.MCPOIDCConfigSpec{}), textInput(""), textInput("")
	noObject.OIDCConfig = nil
	delete(noMap.Texts, "oidc")
	delete(noKey.Texts["oidc"], "oidc.json")
	cluster := func(config sharedCluster) Input {
		return sharedInput(v1beta1.MCPOIDCConfigSpec{Type: v1beta1.MCPOIDCConfigTypeKubernetesServiceAccount, KubernetesServiceAccount: &config})
	}
	ofType := func(config sharedInline) Input {
		return sharedInput(v1beta1.MCPOIDCConfigSpec{Type: v1beta1.MCPOIDCConfigTypeInline, Inline: &config})
	}
	noAudience := ofType(sharedInline{Issuer: "https://idp.example.com"})
	noAudience.Endpoint.Spec.ProxyConfig.OIDCConfigRef.Audience = ""

	tests := map[string]struct {
		in   Input
		want []fault
	}{
		"inline":                                   {inlineInput(func(*inline) {}), nil},
		"service accounts of the cluster":          {kubernetesInput(nil), nil},
		"service accounts, by an MCPOIDCConfig":    {cluster(sharedCluster{}), nil},
		"inline, by an MCPOIDCConfig":              {ofType(sharedInline{Issuer: "https://idp.example.com"}), nil},
		"a ConfigMap":                              {textInput(`{"issuer":"https://idp.example.com","audience":"search"}`), nil},
		"an MCPOIDCConfig that does not exist":     {noObject, []fault{{v1alpha1.ReasonOIDCConfigNotFound, []string{`MCPOIDCConfig "idp"`, "oidcConfigRef"}}}},
		"a ConfigMap that does not exist":          {noMap, []fault{{v1alpha1.ReasonOIDCConfigNotFound, []string{`ConfigMap "oidc"`, `"oidc.json"`}}}},
		"a ConfigMap without the key":              {noKey, []fault{{v1alpha1.ReasonOIDCConfigNotFound, []string{`ConfigMap "oidc"`, `"oidc.json"`}}}},
		"a ConfigMap with a key for each setting":  {keysInput(map[string]string{"issuer": "https://idp.example.com", "audience": "search", "jwksAllowPrivateIP": "true"}), nil},
		"a setting of its own that is wrong":       {keysInput(map[string]string{"issuer": "http://idp.example.com", "audience": "search"}), []fault{oidcInvalid(`ConfigMap "oidc": the issuer`)}},
		"a secret in a ConfigMap, as its own key":  {keysInput(map[string]string{"issuer": "https://idp.example.com", "clientSecret": "s3cret"}), []fault{oidcInvalid(`ConfigMap "oidc"`, "clientSecretRef")}},
		"a text that cannot be read":               {textInput("{not json"), []fault{oidcInvalid(`key "oidc.json" of ConfigMap "oidc"`)}},
		"a key that nobody knows":                  {textInput(`{"isuser":"https://idp.example.com"}`), []fault{oidcInvalid(`"isuser"`, `ConfigMap "oidc"`)}},
		"a secret in a ConfigMap":                  {textInput(`{"clientSecret":"s3cret"}`), []fault{oidcInvalid("clientSecretRef")}},
		"a text without anything":                  {textInput(""), []fault{oidcInvalid("the issuer"), audienceMissing("the audience")}},
		"an MCPOIDCConfig without its member":      {sharedInput(v1beta1.MCPOIDCConfigSpec{Type: v1beta1.MCPOIDCConfigTypeInline}), []fault{oidcInvalid(`MCPOIDCConfig "idp"`, `"inline"`)}},
		"a CA bundle without a name":               {ofType(sharedInline{Issuer: "https://idp.example.com", CABundleRef: &v1beta1.CABundleSource{}}), []fault{oidcInvalid("caBundleRef")}},
		"a service account that is not looked at":  {cluster(sharedCluster{ServiceAccount: "robot"}), []fault{withoutEffect("serviceAccount", "claim_sub")}},
		"a namespace that is not looked at":        {cluster(sharedCluster{Namespace: "apps"}), []fault{withoutEffect("namespace", "claim_sub")}},
		"no audience would admit everybody":        {inlineInput(func(i *inline) { i.Audience = " " }), []fault{audienceMissing("spec.proxyConfig.oidcConfig.inline", "audience")}},
		"no audience of an MCPOIDCConfig":          {noAudience, []fault{audienceMissing("spec.proxyConfig.oidcConfigRef", "audience")}},
		"both ways to permit private addresses do": {ofType(sharedInline{Issuer: "https://10.0.0.1", ProtectedResourceAllowPrivateIP: true}), nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { requireFaults(t, tt.want, tt.in) })
	}
}

func TestOIDCURLs(t *testing.T) {
	authServer := &v1beta1.MCPExternalAuthConfig{Spec: v1beta1.MCPExternalAuthConfigSpec{
		Type: v1beta1.ExternalAuthTypeEmbeddedAuthServer, EmbeddedAuthServer: &v1beta1.EmbeddedAuthServerConfig{},
	}}
	embedded, embeddedByAuth := inlineInput(func(i *inline) { i.Issuer = "http://10.0.0.1" }), inlineInput(func(i *inline) { i.Issuer = "http://10.0.0.1" })
	embedded.Endpoint.Spec.ProxyConfig.AuthServerRef = &v1beta1.AuthServerRef{}
	embedded.AuthServer = authServer
	embeddedByAuth.Endpoint.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{}
	embeddedByAuth.AuthConfig = authServer
	authenticated := func(i *inline) {
		i.ClientID, i.ClientSecretRef = "proxy", &v1beta1.SecretKeyRef{Name: "client", Key: "secret"}
	}
	resource := func(url string) Input {
		in := kubernetesInput(nil)
		in.Endpoint.Spec.ProxyConfig.OIDCConfig.ResourceURL = url
		return in
	}
	tests := map[string]struct {
		in   Input
		want []fault
	}{
		"an issuer that is no URL":            {inlineInput(func(i *inline) { i.Issuer = "idp" }), []fault{oidcInvalid("the issuer")}},
		"an issuer without a host":            {inlineInput(func(i *inline) { i.Issuer = "https:///realm" }), []fault{oidcInvalid("the issuer")}},
		"an issuer with a password":           {inlineInput(func(i *inline) { i.Issuer = "https://a:b@idp.example.com" }), []fault{oidcInvalid("the issuer", "user information")}},
		"an issuer with a query":              {inlineInput(func(i *inline) { i.Issuer = "https://idp.example.com?realm=a" }), []fault{oidcInvalid("the issuer", "query")}},
		"an issuer with a path and a slash":   {inlineInput(func(i *inline) { i.Issuer = "https://idp.example.com/realm/" }), nil},
		"plain http":                          {inlineInput(func(i *inline) { i.Issuer = "http://idp.example.com" }), []fault{oidcInvalid("the issuer", "insecureAllowHTTP")}},
		"plain http to the pod itself":        {inlineInput(func(i *inline) { i.Issuer = "http://localhost:8081" }), []fault{oidcInvalid("the issuer", "insecureAllowHTTP")}},
		"plain http that is permitted":        {inlineInput(func(i *inline) { i.Issuer, i.InsecureAllowHTTP = "http://idp.example.com", true }), nil},
		"plain http for keys":                 {inlineInput(func(i *inline) { i.JWKSURL = "http://idp.example.com/keys" }), []fault{oidcInvalid("the JWKS URL", "insecureAllowHTTP")}},
		"plain http for keys, permitted":      {inlineInput(func(i *inline) { i.JWKSURL, i.InsecureAllowHTTP = "http://idp.example.com/keys", true }), nil},
		"a private issuer":                    {inlineInput(func(i *inline) { i.Issuer = "https://10.0.0.1" }), []fault{oidcInvalid("the issuer", "jwksAllowPrivateIP")}},
		"a private issuer that is permitted":  {inlineInput(func(i *inline) { i.Issuer, i.JWKSAllowPrivateIP = "https://10.0.0.1", true }), nil},
		"a private issuer that is not asked":  {inlineInput(func(i *inline) { i.Issuer, i.JWKSURL = "https://10.0.0.1", "https://idp.example.com/keys" }), nil},
		"an issuer in the cluster, by name":   {inlineInput(func(i *inline) { i.Issuer = "https://idp.apps.svc" }), nil},
		"private keys":                        {inlineInput(func(i *inline) { i.JWKSURL = "https://[fd00::1]/keys" }), []fault{oidcInvalid("the JWKS URL", "jwksAllowPrivateIP")}},
		"private keys of the cluster":         {kubernetesInput(&v1alpha1.KubernetesOIDCConfig{JWKSURL: "https://10.96.0.1/openid/v1/jwks"}), nil},
		"private keys without cluster access": {kubernetesInput(&v1alpha1.KubernetesOIDCConfig{JWKSURL: "https://10.96.0.1/openid/v1/jwks", UseClusterAuth: new(false)}), []fault{oidcInvalid("useClusterAuth")}},
		"plain http in the cluster":           {kubernetesInput(&v1alpha1.KubernetesOIDCConfig{Issuer: "http://oidc.example.com"}), []fault{oidcInvalid("the issuer", "use https")}},
		"plain http for introspection": {
			inlineInput(func(i *inline) {
				authenticated(i)
				i.IntrospectionURL, i.InsecureAllowHTTP = "http://idp.example.com/introspect", true
			}), []fault{unchecked("the introspection URL", "use https")},
		},
		"private introspection": {
			inlineInput(func(i *inline) { authenticated(i); i.IntrospectionURL = "https://10.0.0.1/introspect" }),
			[]fault{unchecked("the introspection URL", "jwksAllowPrivateIP")},
		},
		"the proxy is its own issuer":         {embedded, nil},
		"the proxy is its own issuer by auth": {embeddedByAuth, nil},
		"a resource URL of an ingress":        {resource("https://mcp.example.com/search"), nil},
		"a resource URL without encryption":   {resource("http://search.apps.svc:8080"), nil},
		"a resource URL without a host":       {resource("https:///search"), []fault{resourceURLInvalid("spec.proxyConfig.oidcConfig.resourceURL")}},
		"a resource URL with a fragment":      {resource("https://mcp.example.com/#a"), []fault{resourceURLInvalid("spec.proxyConfig.oidcConfig.resourceURL", "fragment")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { requireFaults(t, tt.want, tt.in) })
	}
}

func TestOIDCClients(t *testing.T) {
	secret := func(key string) *v1beta1.SecretKeyRef { return &v1beta1.SecretKeyRef{Name: "client", Key: key} }
	const url = "https://idp.example.com/introspect"
	tests := map[string]struct {
		in   Input
		want []fault
	}{
		"a client":                         {inlineInput(func(i *inline) { i.ClientID, i.ClientSecretRef, i.IntrospectionURL = "proxy", secret("secret"), url }), nil},
		"a client that need not introduce": {inlineInput(func(i *inline) { i.ClientID, i.ClientSecretRef = "proxy", secret("secret") }), nil},
		"a client that does not exist": {
			inlineInput(func(i *inline) {
				i.ClientID, i.ClientSecretRef = "proxy", &v1beta1.SecretKeyRef{Name: "none", Key: "secret"}
			}),
			[]fault{{v1alpha1.ReasonOIDCSecretNotFound, []string{`Secret "none"`, `"secret"`}}},
		},
		"a secret without the key": {
			inlineInput(func(i *inline) { i.ClientID, i.ClientSecretRef = "proxy", secret("other") }),
			[]fault{{v1alpha1.ReasonOIDCSecretNotFound, []string{`Secret "client"`, `"other"`}}},
		},
		"an empty secret": {
			inlineInput(func(i *inline) { i.ClientID, i.ClientSecretRef = "proxy", secret("empty") }),
			[]fault{{v1alpha1.ReasonOIDCSecretNotFound, []string{`"client"`, `"empty"`, "empty"}}},
		},
		"a secret without a name to it": {inlineInput(func(i *inline) { i.ClientSecretRef = secret("secret") }), []fault{unchecked("client ID")}},
		"a name without a secret":       {inlineInput(func(i *inline) { i.ClientID, i.IntrospectionURL = "proxy", url }), []fault{unchecked("RFC 7662")}},
		"nobody asks":                   {inlineInput(func(i *inline) { i.IntrospectionURL = url }), []fault{unchecked("RFC 7662")}},
		"nobody asks Google":            {inlineInput(func(i *inline) { i.IntrospectionURL = googleTokenInfo }), nil},
		"nobody asks in the cluster":    {kubernetesInput(&v1alpha1.KubernetesOIDCConfig{IntrospectionURL: url}), []fault{unchecked("RFC 7662", "remove the URL")}},
		"a token instead of a secret": {
			inlineInput(func(i *inline) {
				i.ClientID, i.JWKSAuthTokenPath, i.IntrospectionURL = "proxy", "/var/run/secrets/kubernetes.io/serviceaccount/token", url
			}), nil,
		},
		"a token in place of a secret": {
			inlineInput(func(i *inline) {
				i.ClientID, i.ClientSecretRef, i.IntrospectionURL = "proxy", secret("secret"), url
				i.JWKSAuthTokenPath = "/var/run/secrets/kubernetes.io/serviceaccount/token"
			}), []fault{unchecked("takes the place")},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { requireFaults(t, tt.want, tt.in) })
	}
}

func TestOIDCFiles(t *testing.T) {
	ca := func(name, key string) Input {
		return inlineInput(func(i *inline) { i.CABundleRef = &v1alpha1.CABundleRef{Name: name, Key: key} })
	}
	token := func(path, podTemplate string) Input {
		in := inlineInput(func(i *inline) { i.JWKSAuthTokenPath = path })
		if podTemplate != "" {
			in.Endpoint.Spec.ProxyConfig.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(podTemplate)}
		}
		return in
	}
	mountedBy := func(container string) string {
		return `{"spec":{"containers":[{"name":"` + container + `","volumeMounts":[{"name":"v","mountPath":"/tokens/"}]}]}}`
	}
	shared := sharedInput(v1beta1.MCPOIDCConfigSpec{Type: v1beta1.MCPOIDCConfigTypeInline, Inline: &sharedInline{
		Issuer: "https://idp.example.com",
		CABundleRef: &v1beta1.CABundleSource{ConfigMapRef: &corev1.ConfigMapKeySelector{
			LocalObjectReference: corev1.LocalObjectReference{Name: "authority"}, Key: "none",
		}},
	}})
	notMounted := []fault{oidcInvalid("jwksAuthTokenPath", "podTemplateSpec")}
	tests := map[string]struct {
		in   Input
		want []fault
	}{
		"a CA bundle":                         {ca("authority", "ca.crt"), nil},
		"a CA bundle at the default key":      {ca("authority", ""), nil},
		"a CA bundle that does not exist":     {ca("none", "ca.crt"), []fault{{v1alpha1.ReasonOIDCCABundleInvalid, []string{`ConfigMap "none"`, `"ca.crt"`}}}},
		"a CA bundle without the key":         {shared, []fault{{v1alpha1.ReasonOIDCCABundleInvalid, []string{`MCPOIDCConfig "idp"`, `ConfigMap "authority"`, `"none"`}}}},
		"a CA bundle without certificates":    {ca("authority", "text"), []fault{{v1alpha1.ReasonOIDCCABundleInvalid, []string{`ConfigMap "authority"`, `"text"`}}}},
		"the token of the service account":    {token("/var/run/secrets/kubernetes.io/serviceaccount/token", ""), nil},
		"a token that is mounted":             {token("/tokens/issuer", mountedBy("toolhive")), nil},
		"a token that is mounted by itself":   {token("/tokens", mountedBy("toolhive")), nil},
		"a token that is mounted beside":      {token("/tokens2/issuer", mountedBy("toolhive")), notMounted},
		"a token that another container has":  {token("/tokens/issuer", mountedBy("sidecar")), notMounted},
		"a token that nothing mounts":         {token("/tokens/issuer", ""), notMounted},
		"a token at a relative path":          {token("tokens/issuer", mountedBy("toolhive")), []fault{oidcInvalid("jwksAuthTokenPath", "absolute")}},
		"a pod template that is none":         {token("/tokens/issuer", `{"spec":1}`), nil},
		"the cluster's CA from a ConfigMap":   {textInput(`{"issuer":"https://a.example.com","audience":"b","thvCABundlePath":"/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"}`), nil},
		"a CA from a ConfigMap without mount": {textInput(`{"issuer":"https://a.example.com","audience":"b","thvCABundlePath":"/certs/ca.crt"}`), []fault{oidcInvalid("thvCABundlePath")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { requireFaults(t, tt.want, tt.in) })
	}
}
