// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// allRefs is a proxy that refers to one of everything.
const allRefs = `
remoteUrl: https://mcp.example.com/mcp
groupRef: {name: team}
oidcConfigRef: {name: idp, audience: search}
externalAuthConfigRef: {name: auth}
authServerRef: {kind: MCPExternalAuthConfig, name: login}
authzConfigRef: {name: policies}
toolConfigRef: {name: tools}
telemetryConfigRef: {name: telemetry}
podTemplateSpec: {}
`

func problem(reason, message string) validate.Problem {
	condition := v1alpha1.ConditionConfigurationValid
	switch reason {
	case v1alpha1.ReasonGroupNotFound, v1alpha1.ReasonGroupTerminating:
		condition = v1alpha1.ConditionGroupRefValid
	case v1alpha1.ReasonAuthConfigNotFound, v1alpha1.ReasonAuthConfigInvalid, v1alpha1.ReasonAuthSecretNotFound, v1alpha1.ReasonAuthSecretInvalid:
		condition = v1alpha1.ConditionAuthConfigValid
	}
	return validate.Problem{Condition: condition, Reason: reason, Message: message}
}

func proxyOf(t testing.TB, spec string) *v1beta1.MCPRemoteProxy {
	t.Helper()
	proxy := &v1beta1.MCPRemoteProxy{ObjectMeta: metav1.ObjectMeta{Name: "search", Namespace: namespace, Generation: 3}}
	convert(t, parse(t, spec), &proxy.Spec)
	return proxy
}

// available is the status of an endpoint whose pods serve.
var available = v1alpha1.MCPRemoteEndpointStatus{
	Phase: v1alpha1.PhaseReady, URL: "http://mcp-search-remote-proxy.default.svc.cluster.local:8080",
	Conditions: []metav1.Condition{{
		Type: v1alpha1.ConditionDeploymentReady, Status: metav1.ConditionTrue, Reason: v1alpha1.ReasonDeploymentAvailable, Message: "Pods serve",
	}},
}

// summaryOf returns "status reason" by condition type, but for Deprecated, which is always the same.
func summaryOf(conditions []metav1.Condition) map[string]string {
	summary := map[string]string{}
	for _, condition := range conditions {
		if condition.Type != translate.ConditionDeprecated {
			summary[condition.Type] = string(condition.Status) + " " + condition.Reason
		}
	}
	return summary
}

// allValid are the conditions of allRefs when nothing is wrong.
var allValid = map[string]string{
	"Ready":                       "True DeploymentReady",
	"ConfigurationValid":          "True ConfigurationValid",
	"GroupRefValidated":           "True GroupRefIsValid",
	"ExternalAuthConfigValidated": "True ExternalAuthConfigValid",
	"AuthServerRefValidated":      "True AuthServerRefValid",
	"OIDCConfigRefValidated":      "True OIDCConfigRefValid",
	"CABundleRefValidated":        "True CABundleRefValid",
	"AuthzConfigRefValidated":     "True AuthzConfigRefValid",
	"ToolConfigValidated":         "True ToolConfigValid",
	"TelemetryConfigRefValidated": "True TelemetryConfigRefValid",
	"PodTemplateValid":            "True ValidPodTemplateSpec",
	"SessionStorageWarning":       "False SessionStorageWarningNotApplicable",
}

// caBundleFound is what allRefs refers to, as far as its conditions depend on that.
func caBundleFound() references.Found {
	return references.Found{
		AuthConfig: &v1beta1.MCPExternalAuthConfig{},
		OIDCConfig: &v1beta1.MCPOIDCConfig{Spec: v1beta1.MCPOIDCConfigSpec{Inline: &v1beta1.InlineOIDCSharedConfig{
			CABundleRef: &v1beta1.CABundleSource{ConfigMapRef: &corev1.ConfigMapKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: "ca"}}},
		}}},
		ConfigMaps: map[string]digest.Digest{"ca": {}},
	}
}

