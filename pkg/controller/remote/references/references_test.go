// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package references_test

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// endpointFields are the fields of an endpoint's spec that refer to objects, and the kinds of those.
var endpointFields = map[string]kind.Kind{
	"groupRef":              kind.MCPGroup,
	"externalAuthConfigRef": kind.MCPExternalAuthConfig,
	"headerForward.addHeadersFromSecret.valueSecretRef": kind.Secret,
	"caBundleRef":   kind.ConfigMap,
	"toolConfigRef": kind.MCPToolConfig,
}

// proxyFields are those of proxyConfig. Where the type of a member decides whether it counts, the type follows in brackets.
var proxyFields = map[string]kind.Kind{
	"proxyConfig.oidcConfig.configMap[configMap]":                       kind.ConfigMap,
	"proxyConfig.oidcConfig.inline.clientSecretRef[inline]":             kind.Secret,
	"proxyConfig.oidcConfig.inline.caBundleRef[inline]":                 kind.ConfigMap,
	"proxyConfig.oidcConfigRef":                                         kind.MCPOIDCConfig,
	"proxyConfig.authServerRef":                                         kind.MCPExternalAuthConfig,
	"proxyConfig.authzConfig.configMap[configMap]":                      kind.ConfigMap,
	"proxyConfig.authzConfigRef":                                        kind.MCPAuthzConfig,
	"proxyConfig.telemetry.openTelemetry.sensitiveHeaders.secretKeyRef": kind.Secret,
	"proxyConfig.telemetry.openTelemetry.caBundleRef.configMapRef":      kind.ConfigMap,
	"proxyConfig.telemetryConfigRef":                                    kind.MCPTelemetryConfig,
	"proxyConfig.serviceAccount":                                        kind.ServiceAccount,
	"proxyConfig.sessionStorage.passwordRef":                            kind.Secret,
}

// notFollowed are fields that look like references, and why nobody looks at what they name.
var notFollowed = map[string]string{
	"proxyConfig.resourceOverrides.proxyDeployment.imagePullSecrets": "the kubelet reads them, and tells when it cannot",
}

// authConfigFields are the fields of an auth config's spec that name Secret keys, in the order of the spec.
var authConfigFields = []string{
	"tokenExchange.clientSecretRef",
	"headerInjection.valueSecretRef",
	"bearerToken.tokenSecretRef",
	"embeddedAuthServer.signingKeySecretRefs",
	"embeddedAuthServer.hmacSecretRefs",
	"embeddedAuthServer.upstreamProviders.oidcConfig.clientSecretRef[oidc]",
	"embeddedAuthServer.upstreamProviders.oauth2Config.clientSecretRef[oauth2]",
	"embeddedAuthServer.upstreamProviders.oauth2Config.dcrConfig.initialAccessTokenRef[oauth2]",
	"embeddedAuthServer.storage.redis.aclUserConfig.usernameSecretRef",
	"embeddedAuthServer.storage.redis.aclUserConfig.passwordSecretRef",
	"embeddedAuthServer.storage.redis.tls.caCertSecretRef",
	"embeddedAuthServer.storage.redis.sentinelTls.caCertSecretRef",
	"embeddedAuthServer.delegateClients.clientSecretRef",
	"obo.clientSecretRef",
	"xaa.idpClientSecretRef",
	"xaa.targetClientSecretRef",
}

// withoutTypes returns the paths alone.
func withoutTypes(fields ...string) []string {
	var paths []string
	for _, field := range fields {
		path, _, _ := strings.Cut(field, "[")
		paths = append(paths, path)
	}
	return paths
}

// A new field that refers to an object and is not listed above fails this test; once it is listed, OfEndpoint must know it.
func TestOfEndpointFollowsEveryReferenceOfTheSpec(t *testing.T) {
	endpoint := &v1alpha1.MCPRemoteEndpoint{}
	found := fill(t, &endpoint.Spec, "proxyConfig.resources")
	listed := slices.Concat(slices.Collect(maps.Keys(endpointFields)), slices.Collect(maps.Keys(notFollowed)),
		withoutTypes(slices.Collect(maps.Keys(proxyFields))...))
	assert.ElementsMatch(t, listed, found, "each field that refers to an object is listed here")

	endpoint.Spec.Type = v1alpha1.EndpointTypeDirect
	assert.ElementsMatch(t, named(endpointFields), references.OfEndpoint(endpoint), "a direct endpoint has no use for proxyConfig")

	endpoint.Spec.Type = v1alpha1.EndpointTypeProxy
	got := map[references.Reference]bool{}
	for _, endpoint.Spec.ProxyConfig.OIDCConfig.Type = range []v1alpha1.OIDCConfigType{
		v1alpha1.OIDCConfigTypeConfigMap, v1alpha1.OIDCConfigTypeInline, v1alpha1.OIDCConfigTypeKubernetes,
	} {
		for _, endpoint.Spec.ProxyConfig.AuthzConfig.Type = range []v1alpha1.AuthzConfigType{
			v1alpha1.AuthzConfigTypeInline, v1alpha1.AuthzConfigTypeConfigMap,
		} {
			for _, ref := range references.OfEndpoint(endpoint) {
				got[ref] = true
			}
		}
	}
	assert.ElementsMatch(t, append(named(endpointFields), named(proxyFields)...), slices.Collect(maps.Keys(got)))
}

