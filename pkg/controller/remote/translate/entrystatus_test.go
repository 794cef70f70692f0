// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

func entryOf(t testing.TB, spec string) *v1beta1.MCPServerEntry {
	t.Helper()
	entry := &v1beta1.MCPServerEntry{ObjectMeta: metav1.ObjectMeta{Name: "search", Namespace: namespace, Generation: 3}}
	convert(t, merged(t, entryBase, spec), &entry.Spec)
	return entry
}

// entryRefs refers to one of everything.
const entryRefs = `
externalAuthConfigRef: {name: auth}
headerForward: {addHeadersFromSecrets: [{headerName: X-Key, valueSecretRef: {name: keys, key: api}}]}
caBundleRef: {name: ca}
`

func TestStatusOfAnEntry(t *testing.T) {
	valid := map[string]string{
		"Valid":                       "True ConfigValid",
		"RemoteURLValidated":          "True RemoteURLValid",
		"GroupRefValidated":           "True GroupRefIsValid",
		"ExternalAuthConfigValidated": "True AuthConfigValid",
		"CABundleRefValidated":        "True CABundleRefValid",
		"HeaderSecretRefsValidated":   "True HeaderSecretsValid",
	}
	for _, test := range []struct {
		name       string
		reason     string
		conditions map[string]string
	}{
		{name: "nothing is wrong"},
		{"a URL that is refused", v1alpha1.ReasonPrivateURL, map[string]string{"RemoteURLValidated": "False RemoteURLInvalid"}},
		{"a missing group", v1alpha1.ReasonGroupNotFound, map[string]string{"GroupRefValidated": "False GroupRefNotFound"}},
		{"a missing auth config", v1alpha1.ReasonAuthConfigNotFound, map[string]string{"ExternalAuthConfigValidated": "False AuthConfigNotFound"}},
		{"auth that takes a proxy", v1alpha1.ReasonUnsupportedAuthTypeForDirectMode, map[string]string{"ExternalAuthConfigValidated": "False AuthConfigInvalid"}},
		{"a missing CA bundle", v1alpha1.ReasonCABundleNotFound, map[string]string{"CABundleRefValidated": "False CABundleRefNotFound"}},
		{"a CA bundle that is none", v1alpha1.ReasonCABundleInvalid, map[string]string{"CABundleRefValidated": "False CABundleRefInvalid"}},
		{"a header without a value", v1alpha1.ReasonHeaderSecretNotFound, map[string]string{"HeaderSecretRefsValidated": "False HeaderSecretNotFound"}},
		{"what no other condition is about", v1alpha1.ReasonNameCollision, map[string]string{"Valid": "False NameCollision"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, phase := maps.Clone(valid), v1beta1.MCPServerEntryPhaseValid
			var problems []validate.Problem
			if test.reason != "" {
				problems = []validate.Problem{problem(test.reason, "why")}
				want["Valid"], phase = "False ConfigInvalid", v1beta1.MCPServerEntryPhaseFailed
			}
			maps.Copy(want, test.conditions)
			status := translate.ServerEntryStatus(entryOf(t, entryRefs), translate.Findings{Problems: problems})
			assert.Equal(t, want, summaryOf(status.Conditions))
			assert.Equal(t, phase, status.Phase)
			assert.Equal(t, int64(3), status.ObservedGeneration)
		})
	}
}

// It says that there is more.
func TestAMessageThatIsTooLongIsCut(t *testing.T) {
	problems := []validate.Problem{problem(v1alpha1.ReasonPrivateURL, strings.Repeat("x", 2*conditions.MaxMessage))}
	status := translate.ServerEntryStatus(entryOf(t, entryRefs), translate.Findings{Problems: problems})
	condition := meta.FindStatusCondition(status.Conditions, "RemoteURLValidated")
	require.NotNil(t, condition)
	assert.Equal(t, strings.Repeat("x", conditions.MaxMessage-3)+"...", condition.Message)
}

func TestWhatAnEntryDoesNotUseIsValid(t *testing.T) {
	assert.Equal(t, map[string]string{
		"Valid":                       "True ConfigValid",
		"RemoteURLValidated":          "True RemoteURLValid",
		"GroupRefValidated":           "True GroupRefIsValid",
		"ExternalAuthConfigValidated": "True AuthConfigNotConfigured",
		"CABundleRefValidated":        "True CABundleRefNotConfigured",
	}, summaryOf(translate.ServerEntryStatus(entryOf(t, `{}`), translate.Findings{}).Conditions))
}

func TestAllFaultsOfAnEntryAreToldAtOnce(t *testing.T) {
	status := translate.ServerEntryStatus(entryOf(t, entryRefs), translate.Findings{Problems: []validate.Problem{
		problem(v1alpha1.ReasonCABundleNotFound, "correct spec.caBundleRef.name"),
		problem(v1alpha1.ReasonHeaderSecretNotFound, "no value"),
		problem(v1alpha1.ReasonHeaderSecretNotFound, "no other value"),
	}})
	valid := meta.FindStatusCondition(status.Conditions, "Valid")
	require.NotNil(t, valid)
	assert.Equal(t, "correct spec.caBundleRef.name; no value; no other value", valid.Message)
}

func TestTheDeprecationNamesReplacementAndCommand(t *testing.T) {
	for _, test := range []struct {
		kind        kind.Kind
		replacement string
		conditions  []metav1.Condition
	}{
		{kind.MCPRemoteProxy, "MCPRemoteEndpoint with type proxy", translate.RemoteProxyStatus(proxyOf(t, `{}`), translate.Findings{Endpoint: available}).Conditions},
		{kind.MCPServerEntry, "MCPRemoteEndpoint with type direct", translate.ServerEntryStatus(entryOf(t, `{}`), translate.Findings{}).Conditions},
	} {
		t.Run(string(test.kind), func(t *testing.T) {
			message := translate.Deprecation(test.kind, namespace)
			assert.Contains(t, message, test.replacement)
			assert.Contains(t, message, "operator migrate --from-cluster -n default")
			deprecated := meta.FindStatusCondition(test.conditions, translate.ConditionDeprecated)
			require.NotNil(t, deprecated)
			assert.Equal(t, metav1.ConditionTrue, deprecated.Status)
			assert.Contains(t, deprecated.Message, message)
		})
	}
}

func TestTheDeprecationSaysWhatAnEndpointWouldNotTake(t *testing.T) {
	spec := `{remoteUrl: "http://mcp.example.com/mcp", groupRef: team, resources: {limits: {cpu: lots}}}`
	status := translate.RemoteProxyStatus(proxyOf(t, spec), translate.Findings{Endpoint: available})
	deprecated := meta.FindStatusCondition(status.Conditions, translate.ConditionDeprecated)
	require.NotNil(t, deprecated)
	assert.Regexp(t, `\. Tolerated: spec\.remoteUrl is plain http.*\. To be decided: spec\.oidcConfigRef is not set.*\. Left out: spec\.resources\.limits\.cpu is "lots"`,
		deprecated.Message)
}
