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
			})
		})
	}
}

// One member harms no other. The pods that do without a value are rolled when it is back, be it the same.
func TestAMemberJoinsWhileASecretOfAnotherIsMissing(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		search := serving("search")
		withHeader(search)
		settle(t, c, team(), keys("first"), search, static())
		rollOut(t, c)
		c.RequireWrites(t, applyStatus)
		c.Recorder.Events()
		c.Delete(t, keys(""))
		interrupt(t, c)
		controllertest.Pass(calm)
		c.RequireWrites(t)

		c.Create(t, serving("wiki"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyConfig, applyDeployment)
		assert.Contains(t, configIn(t, c), "name: search")
		c.RequireQuiet(t, day)

		c.Create(t, keys("first"))
		controllertest.Pass(calm)
		c.RequireWrites(t, applyDeployment)
		c.RequireQuiet(t, day)
	})
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