// named are references to the objects that fill makes up.
func named(fields map[string]kind.Kind) []references.Reference {
	var refs []references.Reference
	for field, k := range fields {
		refs = append(refs, references.Reference{Kind: k, Name: withoutTypes(field)[0]})
	}
	return refs
}

func TestMembersOfProxyConfigCountByTheirTypes(t *testing.T) {
	endpoint := &v1alpha1.MCPRemoteEndpoint{}
	fill(t, &endpoint.Spec, "proxyConfig.resources")
	endpoint.Spec.Type = v1alpha1.EndpointTypeProxy
	proxy := endpoint.Spec.ProxyConfig
	for field := range proxyFields {
		path, member, ok := strings.Cut(strings.TrimSuffix(field, "]"), "[")
		if !ok {
			continue
		}
		ref := references.Reference{Kind: proxyFields[field], Name: path}
		proxy.OIDCConfig.Type, proxy.AuthzConfig.Type = v1alpha1.OIDCConfigType(member), v1alpha1.AuthzConfigType(member)
		assert.Contains(t, references.OfEndpoint(endpoint), ref, "type %s", member)
		proxy.OIDCConfig.Type, proxy.AuthzConfig.Type = v1alpha1.OIDCConfigTypeKubernetes, v1alpha1.AuthzConfigTypeInline
		assert.NotContains(t, references.OfEndpoint(endpoint), ref, "another type than %s", member)
	}
}

func TestAuthSecretsListsEveryReferenceOfTheSpec(t *testing.T) {
	config := &v1beta1.MCPExternalAuthConfig{}
	const byName = "embeddedAuthServer.storage.redis.sentinelConfig.sentinelService" // Only its name counts, which DNS resolves.
	assert.ElementsMatch(t, withoutTypes(authConfigFields...), fill(t, &config.Spec, byName))
	upstream := &config.Spec.EmbeddedAuthServer.UpstreamProviders[0]
	config.Spec.EmbeddedAuthServer.Storage.Type = v1beta1.AuthServerStorageTypeRedis

	for _, authType := range []v1beta1.ExternalAuthType{
		v1beta1.ExternalAuthTypeUnauthenticated, v1beta1.ExternalAuthTypeTokenExchange, v1beta1.ExternalAuthTypeHeaderInjection,
		v1beta1.ExternalAuthTypeBearerToken, v1beta1.ExternalAuthTypeEmbeddedAuthServer, v1beta1.ExternalAuthTypeAWSSts,
		v1beta1.ExternalAuthTypeUpstreamInject, v1beta1.ExternalAuthTypeOBO, v1beta1.ExternalAuthTypeXAA, "telepathy",
	} {
		for _, upstream.Type = range []v1beta1.UpstreamProviderType{v1beta1.UpstreamProviderTypeOIDC, v1beta1.UpstreamProviderTypeOAuth2} {
			t.Run(string(authType)+" "+string(upstream.Type), func(t *testing.T) {
				config.Spec.Type = authType
				var want []v1beta1.SecretKeyRef
				var followed []references.Reference
				for _, field := range authConfigFields {
					path, ofUpstream, typed := strings.Cut(strings.TrimSuffix(field, "]"), "[")
					if strings.HasPrefix(path, string(authType)+".") && (!typed || ofUpstream == string(upstream.Type)) {
						want = append(want, v1beta1.SecretKeyRef{Name: path, Key: "key of " + path})
						followed = append(followed, references.Reference{Kind: kind.Secret, Name: path})
					}
				}
				assert.Equal(t, want, references.AuthSecrets(config), "in the order of the spec")
				assert.Equal(t, followed, references.OfAuthConfig(config))
			})
		}
	}
}

func TestSecretsOfRedisCountWhereRedisIsUsed(t *testing.T) {
	config := &v1beta1.MCPExternalAuthConfig{}
	fill(t, &config.Spec)
	config.Spec.Type = v1beta1.ExternalAuthTypeEmbeddedAuthServer
	for _, config.Spec.EmbeddedAuthServer.Storage.Type = range []v1beta1.AuthServerStorageType{"", v1beta1.AuthServerStorageTypeMemory} {
		for _, ref := range references.AuthSecrets(config) {
			assert.NotContains(t, ref.Name, "redis")
		}
	}
}