func TestAProxyThatNothingIsWrongWith(t *testing.T) {
	proxy := proxyOf(t, allRefs)
	proxy.Status.ExternalURL = "https://search.example.com"
	status := translate.RemoteProxyStatus(proxy, translate.Findings{Endpoint: available, Found: caBundleFound()})
	assert.Equal(t, allValid, summaryOf(status.Conditions))
	assert.Equal(t, v1beta1.MCPRemoteProxyPhaseReady, status.Phase)
	assert.Equal(t, "Remote proxy is running", status.Message)
	assert.Equal(t, available.URL, status.URL)
	assert.Equal(t, "https://search.example.com", status.ExternalURL)
	assert.Equal(t, int64(3), status.ObservedGeneration)
	for _, condition := range status.Conditions {
		assert.Equal(t, int64(3), condition.ObservedGeneration, condition.Type)
		assert.NotEmpty(t, condition.Message, condition.Type)
	}
}

func TestWhatAProxyDoesNotUseHasNoCondition(t *testing.T) {
	for name, spec := range map[string]string{
		"with nothing but a URL":      `{remoteUrl: "https://mcp.example.com/mcp"}`,
		"with what has none in place": proxyOwn,
	} {
		t.Run(name, func(t *testing.T) {
			missing := []validate.Problem{problem(v1alpha1.ReasonGroupNotFound, `MCPGroup "" does not exist`)}
			status := translate.RemoteProxyStatus(proxyOf(t, spec), translate.Findings{Endpoint: available, Problems: missing})
			assert.Equal(t, map[string]string{
				"Ready":                 "True DeploymentReady",
				"ConfigurationValid":    "True ConfigurationValid",
				"SessionStorageWarning": "False SessionStorageWarningNotApplicable",
			}, summaryOf(status.Conditions))
		})
	}
}

const proxyOwn = `
remoteUrl: https://mcp.example.com/mcp
oidcConfig: {type: kubernetes}
authzConfig: {type: inline, inline: {policies: ["permit(principal, action, resource);"]}}
telemetry: {prometheus: {enabled: true}}
`

