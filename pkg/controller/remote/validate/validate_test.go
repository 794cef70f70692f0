// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// change makes an Input another one.
type change = func(*validate.Input)

// someValue is what is known of a value that will do for anything.
var someValue = digest.Entry{Length: 40, HeaderValue: true, ListItem: true}

// input returns one whose endpoint refers to an object of every kind, and in which nothing is wrong; then it is changed.
func input(changes ...change) validate.Input {
	endpoint := controllertest.Endpoint("search", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "login"}
		e.Spec.CABundleRef = &v1alpha1.CABundleRef{Name: "authority", Key: "ca.crt"}
		e.Spec.ToolConfigRef = &v1beta1.ToolConfigRef{Name: "filter"}
		e.Spec.HeaderForward = &v1alpha1.HeaderForward{
			AddPlaintextHeaders:  map[string]string{"X-Team": "search"},
			AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{headerFromSecret("X-API-Key", "keys", "api-key")},
		}
	})
	in := validate.Input{
		Endpoint: endpoint,
		Holder:   &claim.Claimant{Kind: kind.MCPRemoteEndpoint, Object: endpoint},
		Found: references.Found{
			Group: controllertest.Metadata(controllertest.GroupName),
			AuthConfig: controllertest.AuthConfig("login", v1beta1.MCPExternalAuthConfigSpec{
				Type: v1beta1.ExternalAuthTypeHeaderInjection,
				HeaderInjection: &v1beta1.HeaderInjectionConfig{
					HeaderName: "Authorization", ValueSecretRef: v1beta1.SecretKeyRef{Name: "credentials", Key: "token"},
				},
			}),
			ToolConfig: &v1beta1.MCPToolConfig{},
			Secrets: map[string]digest.Digest{
				"keys":        {"api-key": someValue},
				"credentials": {"token": someValue},
			},
			ConfigMaps: map[string]digest.Digest{"authority": {"ca.crt": {Length: 1, Certificates: 2}}},
		},
	}
	for _, change := range changes {
		change(&in)
	}
	return in
}

func headerFromSecret(header, secret, key string) v1alpha1.HeaderFromSecret {
	return v1alpha1.HeaderFromSecret{HeaderName: header, ValueSecretRef: v1beta1.SecretKeyRef{Name: secret, Key: key}}
}

// finding is a problem whose message mentions some words: the objects and keys that a user has to look at.
type finding struct {
	condition, reason string
	mentions          []string
}

func configuration(reason string, mentions ...string) finding {
	return finding{v1alpha1.ConditionConfigurationValid, reason, mentions}
}

// requireFindings requires these problems, in this order, and no others.
func requireFindings(t *testing.T, want []finding, got []validate.Problem) {
	t.Helper()
	require.Len(t, got, len(want), "%+v", got)
	for i, problem := range got {
		assert.Equal(t, want[i].condition, problem.Condition)
		assert.Equal(t, want[i].reason, problem.Reason)
		for _, word := range want[i].mentions {
			assert.Contains(t, problem.Message, word)
		}
	}
}

// The order decides what the Ready condition says: what a user should look at first.
func TestChecksAreMadeInThisOrder(t *testing.T) {
	assert.Equal(t, []string{
		"name", "url", "headers", "group", "auth config", "auth secrets", "header secrets", "ca bundle", "tool config",
		"proxy auth", "auth server reference", "auth server", "auth server fit", "credentials",
		"oidc", "authz", "proxy name",
		"proxy config", "proxy settings", "service account", "session storage", "authorization server's pods", "resources", "resource overrides", "pod template", "telemetry", "tools",
		"take-over",
	}, validate.CheckNames())
}

func TestNothingIsWrongWithTheInputThatOtherTestsChange(t *testing.T) {
	assert.Nil(t, validate.Endpoint(input()))
}

// broken is an input in which as much is wrong as can be at once.
func broken() validate.Input {
	return input(func(in *validate.Input) {
		in.Holder = &claim.Claimant{Kind: kind.MCPServer, Object: controllertest.Metadata("search")}
		in.Endpoint.Spec.RemoteURL = "http://user:s3cret@10.0.0.1/"
		in.Endpoint.Spec.HeaderForward.AddPlaintextHeaders = map[string]string{"Host": "a", "B A D": "b", "Te": "c", "X-Ok": "d\n"}
		in.Group = nil
		in.AuthConfig.Spec = authSpec{Type: v1beta1.ExternalAuthTypeXAA, XAA: &v1beta1.XAASpec{
			IDPClientSecretRef:    &v1beta1.SecretKeyRef{Name: "credentials", Key: "password"},
			TargetClientSecretRef: &v1beta1.SecretKeyRef{Name: "idp", Key: "password"},
		}}
		in.Secrets = nil
		in.ConfigMaps = nil
		in.ToolConfig = nil
	})
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	requireFindings(t, []finding{
		configuration(v1alpha1.ReasonNameCollision),
		configuration(v1alpha1.ReasonInvalidURL),
		configuration(v1alpha1.ReasonPrivateURL),
		configuration(v1alpha1.ReasonInsecureURL),
		configuration(v1alpha1.ReasonHeaderInvalid, `"B A D"`),
		configuration(v1alpha1.ReasonHeaderInvalid, `"Host"`),
		configuration(v1alpha1.ReasonHeaderInvalid, `"Te"`),
		configuration(v1alpha1.ReasonHeaderInvalid, `"X-Ok"`),
		{v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupNotFound, nil},
		{v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonAuthSecretNotFound, []string{`"credentials"`}},
		{v1alpha1.ConditionAuthConfigValid, v1alpha1.ReasonAuthSecretNotFound, []string{`"idp"`}},
		configuration(v1alpha1.ReasonHeaderSecretNotFound),
		{v1alpha1.ConditionCABundleValid, v1alpha1.ReasonCABundleNotFound, nil},
		configuration(v1alpha1.ReasonToolConfigNotFound),
	}, validate.Endpoint(broken()))
}

func TestTheSameInputGivesTheSameProblems(t *testing.T) {
	want := validate.Endpoint(broken())
	for range 100 {
		require.Equal(t, want, validate.Endpoint(broken()))
	}
}

func TestChecksLeaveTheirInputAsItIs(t *testing.T) {
	in := broken()
	validate.Endpoint(in)
	assert.Equal(t, broken(), in, "its objects are those of the caches")
}