func TestAuthSecretsLeavesOutWhatIsNotSet(t *testing.T) {
	tests := map[string]v1beta1.MCPExternalAuthConfigSpec{
		"no type and no member":          {},
		"token exchange without member":  {Type: v1beta1.ExternalAuthTypeTokenExchange},
		"token exchange without secret":  {Type: v1beta1.ExternalAuthTypeTokenExchange, TokenExchange: &v1beta1.TokenExchangeConfig{}},
		"cross access without a secret":  {Type: v1beta1.ExternalAuthTypeXAA, XAA: &v1beta1.XAASpec{}},
		"upstream injection has no such": {Type: v1beta1.ExternalAuthTypeUpstreamInject, UpstreamInject: &v1beta1.UpstreamInjectSpec{}},
		"an authorization server without upstreams": {
			Type: v1beta1.ExternalAuthTypeEmbeddedAuthServer, EmbeddedAuthServer: &v1beta1.EmbeddedAuthServerConfig{},
		},
		"an upstream without its member": {
			Type: v1beta1.ExternalAuthTypeEmbeddedAuthServer, EmbeddedAuthServer: &v1beta1.EmbeddedAuthServerConfig{
				UpstreamProviders: []v1beta1.UpstreamProviderConfig{
					{Type: v1beta1.UpstreamProviderTypeOIDC},
					{Type: v1beta1.UpstreamProviderTypeOAuth2},
					{Type: v1beta1.UpstreamProviderTypeOAuth2, OAuth2Config: &v1beta1.OAuth2UpstreamConfig{DCRConfig: &v1beta1.DCRUpstreamConfig{}}},
				},
				Storage: &v1beta1.AuthServerStorageConfig{Type: v1beta1.AuthServerStorageTypeRedis},
			},
		},
	}
	for name, spec := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, references.AuthSecrets(&v1beta1.MCPExternalAuthConfig{Spec: spec}))
		})
	}
}

func TestOfOIDCConfigFollowsEveryReferenceOfTheSpec(t *testing.T) {
	config := &v1beta1.MCPOIDCConfig{}
	assert.ElementsMatch(t, []string{"inline.clientSecretRef", "inline.caBundleRef.configMapRef"}, fill(t, &config.Spec, "kubernetesServiceAccount.serviceAccount"))
	config.Spec.Type = v1beta1.MCPOIDCConfigTypeInline
	assert.Equal(t, []references.Reference{
		{Kind: kind.Secret, Name: "inline.clientSecretRef"}, {Kind: kind.ConfigMap, Name: "inline.caBundleRef.configMapRef"},
	}, references.OfOIDCConfig(config))

	config.Spec.Type = v1beta1.MCPOIDCConfigTypeKubernetesServiceAccount
	assert.Empty(t, references.OfOIDCConfig(config), "the member of another type does not count")
	config.Spec = v1beta1.MCPOIDCConfigSpec{Type: v1beta1.MCPOIDCConfigTypeInline}
	assert.Empty(t, references.OfOIDCConfig(config), "no member")
	config.Spec.Inline = &v1beta1.InlineOIDCSharedConfig{CABundleRef: &v1beta1.CABundleSource{}}
	assert.Empty(t, references.OfOIDCConfig(config), "no references in it")
}

func TestOfTelemetryConfigFollowsEveryReferenceOfTheSpec(t *testing.T) {
	config := &v1beta1.MCPTelemetryConfig{}
	assert.ElementsMatch(t,
		[]string{"openTelemetry.sensitiveHeaders.secretKeyRef", "openTelemetry.caBundleRef.configMapRef"}, fill(t, &config.Spec))
	assert.Equal(t, []references.Reference{
		{Kind: kind.Secret, Name: "openTelemetry.sensitiveHeaders.secretKeyRef"},
		{Kind: kind.ConfigMap, Name: "openTelemetry.caBundleRef.configMapRef"},
	}, references.OfTelemetryConfig(config))

	config.Spec.OpenTelemetry.Enabled = false
	assert.Empty(t, references.OfTelemetryConfig(config), "what is switched off needs nothing")
	config.Spec.OpenTelemetry = nil
	assert.Empty(t, references.OfTelemetryConfig(config))
}