func TestProblemsOfAProxy(t *testing.T) {
	for _, test := range []struct {
		name     string
		spec     string
		problems []validate.Problem
		// conditions are those that differ from allValid. Ready is False NotReady unless it is said otherwise.
		conditions map[string]string
		phase      v1beta1.MCPRemoteProxyPhase
	}{
		{
			name:       "a URL that is refused says nothing of authentication",
			problems:   []validate.Problem{problem(v1alpha1.ReasonPrivateURL, "spec.remoteURL is private")},
			conditions: map[string]string{"ConfigurationValid": "False RemoteURLInvalid"},
		},
		{
			name:       "a name that is taken",
			problems:   []validate.Problem{problem(v1alpha1.ReasonNameCollision, "taken")},
			conditions: map[string]string{"ConfigurationValid": "False NameCollision"},
		},
		{
			name:       "a missing group keeps nobody from serving",
			problems:   []validate.Problem{problem(v1alpha1.ReasonGroupNotFound, `MCPGroup "team" does not exist`)},
			conditions: map[string]string{"GroupRefValidated": "False GroupRefNotFound", "Ready": "True DeploymentReady"},
			phase:      v1beta1.MCPRemoteProxyPhaseReady,
		},
		{
			name:       "a group that is going",
			problems:   []validate.Problem{problem(v1alpha1.ReasonGroupTerminating, `MCPGroup "team" is being deleted`)},
			conditions: map[string]string{"GroupRefValidated": "False GroupRefNotReady", "Ready": "True DeploymentReady"},
			phase:      v1beta1.MCPRemoteProxyPhaseReady,
		},
		{
			name:       "a header without a value",
			problems:   []validate.Problem{problem(v1alpha1.ReasonHeaderSecretNotFound, `Secret "keys" does not exist`)},
			conditions: map[string]string{"ConfigurationValid": "False HeaderSecretNotFound"},
		},
		{
			name:     "a missing OIDC configuration",
			problems: []validate.Problem{problem(v1alpha1.ReasonOIDCConfigNotFound, `MCPOIDCConfig "idp" does not exist`)},
			conditions: map[string]string{
				"OIDCConfigRefValidated": "False OIDCConfigRefNotFound", "AuthConfigured": "False AuthInvalid",
			},
		},
		{
			name: "several problems of one object",
			problems: []validate.Problem{
				problem(v1alpha1.ReasonOIDCConfigInvalid, "no issuer"), problem(v1alpha1.ReasonOIDCConfigInvalid, "no keys"),
			},
			conditions: map[string]string{
				"OIDCConfigRefValidated": "False OIDCConfigRefNotValid", "AuthConfigured": "False AuthInvalid",
			},
		},
		{
			name:     "OIDC certificates",
			problems: []validate.Problem{problem(v1alpha1.ReasonOIDCCABundleInvalid, `ConfigMap "ca" has no key "ca.crt"`)},
			conditions: map[string]string{
				"CABundleRefValidated": "False CABundleRefInvalid", "AuthConfigured": "False AuthInvalid",
			},
		},
		{
			name:     "invalid shared policies",
			problems: []validate.Problem{problem(v1alpha1.ReasonAuthzPolicyInvalid, `MCPAuthzConfig "policies": policy 1`)},
			conditions: map[string]string{
				"AuthzConfigRefValidated": "False AuthzConfigRefNotValid", "AuthConfigured": "False AuthInvalid",
			},
		},
		{
			name:       "a missing tool configuration",
			problems:   []validate.Problem{problem(v1alpha1.ReasonToolConfigNotFound, `MCPToolConfig "tools" does not exist`)},
			conditions: map[string]string{"ToolConfigValidated": "False ToolConfigNotFound"},
		},
		{
			name:       "invalid shared telemetry",
			problems:   []validate.Problem{problem(v1alpha1.ReasonTelemetryConfigInvalid, `MCPTelemetryConfig "telemetry" enables nothing`)},
			conditions: map[string]string{"TelemetryConfigRefValidated": "False TelemetryConfigRefInvalid"},
		},
		{
			name:       "an invalid pod template",
			problems:   []validate.Problem{problem(v1alpha1.ReasonInvalidPodTemplate, "no pod template")},
			conditions: map[string]string{"PodTemplateValid": "False InvalidPodTemplateSpec", "Ready": "False DeploymentNotReady"},
		},
		{
			name:     "of two auth configs, the one that the problem names",
			problems: []validate.Problem{problem(v1alpha1.ReasonAuthConfigInvalid, `MCPExternalAuthConfig "login" is invalid`)},
			conditions: map[string]string{
				"AuthServerRefValidated": "False AuthServerRefInvalidConfig", "AuthConfigured": "False AuthInvalid",
			},
		},
		{
			name:     "of two auth configs, the other",
			problems: []validate.Problem{problem(v1alpha1.ReasonAuthConfigInvalid, `MCPExternalAuthConfig "auth" is invalid`)},
			conditions: map[string]string{
				"ExternalAuthConfigValidated": "False ValidationFailed", "AuthConfigured": "False AuthInvalid",
			},
		},
		{
			name:     "two settings that exclude each other",
			problems: []validate.Problem{problem(v1alpha1.ReasonAuthConflict, `MCPExternalAuthConfig "auth" and MCPExternalAuthConfig "login"`)},
			conditions: map[string]string{
				"ConfigurationValid": "False AuthConflict", "AuthConfigured": "False AuthInvalid",
			},
		},
		{
			name:       "an object of the proxy that belongs to another",
			problems:   []validate.Problem{problem(v1alpha1.ReasonChildConflict, "Deployment")},
			conditions: map[string]string{"ConfigurationValid": "False ChildConflict"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := map[string]string{}
			for _, of := range []map[string]string{allValid, {"Ready": "False NotReady"}, test.conditions} {
				maps.Copy(want, of)
			}
			phase := test.phase
			if phase == "" {
				phase = v1beta1.MCPRemoteProxyPhaseFailed
			}
			status := translate.RemoteProxyStatus(proxyOf(t, allRefs), translate.Findings{Endpoint: available, Problems: test.problems, Found: caBundleFound()})
			assert.Equal(t, want, summaryOf(status.Conditions))
			assert.Equal(t, phase, status.Phase)
		})
	}
}

