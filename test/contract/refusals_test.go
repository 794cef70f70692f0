// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// The differences in what is accepted. Without one, ToolHive's operator refuses the case too, and says so.
const (
	checkedBeforePods      = "checked-before-pods"
	stricterURLs           = "stricter-urls"
	noSettingWithoutEffect = "no-setting-without-effect"
	statusForEveryFault    = "status-for-every-fault"
)

// refusal is a recorded proxy that this operator refuses.
type refusal struct {
	condition, reason string
	// names is in the message: what is to be mended.
	names string
	// difference from what ToolHive's operator did, if there is one.
	difference string
}

const (
	configuration = v1alpha1.ConditionConfigurationValid
	authConfig    = v1alpha1.ConditionAuthConfigValid
)

var refusals = map[string]refusal{
	"20-tools-override":              {configuration, v1alpha1.ReasonSettingWithoutEffect, `tool "sub"`, noSettingWithoutEffect},
	"25-ext-tokenexchange-full":      {configuration, v1alpha1.ReasonSettingWithoutEffect, "subjectProviderName", noSettingWithoutEffect},
	"30-ext-embedded-oidc-full":      {authConfig, v1alpha1.ReasonSettingWithoutEffect, "userInfoOverride", noSettingWithoutEffect},
	"37-ext-upstreaminject":          {configuration, v1alpha1.ReasonUnsupportedAuthTypeForProxyMode, "upstreamInject", noSettingWithoutEffect},
	"39-ext-obo":                     {configuration, v1alpha1.ReasonUnsupportedAuthTypeForProxyMode, "obo", ""},
	"e02-missing-oidc":               {configuration, v1alpha1.ReasonOIDCConfigNotFound, `MCPOIDCConfig "nope" does not exist`, ""},
	"e04-missing-toolconfig":         {configuration, v1alpha1.ReasonToolConfigNotFound, `MCPToolConfig "nope" does not exist`, ""},
	"e05-missing-telemetry":          {configuration, v1alpha1.ReasonTelemetryConfigNotFound, `MCPTelemetryConfig "nope" does not exist`, ""},
	"e07-missing-authserverref":      {authConfig, v1alpha1.ReasonAuthConfigNotFound, `MCPExternalAuthConfig "nope" does not exist`, ""},
	"e08-bad-cedar":                  {configuration, v1alpha1.ReasonAuthzPolicyInvalid, "policies[0]", ""},
	"e10-url-loopback":               {configuration, v1alpha1.ReasonInvalidURL, "loopback address", ""},
	"e11-url-metadata-ip":            {configuration, v1alpha1.ReasonInvalidURL, "metadata address", ""},
	"e13-url-rfc1918":                {configuration, v1alpha1.ReasonPrivateURL, "allowPrivateEndpoint", ""},
	"e14-url-localhost-trailing-dot": {configuration, v1alpha1.ReasonInvalidURL, "loopback name", stricterURLs},
	"e16-url-short-svc-name":         {configuration, v1alpha1.ReasonPrivateURL, "name inside the cluster", stricterURLs},
	"e17-url-decimal-ip":             {configuration, v1alpha1.ReasonInvalidURL, "four decimal numbers", stricterURLs},
	"e19-url-userinfo":               {configuration, v1alpha1.ReasonInvalidURL, "user information", stricterURLs},
	"e20-url-nohost":                 {configuration, v1alpha1.ReasonInvalidURL, "host", ""},
	"e22-missing-header-secret":      {configuration, v1alpha1.ReasonHeaderSecretNotFound, `Secret "nope" does not exist`, ""},
	"e23-header-secret-missing-key":  {configuration, v1alpha1.ReasonHeaderSecretNotFound, `Secret "keys" has no key "api"`, checkedBeforePods},
	"e25-header-invalid-name":        {configuration, v1alpha1.ReasonHeaderInvalid, `"Bad Header"`, checkedBeforePods},
	"e26-invalid-podtemplate":        {configuration, v1alpha1.ReasonInvalidPodTemplate, "podTemplateSpec", ""},
	"e28-authz-configmap-missing":    {configuration, v1alpha1.ReasonAuthzConfigNotFound, `ConfigMap "nope" does not exist`, ""},
	"e29-authz-configmap-bad":        {configuration, v1alpha1.ReasonAuthzConfigInvalid, `key "authz.json" of ConfigMap "policies"`, ""},
	"e31-authz-configmap-bad-cedar":  {configuration, v1alpha1.ReasonAuthzPolicyInvalid, `key "authz.json" of ConfigMap "policies"`, checkedBeforePods},
	"e32-authz-inline-bad-entities":  {configuration, v1alpha1.ReasonAuthzPolicyInvalid, "entities", checkedBeforePods},
	"e34-authzref-unknown-type":      {configuration, v1alpha1.ReasonAuthzConfigInvalid, `"opav1"`, ""},
	"e35-authzref-invalid-cedar":     {configuration, v1alpha1.ReasonAuthzPolicyInvalid, `MCPAuthzConfig "pol"`, checkedBeforePods},
	"e37-oidc-ca-badkey":             {configuration, v1alpha1.ReasonOIDCCABundleInvalid, `ConfigMap "idp-ca" has no key "ca.crt"`, checkedBeforePods},
	"e38-oidc-clientsecret-missing":  {configuration, v1alpha1.ReasonOIDCSecretNotFound, `Secret "nope" does not exist`, noSettingWithoutEffect},
	"e40-authserverref-conflict":     {configuration, v1alpha1.ReasonAuthConflict, "authServerRef", statusForEveryFault},
	"e41-embedded-no-oidc":           {configuration, v1alpha1.ReasonAuthServerMismatch, "oidcConfigRef", ""},
	"e43-embedded-multi-upstream":    {configuration, v1alpha1.ReasonMultiUpstreamNotSupported, "2 entries", ""},
	"e44-embedded-http-issuer":       {authConfig, v1alpha1.ReasonAuthConfigInvalid, "issuer is plain http", checkedBeforePods},
	"e46-bearer-secret-missing":      {authConfig, v1alpha1.ReasonAuthSecretNotFound, `Secret "nope" does not exist`, statusForEveryFault},
	"e47-tool-override-empty":        {configuration, v1alpha1.ReasonToolConfigInvalid, `tool "echo"`, statusForEveryFault},
	"e52-awssts-no-role":             {authConfig, v1alpha1.ReasonAuthConfigInvalid, "no role", ""},
	"e56-header-duplicate-case":      {configuration, v1alpha1.ReasonHeaderInvalid, `"x-key"`, checkedBeforePods},
}

// A mistake is told by one write of the status and one event, before there are pods to show it.
func TestMistakesAreToldBeforeThereArePods(t *testing.T) {
	for name, refused := range refusals {
		t.Run(name, func(t *testing.T) {
			play(t, name, nil, func(s *situation) {
				require.Empty(s, s.made)
				s.requireFailed(refused.condition, refused.reason, refused.names)
				require.Empty(s, s.live().Status.URL)
				s.RequireEvents(s, "Warning "+refused.reason+" default/ep")
				s.requireQuiet()
				assert.Equal(s, refused.difference != "", readOutcome(s.T, name).differsFromRefusal(), "ToolHive's operator did otherwise")
			})
		})
	}
}

// differsFromRefusal says whether ToolHive's operator made pods in spite of the mistake, or said nothing.
func (o outcome) differsFromRefusal() bool {
	return o.Phase != "Failed" || set(o.Children)["deployments/ep"]
}
