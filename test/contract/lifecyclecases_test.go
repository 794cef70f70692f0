// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"slices"
	"strings"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

var (
	oidcConfig = &v1beta1.MCPOIDCConfig{ObjectMeta: named("idp")}
	team       = &v1beta1.MCPGroup{ObjectMeta: named("team")}

	noGroup = refusal{condition: v1alpha1.ConditionGroupRefValid, reason: v1alpha1.ReasonGroupNotFound, names: `MCPGroup "team" does not exist`}
)

// lifeCycles are all of testdata that begin with l.
var lifeCycles = map[string]lifeCycle{
	"l01-port-change": {
		before: recorded("before"), after: recorded("after"),
		change:      edit(func(p *v1alpha1.ProxyConfig) { p.ProxyPort = 9999 }),
		writes:      "configmaps deployments services",
		check:       all((*situation).requireReady, hasURL("http://mcp-ep-remote-proxy.default.svc.cluster.local:9999")),
		differences: []string{urlFollowsPort},
		shown:       func(after aftermath) bool { return strings.HasSuffix(after.URL, ":8080") },
	},
	"l02-authz-inline-removed": {
		before: recorded("before", noAuthzFile), after: recorded("after", noAuthzFile),
		change: edit(func(p *v1alpha1.ProxyConfig) { p.AuthzConfig = nil }),
		writes: "configmaps deployments",
		check:  (*situation).requireReady,
	},
	"l04-header-secret-created-later": {
		faulty:      &refusal{condition: configuration, reason: v1alpha1.ReasonHeaderSecretNotFound, names: `Secret "later" does not exist`},
		change:      create(&corev1.Secret{ObjectMeta: named("later"), Data: map[string][]byte{"api": []byte("x")}}),
		after:       recorded("after", headerIdentifiers, variablesOnce),
		writes:      "configmaps deployments serviceaccounts services",
		check:       (*situation).requireReady,
		differences: []string{noStaleConditions},
		shown:       has("AuthConfigured", "False AuthInvalid"),
	},
	"l05-group-created-later": {
		faulty: &noGroup, change: create(team.DeepCopy()),
		after: recorded("after"), check: (*situation).requireReady,
		differences: []string{watchedInputs},
		shown:       has("GroupRefValidated", "False GroupRefNotFound"),
	},
	"l07-runconfig-deleted": {
		before: recorded("before"), after: recorded("before"),
		change:      remove(&corev1.ConfigMap{ObjectMeta: named("ep-runconfig")}),
		writes:      "configmaps",
		check:       (*situation).requireReady,
		differences: []string{repairedDrift},
		shown:       func(after aftermath) bool { return !slices.Contains(after.outcome.Children, "configmaps/ep-runconfig") },
	},
	"l08-role-deleted": {
		before: recorded("before"), after: recorded("before"),
		change:      hasNoRole,
		check:       (*situation).requireReady,
		differences: []string{repairedDrift},
		shown: func(after aftermath) bool {
			return !slices.Contains(after.outcome.Children, "roles/ep-remote-proxy-runner")
		},
	},
	"l10-service-tampered": {
		before: recorded("before"), after: recorded("before"),
		change:      update(&corev1.Service{ObjectMeta: named("mcp-ep-remote-proxy")}, tamper),
		writes:      "services",
		check:       (*situation).requireReady,
		differences: []string{repairedDrift},
		shown:       func(after aftermath) bool { return after.Service.Spec.Selector["evil"] == "yes" },
	},
	"l11-oidc-issuer-changed": {
		before: recorded("before", resourceURL), after: recorded("after", resourceURL),
		change: update(oidcConfig, issuer("https://new.example.com")),
		writes: "configmaps deployments",
		check:  (*situation).requireReady,
	},
	"l13-oidc-deleted-while-used": {
		before: recorded("before", resourceURL), after: recorded("before", resourceURL),
		change:      remove(oidcConfig),
		check:       failed(configuration, v1alpha1.ReasonOIDCConfigNotFound, `MCPOIDCConfig "idp" does not exist`),
		differences: []string{noFinalizers},
		shown:       has("OIDCConfigRefValidated", "True OIDCConfigRefValid"),
	},
	"l14-group-deleted-while-used": {
		before: recorded("before"), after: recorded("before"),
		change:      remove(team),
		check:       failed(noGroup.condition, noGroup.reason, noGroup.names),
		differences: []string{watchedInputs},
		shown:       has("GroupRefValidated", "True GroupRefIsValid"),
	},
	"l16-podtemplate-removed": {
		before: recorded("before", noTemplateHash), after: recorded("after"),
		change:      edit(func(p *v1alpha1.ProxyConfig) { p.PodTemplateSpec = nil }),
		writes:      "deployments",
		check:       (*situation).requireReady,
		differences: []string{noStaleConditions},
		shown:       has("PodTemplateValid", "True ValidPodTemplateSpec"),
	},
	"l17-podtemplate-becomes-invalid": {
		before: recorded("before", noTemplateHash), after: recorded("before", noTemplateHash),
		change: edit(func(p *v1alpha1.ProxyConfig) {
			p.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"spec": {"containers": "bad"}}`)}
		}),
		check: failed(configuration, v1alpha1.ReasonInvalidPodTemplate, "podTemplateSpec"),
	},
	"l19-url-becomes-invalid": {
		before: recorded("before"), after: recorded("before"),
		change:      becomeLoopback,
		check:       all(refusesURL, hasURL("")),
		differences: []string{urlOfRefusedRemote},
		shown:       func(after aftermath) bool { return after.URL != "" },
	},
	"l20-podtemplate-rawunchanged-deploy-label": {
		before:      recorded("before"),
		change:      labelChildren,
		check:       all((*situation).requireReady, keepsLabels),
		differences: []string{othersLabels},
		shown:       func(after aftermath) bool { return after.Deployment.Labels["extra"] == "" },
	},
	"l22-override-annotation-removed": {
		before: recorded("before"), after: recorded("../01-minimal"),
		change:      edit(func(p *v1alpha1.ProxyConfig) { p.ResourceOverrides = nil }),
		writes:      "deployments services",
		check:       (*situation).requireReady,
		differences: []string{noLeftovers},
		shown:       func(after aftermath) bool { return after.Deployment.Annotations["dep-a"] == "1" },
	},
	"l23-replicas-set-then-cleared": {
		before: recorded("before"), after: recorded("after"),
		change: edit(func(p *v1alpha1.ProxyConfig) { p.Replicas = nil }),
		writes: "deployments deployments", //nolint:dupword // one of them to give the number up without changing it
		check:  (*situation).requireReady,
	},
	"l25-telemetry-ca-added": {
		before: recorded("before"), after: recorded("after", telemetryCertificates),
		change: update(&v1beta1.MCPTelemetryConfig{ObjectMeta: named("tel")}, func(c *v1beta1.MCPTelemetryConfig) {
			c.Spec.OpenTelemetry.CABundleRef = &v1beta1.CABundleSource{ConfigMapRef: &corev1.ConfigMapKeySelector{
				LocalObjectReference: corev1.LocalObjectReference{Name: "otel-ca"}, Key: "ca.pem",
			}}
		}),
		writes: "configmaps deployments",
		check:  (*situation).requireReady,
	},
	"l26-oidc-fixed-after-error": {
		faulty: &refusal{condition: configuration, reason: v1alpha1.ReasonOIDCConfigInvalid, names: `MCPOIDCConfig "idp"`},
		change: update(oidcConfig, issuer("https://ok.example.com")),
		after:  recorded("after", resourceURL),
		writes: "configmaps deployments serviceaccounts services",
		check:  (*situation).requireReady,
	},
	"l28-toolconfig-deleted-while-used": {
		before: recorded("before"), after: recorded("before"),
		change: remove(&v1beta1.MCPToolConfig{ObjectMeta: named("tools")}),
		check:  failed(configuration, v1alpha1.ReasonToolConfigNotFound, `MCPToolConfig "tools" does not exist`),
	},
}

// has finds a condition with a status and a reason.
func has(conditionType, statusAndReason string) func(aftermath) bool {
	return func(after aftermath) bool { return after.condition(conditionType) == statusAndReason }
}

func issuer(url string) func(*v1beta1.MCPOIDCConfig) {
	return func(c *v1beta1.MCPOIDCConfig) { c.Spec.Inline.Issuer = url }
}

// hasNoRole is for what cannot happen here: there is no Role that could be deleted.
func hasNoRole(s *situation) {
	_, err := s.Kube.RbacV1().Roles(controllertest.Namespace).Get(s.Context(), s.name+"-remote-proxy-runner", metav1.GetOptions{})
	require.True(s, apierrors.IsNotFound(err), "%v", err)
}

func tamper(service *corev1.Service) {
	service.Spec.Selector["evil"] = "yes"
	service.Spec.Type = corev1.ServiceTypeNodePort
	service.Spec.Ports[0].TargetPort = intstr.FromInt32(1234)
}

func hasURL(url string) func(*situation) {
	return func(s *situation) { require.Equal(s, url, s.live().Status.URL) }
}

func becomeLoopback(s *situation) {
	endpoint := s.live()
	endpoint.Spec.RemoteURL = "http://127.0.0.1/mcp"
	s.Update(s, endpoint)
}

func refusesURL(s *situation) {
	s.requireFailed(configuration, v1alpha1.ReasonInvalidURL, "loopback address")
}

func labelChildren(s *situation) {
	deployment, service := s.deployment(), s.service()
	deployment.Labels["extra"], service.Labels["extra"] = "1", "1"
	deployment.Annotations = map[string]string{"note": "1"}
	s.Update(s, deployment)
	s.Update(s, service)
}

func keepsLabels(s *situation) {
	deployment, service := s.deployment(), s.service()
	require.Equal(s, "1", deployment.Labels["extra"])
	require.Equal(s, "1", deployment.Annotations["note"])
	require.Equal(s, "1", service.Labels["extra"])
}
