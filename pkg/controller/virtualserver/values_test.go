// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

func withHeader(endpoint *v1alpha1.MCPRemoteEndpoint) {
	endpoint.Spec.HeaderForward = &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{{
		HeaderName: "X-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: "key"},
	}}}
}

func keys(value string) *corev1.Secret {
	return &corev1.Secret{ObjectMeta: named("keys"), Data: map[string][]byte{"key": []byte(value)}}
}

// interrupt makes the endpoint "search" one that cannot be used until its Secret is back.
func interrupt(t *testing.T, c *controllertest.Cluster) {
	t.Helper()
	interruptBy(t, c, "ConfigurationValid", v1alpha1.ReasonHeaderSecretNotFound)
}

func interruptBy(t *testing.T, c *controllertest.Cluster, condition, reason string) {
	t.Helper()
	failing := controllertest.Get(t, c, serving("search"))
	failing.Status.Phase, failing.Status.URL = v1alpha1.PhaseFailed, ""
	meta.SetStatusCondition(&failing.Status.Conditions, metav1.Condition{Type: condition, Status: metav1.ConditionFalse, Reason: reason})
	c.UpdateStatus(t, failing)
}

func withAuth(endpoint *v1alpha1.MCPRemoteEndpoint) {
	endpoint.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "auth"}
}

// injection injects the value of keys into a header.
func injection() *v1beta1.MCPExternalAuthConfig {
	return controllertest.AuthConfig("auth", v1beta1.MCPExternalAuthConfigSpec{
		Type:            v1beta1.ExternalAuthTypeHeaderInjection,
		HeaderInjection: &v1beta1.HeaderInjectionConfig{HeaderName: "X-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: "key"}},
	})
}

func authority(certificates string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: named("authority"), Data: map[string]string{"ca.crt": certificates}}
}

// certificates are those of a golden manifest.
func certificates(t *testing.T) string {
	t.Helper()
	for _, object := range objects(t, "headers-and-ca") {
		if configMap, ok := object.(*corev1.ConfigMap); ok {
			return configMap.Data["bundle.pem"]
		}
	}
	require.Fail(t, "there are none")
	return ""
}

// R3.3: what pods have read is still right, and new ones would have nothing in its place.
func TestAValueThatIsSpoiltRollsNothing(t *testing.T) {
	for name, test := range map[string]struct {
		member            func(*v1alpha1.MCPRemoteEndpoint)
		spoilt            controllertest.Object
		condition, reason string
	}{
		"the Secret of a header is emptied": {withHeader, keys(""), "ConfigurationValid", v1alpha1.ReasonHeaderSecretNotFound},
		"that of an auth config is emptied": {withAuth, keys(""), "AuthConfigValid", v1alpha1.ReasonAuthSecretNotFound},
		"certificates are none any more": {
			func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.CABundleRef = &v1alpha1.CABundleRef{Name: "authority"} },
			authority("not PEM"), "CABundleValid", v1alpha1.ReasonCABundleInvalid,
		},
	} {
		t.Run(name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				search := serving("search")
				test.member(search)
				settle(t, c, team(), keys("first"), authority(certificates(t)), injection(), search, serving("wiki"), static())
				rollOut(t, c)
				c.RequireWrites(t, applyStatus)
				c.Recorder.Events()
				c.Update(t, test.spoilt)
				interruptBy(t, c, test.condition, test.reason)
				controllertest.Pass(calm)
				c.RequireWrites(t)
				c.RequireQuiet(t, day)
				c.Update(t, keys("first"))
				c.Update(t, authority(certificates(t)))
				controllertest.Pass(calm)
				c.RequireWrites(t)
			})
		})
	}
}

// A rotation, or a member that joins, takes effect whatever another member lacks. New pods do without that, and are rolled when it is back, be it the same.
func TestPodsThatAreRolledWhileAValueIsMissingAreRolledAgain(t *testing.T) {
	two := func(first, second string) *corev1.Secret {
		secret := keys(first)
		secret.Data["second"] = []byte(second)
		return secret
	}
	for name, test := range map[string]struct {
		change func(*testing.T, *controllertest.Cluster)
		writes []string
	}{
		"another value is rotated": {
			func(t *testing.T, c *controllertest.Cluster) { c.Update(t, two("", "other")) }, []string{applyDeployment},
		},
		"another member joins": {
			func(t *testing.T, c *controllertest.Cluster) { c.Create(t, serving("mail")) }, []string{applyConfig, applyDeployment},
		},
		"the pods change": {
			func(t *testing.T, c *controllertest.Cluster) {
				gateway := controllertest.Get(t, c, static())
				gateway.Spec.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"spec":{"priorityClassName":"high"}}`)}
				c.Update(t, gateway)
			}, []string{applyDeployment, applyStatus},
		},
	} {
		t.Run(name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				search, wiki := serving("search"), serving("wiki")
				withHeader(search)
				withHeader(wiki)
				wiki.Spec.HeaderForward.AddHeadersFromSecret[0].ValueSecretRef.Key = "second"
				settle(t, c, team(), two("first", "second"), search, wiki, static())
				rollOut(t, c)
				c.RequireWrites(t, applyStatus)
				c.Recorder.Events()
				c.Update(t, two("", "second"))
				interrupt(t, c)
				controllertest.Pass(calm)
				c.RequireWrites(t)

				test.change(t, c)
				controllertest.Pass(calm)
				c.RequireWrites(t, test.writes...)
				assert.Contains(t, configIn(t, c), "name: search")
				c.RequireQuiet(t, day)

				secret := controllertest.Get(t, c, keys(""))
				secret.Data["key"] = []byte("first")
				c.Update(t, secret)
				controllertest.Pass(calm)
				c.RequireWrites(t, applyDeployment)
				c.RequireQuiet(t, day)
			})
		})
	}
}

// vMCP reads it when it finds the member, and does not watch it.
func TestARotatedSecretOfAnAuthConfigRollsGatewaysThatWatch(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		search := serving("search")
		withAuth(search)
		settle(t, c, team(), keys("first"), injection(), search, static(watching))
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)
		c.Recorder.Events()
		c.Update(t, keys("second"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyDeployment)
		c.RequireQuiet(t, day)

		c.Delete(t, keys(""))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyStatus)
		c.RequireEvents(t, "Warning AuthSecretNotFound default/gateway")
		c.Create(t, keys("second"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyStatus)
		c.Create(t, &corev1.Secret{ObjectMeta: named("unrelated")})
		c.RequireQuiet(t, day)
	})
}

// A gateway that watches the cluster keeps an endpoint that is published as well, its variable, and its own rights.
func TestAnInterruptedMemberOfAWatchingGatewayRollsNothing(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		search := serving("search")
		withHeader(search)
		settle(t, c, team(), keys("first"), search, static(watching))
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)
		c.Recorder.Events()
		c.Delete(t, keys(""))
		interrupt(t, c)
		controllertest.Pass(calm)
		c.RequireWrites(t)
		c.RequireQuiet(t, day)
	})
}