func TestOfEndpoint(t *testing.T) {
	group := references.Reference{Kind: kind.MCPGroup, Name: "tools"}
	fromSecret := func(header, secret string) v1alpha1.HeaderFromSecret {
		return v1alpha1.HeaderFromSecret{HeaderName: header, ValueSecretRef: v1beta1.SecretKeyRef{Name: secret, Key: header}}
	}
	tests := map[string]struct {
		spec v1alpha1.MCPRemoteEndpointSpec
		want []references.Reference
	}{
		"the group is always there": {
			v1alpha1.MCPRemoteEndpointSpec{GroupRef: "tools"},
			[]references.Reference{group},
		},
		"plain headers refer to nothing": {
			v1alpha1.MCPRemoteEndpointSpec{
				GroupRef:      "tools",
				HeaderForward: &v1alpha1.HeaderForward{AddPlaintextHeaders: map[string]string{"A": "b"}},
			},
			[]references.Reference{group},
		},
		"each header refers to its Secret, also to the same one": {
			v1alpha1.MCPRemoteEndpointSpec{
				GroupRef: "tools",
				HeaderForward: &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{
					fromSecret("A", "s1"), fromSecret("B", "s2"), fromSecret("C", "s1"),
				}},
			},
			[]references.Reference{group, {Kind: kind.Secret, Name: "s1"}, {Kind: kind.Secret, Name: "s2"}, {Kind: kind.Secret, Name: "s1"}},
		},
		"in the order of the spec": {
			v1alpha1.MCPRemoteEndpointSpec{
				GroupRef:              "tools",
				ToolConfigRef:         &v1beta1.ToolConfigRef{Name: "filter"},
				CABundleRef:           &v1alpha1.CABundleRef{Name: "ca", Key: "ca.crt"},
				ExternalAuthConfigRef: &v1beta1.ExternalAuthConfigRef{Name: "auth"},
			},
			[]references.Reference{group, {Kind: kind.MCPExternalAuthConfig, Name: "auth"}, {Kind: kind.ConfigMap, Name: "ca"}, {Kind: kind.MCPToolConfig, Name: "filter"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, references.OfEndpoint(&v1alpha1.MCPRemoteEndpoint{Spec: tt.spec}))
		})
	}
}

// fill sets every reference in spec, except in the fields that are left out, to an object that is called like the path of
// the reference, and every switch to true. It returns these paths.
func fill(t *testing.T, spec any, leftOut ...string) []string {
	t.Helper()
	f := filler{t: t, leftOut: map[string]bool{}}
	for _, field := range leftOut {
		f.leftOut[field] = true
	}
	f.visit(reflect.ValueOf(spec).Elem(), "")
	require.NotEmpty(t, f.paths)
	require.Empty(t, f.leftOut, "these are no fields of %T", spec)
	return f.paths
}

type filler struct {
	t       *testing.T
	leftOut map[string]bool
	paths   []string
}

func (f *filler) visit(value reflect.Value, path string) {
	if value.Kind() == reflect.Bool {
		value.SetBool(true)
	}
	if value.Kind() == reflect.Map {
		require.Equal(f.t, reflect.String, value.Type().Elem().Kind(), "%s: this test does not look into maps of other things", path)
	}
	if value.Kind() != reflect.Struct {
		return
	}
	for i := range value.NumField() {
		f.visitField(value.Type().Field(i), value.Field(i), path)
	}
}

func (f *filler) visitField(field reflect.StructField, value reflect.Value, path string) {
	name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
	if name != "" { // An embedded struct has none.
		path = strings.TrimPrefix(path+"."+name, ".")
	}
	if f.leftOut[path] {
		delete(f.leftOut, path)
		return
	}
	value = element(value)
	named := value.Kind() == reflect.String || value.Kind() == reflect.Struct && value.FieldByName("Name").IsValid()
	if named && (referenceName.MatchString(field.Name) || referenceName.MatchString(value.Type().Name())) {
		f.paths = append(f.paths, path)
		refer(value, path)
		return
	}
	f.visit(value, path)
}

// referenceName is what fields that refer to objects, or their types, are called.
var referenceName = regexp.MustCompile("(Refs?|Reference|Selector|ServiceAccount)$")

// element returns the value that pointers and lists lead to. It makes the pointers, and gives each list one element.
func element(value reflect.Value) reflect.Value {
	for {
		switch value.Kind() {
		case reflect.Pointer:
			value.Set(reflect.New(value.Type().Elem()))
			value = value.Elem()
		case reflect.Slice:
			value.Set(reflect.MakeSlice(value.Type(), 1, 1))
			value = value.Index(0)
		default:
			return value
		}
	}
}

// refer sets a reference, which is the name of an object or has it.
func refer(value reflect.Value, path string) {
	if value.Kind() == reflect.String {
		value.SetString(path)
		return
	}
	value.FieldByName("Name").SetString(path)
	if key := value.FieldByName("Key"); key.IsValid() {
		key.SetString("key of " + path)
	}
}

func TestAProxyWithoutAGroupRefersToNone(t *testing.T) {
	assert.Empty(t, references.OfEndpoint(&v1alpha1.MCPRemoteEndpoint{}))
}
