// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

type authSpec = v1beta1.MCPExternalAuthConfigSpec

// authTypes says of every type of external auth which endpoints can have it, direct ones (R2.6) and proxies (R2.14), and gives the
// member that goes with it, which is nil for the one type that has none.
var authTypes = map[v1beta1.ExternalAuthType]struct {
	direct, proxy bool
	member        *authSpec
}{
	v1beta1.ExternalAuthTypeUnauthenticated:    {true, true, nil},
	v1beta1.ExternalAuthTypeTokenExchange:      {true, true, &authSpec{TokenExchange: &v1beta1.TokenExchangeConfig{}}},
	v1beta1.ExternalAuthTypeUpstreamInject:     {true, false, &authSpec{UpstreamInject: &v1beta1.UpstreamInjectSpec{}}},
	v1beta1.ExternalAuthTypeXAA:                {true, false, &authSpec{XAA: &v1beta1.XAASpec{}}},
	v1beta1.ExternalAuthTypeHeaderInjection:    {true, true, &authSpec{HeaderInjection: &v1beta1.HeaderInjectionConfig{ValueSecretRef: password}}},
	v1beta1.ExternalAuthTypeBearerToken:        {false, true, &authSpec{BearerToken: &v1beta1.BearerTokenConfig{}}},
	v1beta1.ExternalAuthTypeEmbeddedAuthServer: {false, true, &authSpec{EmbeddedAuthServer: &v1beta1.EmbeddedAuthServerConfig{}}},
	v1beta1.ExternalAuthTypeAWSSts:             {false, true, &authSpec{AWSSts: &v1beta1.AWSStsConfig{}}},
	v1beta1.ExternalAuthTypeOBO:                {false, false, &authSpec{OBO: &v1beta1.OBOConfig{}}},
}

// password is a Secret key that withAuth makes sure is there.
var password = v1beta1.SecretKeyRef{Name: "credentials", Key: "token"}

func withAuth(authType v1beta1.ExternalAuthType, spec authSpec) change {
	return func(in *validate.Input) {
		spec.Type = authType
		in.AuthConfig = controllertest.AuthConfig("login", spec)
	}
}

func unsupported(authType v1beta1.ExternalAuthType) finding {
	return configuration(v1alpha1.ReasonUnsupportedAuthTypeForDirectMode, `MCPExternalAuthConfig "login"`, string(authType))
}

func authInvalid(mentions ...string) finding {
	return finding{v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonAuthConfigInvalid, append(mentions, `MCPExternalAuthConfig "login"`)}
}

func authSecretMissing(mentions ...string) finding {
	return finding{v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonAuthSecretNotFound, append(mentions, `MCPExternalAuthConfig "login"`)}
}

// A type that is new in the CRD has to be decided upon here, and in package validate.
func TestEveryAuthTypeIsDecidedUpon(t *testing.T) {
	var known []string
	for authType := range authTypes {
		known = append(known, string(authType))
	}
	assert.ElementsMatch(t, authTypesOfTheCRD(t), known)
}

func TestAuthTypesOfDirectEndpoints(t *testing.T) {
	for authType, tt := range authTypes {
		spec := authSpec{}
		if tt.member != nil {
			spec = *tt.member
		}
		t.Run(string(authType)+" with its member", func(t *testing.T) {
			var want []finding
			if !tt.direct {
				want = []finding{unsupported(authType)}
			}
			requireFindings(t, want, validate.Endpoint(input(withAuth(authType, spec))))
		})
		t.Run(string(authType)+" without a member", func(t *testing.T) {
			var want []finding
			if tt.member != nil {
				want = append(want, authInvalid("spec."+string(authType)))
			}
			if !tt.direct {
				want = append(want, unsupported(authType))
			}
			requireFindings(t, want, validate.Endpoint(input(withAuth(authType, authSpec{}))))
		})
	}
}

func TestAuthTypesOfProxies(t *testing.T) {
	for authType, tt := range authTypes {
		spec := authSpec{}
		if tt.member != nil {
			spec = *tt.member
		}
		t.Run(string(authType), func(t *testing.T) {
			in := input(withAuth(authType, spec), endpointType(v1alpha1.EndpointTypeProxy))
			for _, problem := range validate.ExternalAuth(in) {
				assert.NotEqual(t, v1alpha1.ReasonUnsupportedAuthTypeForDirectMode, problem.Reason)
				if problem.Reason == v1alpha1.ReasonUnsupportedAuthTypeForProxyMode {
					assert.False(t, tt.proxy)
					assert.Contains(t, problem.Message, `MCPExternalAuthConfig "login"`)
					assert.Contains(t, problem.Message, string(v1beta1.ExternalAuthTypeTokenExchange), "a type that does work")
					return
				}
			}
			assert.True(t, tt.proxy)
		})
	}
}

func TestTheMessageNamesTheAuthTypesThatDoWork(t *testing.T) {
	problems := validate.Endpoint(input(withAuth(v1beta1.ExternalAuthTypeAWSSts, authSpec{AWSSts: &v1beta1.AWSStsConfig{}})))
	require.Len(t, problems, 1)
	for authType, tt := range authTypes {
		if tt.direct {
			assert.Contains(t, problems[0].Message, string(authType))
		}
	}
}