func TestProblemsOfWhatStandsInTheProxyItself(t *testing.T) {
	for reason, want := range map[string]string{
		v1alpha1.ReasonAuthzPolicyInvalid:     "False AuthzPolicySyntaxInvalid",
		v1alpha1.ReasonAuthzConfigNotFound:    "False AuthzConfigMapNotFound",
		v1alpha1.ReasonAuthzConfigInvalid:     "False AuthzConfigMapInvalid",
		v1alpha1.ReasonOIDCConfigInvalid:      "False OIDCConfigInvalid",
		v1alpha1.ReasonTelemetryConfigInvalid: "False TelemetryConfigInvalid",
	} {
		t.Run(reason, func(t *testing.T) {
			status := translate.RemoteProxyStatus(proxyOf(t, proxyOwn), translate.Findings{Endpoint: available, Problems: []validate.Problem{problem(reason, "x")}})
			assert.Equal(t, want, summaryOf(status.Conditions)["ConfigurationValid"])
		})
	}
}

func TestExternalAuthThatIsMissingOrNeedsAnotherBuild(t *testing.T) {
	found := caBundleFound()
	found.AuthConfig = nil
	missing := []validate.Problem{problem(v1alpha1.ReasonAuthConfigNotFound, `MCPExternalAuthConfig "auth" does not exist`)}
	conditions := summaryOf(translate.RemoteProxyStatus(proxyOf(t, allRefs), translate.Findings{Endpoint: available, Problems: missing, Found: found}).Conditions)
	assert.Equal(t, "False ExternalAuthConfigFetchError", conditions["ConfigurationValid"])
	assert.Equal(t, "False ExternalAuthConfigNotFound", conditions["ExternalAuthConfigValidated"])
	assert.Equal(t, "True AuthServerRefValid", conditions["AuthServerRefValidated"])

	found.AuthConfig = &v1beta1.MCPExternalAuthConfig{Spec: v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeOBO}}
	unsupported := []validate.Problem{problem(v1alpha1.ReasonUnsupportedAuthTypeForProxyMode, `MCPExternalAuthConfig "auth" is of type obo`)}
	conditions = summaryOf(translate.RemoteProxyStatus(proxyOf(t, allRefs), translate.Findings{Endpoint: available, Problems: unsupported, Found: found}).Conditions)
	assert.Equal(t, "False EnterpriseRequired", conditions["ExternalAuthConfigValidated"])
}

func TestMissingOIDCCertificates(t *testing.T) {
	found := caBundleFound()
	found.ConfigMaps = nil
	missing := []validate.Problem{problem(v1alpha1.ReasonOIDCCABundleInvalid, `ConfigMap "ca" does not exist`)}
	conditions := summaryOf(translate.RemoteProxyStatus(proxyOf(t, allRefs), translate.Findings{Endpoint: available, Problems: missing, Found: found}).Conditions)
	assert.Equal(t, "False CABundleRefNotFound", conditions["CABundleRefValidated"])
}

func TestMessagesNameTheFieldsOfTheOlderKind(t *testing.T) {
	problems := []validate.Problem{
		problem(v1alpha1.ReasonServiceAccountNotFound, "create it, or remove spec.proxyConfig.serviceAccount"),
		problem(v1alpha1.ReasonInvalidURL, "spec.remoteURL must begin with https://"),
	}
	status := translate.RemoteProxyStatus(proxyOf(t, allRefs), translate.Findings{Endpoint: available, Problems: problems, Found: caBundleFound()})
	assert.Equal(t, "Validation failed: create it, or remove spec.serviceAccount (and 1 more: see the other conditions)", status.Message)
	configuration := meta.FindStatusCondition(status.Conditions, "ConfigurationValid")
	require.NotNil(t, configuration)
	assert.Equal(t, "create it, or remove spec.serviceAccount; spec.remoteUrl must begin with https://", configuration.Message)
	assert.Contains(t, problems[0].Message, "proxyConfig", "the problems stay as they are")
}

