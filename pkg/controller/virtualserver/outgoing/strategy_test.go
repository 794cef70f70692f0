// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package outgoing_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/outgoing"
)

func config(name string, spec v1beta1.MCPExternalAuthConfigSpec) *v1beta1.MCPExternalAuthConfig {
	return &v1beta1.MCPExternalAuthConfig{ObjectMeta: metav1.ObjectMeta{Name: name}, Spec: spec}
}

func header(name, secret string) *v1beta1.MCPExternalAuthConfig {
	return config(name, v1beta1.MCPExternalAuthConfigSpec{
		Type:            v1beta1.ExternalAuthTypeHeaderInjection,
		HeaderInjection: &v1beta1.HeaderInjectionConfig{HeaderName: "X-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: secret, Key: "value"}},
	})
}

// A variable that the configuration names is always there: vMCP does not start without it. R2.15: no two auth configs share one.
func TestVariablesOfStrategies(t *testing.T) {
	var needs pod.Needs
	secrets := map[string]string{}
	for _, name := range []string{"a.b", "a-b", "a.b-c", "a-b.c", "a-b-c"} {
		strategy, err := outgoing.Strategy(header(name, "of-"+name), &needs)
		require.NoError(t, err)
		variable := strategy.HeaderInjection.HeaderValueEnv
		assert.NotContains(t, secrets, variable)
		secrets[variable] = "of-" + name
	}
	for _, env := range needs.Env {
		assert.Equal(t, secrets[env.Name], env.Secret.Name)
	}
	assert.Len(t, needs.Env, len(secrets))

	_, err := outgoing.Strategy(header("a.b", "of-a.b"), &needs)
	require.NoError(t, err)
	assert.Len(t, needs.Env, len(secrets), "one auth config has one variable, however many backends it is for")
}

func TestNoVariableWithoutASecret(t *testing.T) {
	var needs pod.Needs
	strategy, err := outgoing.Strategy(config("exchange", v1beta1.MCPExternalAuthConfigSpec{
		Type: v1beta1.ExternalAuthTypeTokenExchange, TokenExchange: &v1beta1.TokenExchangeConfig{TokenURL: "https://sts.example.com"},
	}), &needs)
	require.NoError(t, err)
	assert.Empty(t, strategy.TokenExchange.ClientSecretEnv)
	assert.Empty(t, needs.Env)
}

func TestWhatNoGatewayCanApply(t *testing.T) {
	for _, authType := range []v1beta1.ExternalAuthType{
		v1beta1.ExternalAuthTypeBearerToken, v1beta1.ExternalAuthTypeEmbeddedAuthServer, v1beta1.ExternalAuthTypeOBO,
		v1beta1.ExternalAuthTypeHeaderInjection, v1beta1.ExternalAuthTypeTokenExchange, v1beta1.ExternalAuthTypeXAA, "other",
	} {
		_, err := outgoing.Strategy(config("auth", v1beta1.MCPExternalAuthConfigSpec{Type: authType}), &pod.Needs{})
		assert.ErrorContains(t, err, string(authType), "by its type, or as it lacks what goes with the type")
	}
}