func TestAuthConfig(t *testing.T) {
	noAuthConfig := func(in *validate.Input) { in.AuthConfig = nil }
	tests := map[string]struct {
		changes []change
		want    []finding
	}{
		"no auth config is needed": {
			[]change{noAuthConfig, func(in *validate.Input) { in.Endpoint.Spec.ExternalAuthConfigRef = nil }},
			nil,
		},
		"one that is missing": {
			[]change{noAuthConfig},
			[]finding{{
				v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonAuthConfigNotFound,
				[]string{`MCPExternalAuthConfig "login"`, "spec.externalAuthConfigRef"},
			}},
		},
		"a member of another type": {
			[]change{withAuth(v1beta1.ExternalAuthTypeXAA, authSpec{TokenExchange: &v1beta1.TokenExchangeConfig{}})},
			[]finding{authInvalid("spec.xaa")},
		},
		"a type that nobody knows": {
			[]change{withAuth("telepathy", authSpec{})},
			[]finding{unsupported("telepathy")},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.Endpoint(input(tt.changes...)))
		})
	}
}

func TestAuthSecrets(t *testing.T) {
	first := v1beta1.SecretKeyRef{Name: "first", Key: "a"}
	second := v1beta1.SecretKeyRef{Name: "second", Key: "b"}
	injection := withAuth(v1beta1.ExternalAuthTypeHeaderInjection, authSpec{HeaderInjection: &v1beta1.HeaderInjectionConfig{ValueSecretRef: first}})
	exchange := withAuth(v1beta1.ExternalAuthTypeTokenExchange, authSpec{TokenExchange: &v1beta1.TokenExchangeConfig{ClientSecretRef: &first}})
	public := withAuth(v1beta1.ExternalAuthTypeTokenExchange, authSpec{TokenExchange: &v1beta1.TokenExchangeConfig{}})
	crossAccess := withAuth(v1beta1.ExternalAuthTypeXAA, authSpec{XAA: &v1beta1.XAASpec{IDPClientSecretRef: &first, TargetClientSecretRef: &second}})
	bearer := withAuth(v1beta1.ExternalAuthTypeBearerToken, authSpec{BearerToken: &v1beta1.BearerTokenConfig{TokenSecretRef: first}})

	whole := digest.Digest{"a": someValue, "b": someValue}
	tests := map[string]struct {
		auth          change
		first, second digest.Digest
		want          []finding
	}{
		"header injection with its Secret":      {injection, whole, nil, nil},
		"header injection without its Secret":   {injection, nil, nil, []finding{authSecretMissing(`Secret "first"`, `"a"`)}},
		"token exchange with its Secret":        {exchange, whole, nil, nil},
		"token exchange without its Secret":     {exchange, nil, nil, []finding{authSecretMissing(`Secret "first"`, `"a"`)}},
		"token exchange of a public client":     {public, nil, nil, nil},
		"cross access with both its Secrets":    {crossAccess, whole, whole, nil},
		"cross access without its first Secret": {crossAccess, nil, whole, []finding{authSecretMissing(`Secret "first"`, `"a"`)}},
		"cross access without its second":       {crossAccess, whole, nil, []finding{authSecretMissing(`Secret "second"`, `"b"`)}},
		"cross access without both":             {crossAccess, nil, nil, []finding{authSecretMissing(`Secret "first"`), authSecretMissing(`Secret "second"`)}},
		"a Secret without the key":              {injection, digest.Digest{"b": someValue}, nil, []finding{authSecretMissing(`Secret "first"`, `no key "a"`)}},
		"a Secret without keys":                 {injection, digest.Digest{}, nil, []finding{authSecretMissing(`Secret "first"`, `no key "a"`)}},
		"an empty value":                        {injection, digest.Digest{"a": {}}, nil, []finding{authSecretMissing(`Secret "first"`, `"a"`, "empty")}},
		"the Secret of a type that cannot be used is not asked for": {
			bearer, nil, nil, []finding{unsupported(v1beta1.ExternalAuthTypeBearerToken)},
		},
		"nothing is asked for without an auth config": {
			func(in *validate.Input) { in.Endpoint.Spec.ExternalAuthConfigRef = nil }, nil, nil, nil,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			in := input(tt.auth, func(in *validate.Input) {
				in.Endpoint.Spec.HeaderForward = nil
				in.Secrets = map[string]digest.Digest{"first": tt.first, "second": tt.second}
			})
			requireFindings(t, tt.want, validate.Endpoint(in))
		})
	}
}

// authTypesOfTheCRD are those that admission admits in an auth config.
func authTypesOfTheCRD(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("../../../../manifests/crds/toolhive.stacklok.dev_mcpexternalauthconfigs.yaml")
	require.NoError(t, err)
	var crd map[string]any
	require.NoError(t, yaml.Unmarshal(data, &crd))
	versions, _, err := unstructured.NestedSlice(crd, "spec", "versions")
	require.NoError(t, err)
	index := slices.IndexFunc(versions, func(v any) bool { return v.(map[string]any)["name"] == "v1beta1" })
	require.GreaterOrEqual(t, index, 0)
	types, found, err := unstructured.NestedStringSlice(versions[index].(map[string]any),
		"schema", "openAPIV3Schema", "properties", "spec", "properties", "type", "enum")
	require.NoError(t, err)
	require.True(t, found)
	return types
}