func TestPhaseOfAProxyFollowsItsPods(t *testing.T) {
	for _, test := range []struct {
		name           string
		reason         string
		phase          v1beta1.MCPRemoteProxyPhase
		message, ready string
	}{
		{"on its way", v1alpha1.ReasonDeploymentProgressing, v1beta1.MCPRemoteProxyPhasePending, "Remote proxy is starting", "why"},
		{"not serving", v1alpha1.ReasonDeploymentUnavailable, v1beta1.MCPRemoteProxyPhasePending, "Remote proxy is starting", "why"},
		{"none wanted", v1alpha1.ReasonScaledToZero, v1beta1.MCPRemoteProxyPhasePending, "No pods found for remote proxy", "why"},
		{"crashing", v1alpha1.ReasonDeploymentFailed, v1beta1.MCPRemoteProxyPhaseFailed, "Remote proxy failed to start: why", "why"},
		{"not made", "", v1beta1.MCPRemoteProxyPhasePending, "Remote proxy is starting", "There is no Deployment yet"},
	} {
		t.Run(test.name, func(t *testing.T) {
			endpoint := v1alpha1.MCPRemoteEndpointStatus{}
			if test.reason != "" {
				endpoint.Conditions = []metav1.Condition{{
					Type: v1alpha1.ConditionDeploymentReady, Status: metav1.ConditionFalse, Reason: test.reason, Message: "why",
				}}
			}
			status := translate.RemoteProxyStatus(proxyOf(t, allRefs), translate.Findings{Endpoint: endpoint, Found: caBundleFound()})
			assert.Equal(t, test.phase, status.Phase)
			assert.Equal(t, test.message, status.Message)
			ready := meta.FindStatusCondition(status.Conditions, "Ready")
			require.NotNil(t, ready)
			assert.Equal(t, "DeploymentNotReady", ready.Reason)
			assert.Equal(t, test.ready, ready.Message)
		})
	}
}

func TestAProxyThatIsGoing(t *testing.T) {
	status := translate.RemoteProxyStatus(proxyOf(t, allRefs), translate.Findings{Endpoint: v1alpha1.MCPRemoteEndpointStatus{Phase: v1alpha1.PhaseTerminating}, Found: caBundleFound()})
	assert.Equal(t, v1beta1.MCPRemoteProxyPhaseTerminating, status.Phase)
	assert.Equal(t, "False NotReady", summaryOf(status.Conditions)["Ready"])
}

func TestWarningsOfSessionsAndOfTheIgnoredUpstream(t *testing.T) {
	for _, test := range []struct{ name, spec, condition, want string }{
		{"several pods", `{replicas: 2}`, "SessionStorageWarning", "True SessionStorageMissingForReplicas"},
		{"several pods with Redis", `{replicas: 2, sessionStorage: {provider: redis}}`, "SessionStorageWarning", "False SessionStorageConfigured"},
		{
			"an ignored upstream", `{authzConfig: {type: inline, inline: {policies: [], primaryUpstreamProvider: github}}}`,
			"AuthzPrimaryUpstreamProviderIgnored", "True PrimaryUpstreamProviderIgnored",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			status := translate.RemoteProxyStatus(proxyOf(t, test.spec), translate.Findings{Endpoint: available})
			assert.Equal(t, test.want, summaryOf(status.Conditions)[test.condition])
		})
	}
}

func TestHashesAreThoseOfTheSharedConfigurations(t *testing.T) {
	status := translate.RemoteProxyStatus(proxyOf(t, allRefs), translate.Findings{Endpoint: available, Found: references.Found{
		ToolConfig:      &v1beta1.MCPToolConfig{Status: v1beta1.MCPToolConfigStatus{ConfigHash: "tools"}},
		TelemetryConfig: &v1beta1.MCPTelemetryConfig{Status: v1beta1.MCPTelemetryConfigStatus{ConfigHash: "telemetry"}},
		AuthConfig:      &v1beta1.MCPExternalAuthConfig{Status: v1beta1.MCPExternalAuthConfigStatus{ConfigHash: "auth"}},
		AuthServer:      &v1beta1.MCPExternalAuthConfig{Status: v1beta1.MCPExternalAuthConfigStatus{ConfigHash: "login"}},
		AuthzConfig:     &v1beta1.MCPAuthzConfig{Status: v1beta1.MCPAuthzConfigStatus{ConfigHash: "policies"}},
		OIDCConfig:      &v1beta1.MCPOIDCConfig{Status: v1beta1.MCPOIDCConfigStatus{ConfigHash: "idp"}},
	}})
	assert.Equal(t, []string{"tools", "telemetry", "auth", "login", "policies", "idp"}, []string{
		status.ToolConfigHash, status.TelemetryConfigHash, status.ExternalAuthConfigHash,
		status.AuthServerConfigHash, status.AuthzConfigHash, status.OIDCConfigHash,
	})
}
