// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// bringUp brings up an older proxy called good.
func bringUp(t *testing.T, c *controllertest.Cluster, older *v1beta1.MCPRemoteProxy, others ...controllertest.Object) {
	t.Helper()
	c.Create(t, append(others, group(), older)...)
	controllertest.Pass(time.Second)
	rollOut(t, c)
	controllertest.Pass(time.Second)
	require.Equal(t, v1beta1.MCPRemoteProxyPhaseReady, controllertest.Get(t, c, older).Status.Phase)
	c.Requests.Writes()
	c.Recorder.Events()
}

func requireSuperseded(t *testing.T, conditions []metav1.Condition, status metav1.ConditionStatus) {
	t.Helper()
	reason := "Superseded"
	if status != metav1.ConditionTrue {
		reason = "TakeOverPending"
	}
	requireCondition(t, conditions, "Superseded", status, reason)
}

func requireTakenOver(t *testing.T, c *controllertest.Cluster, endpoint *v1alpha1.MCPRemoteEndpoint, status metav1.ConditionStatus) {
	t.Helper()
	reason := "TakenOver"
	if status != metav1.ConditionTrue {
		reason = "TakeOverPending"
	}
	requireCondition(t, controllertest.Get(t, c, endpoint).Status.Conditions, "TakenOver", status, reason)
}

// An endpoint that cannot take over leaves everything to the older object, which says that it must not go yet.
func TestAnEndpointThatCannotTakeOverTakesNothing(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := start(t, c)
		older, endpoint := olderProxy(), withHeader(replacing(proxy(), "MCPRemoteProxy"))
		bringUp(t, c, older)
		before, status := childrenIdentities(t, c), controllertest.Get(t, c, older).Status

		c.Create(t, endpoint)
		c.RequireWrites(t, writeGood, writeProxy)
		c.RequireEvents(t, "Warning Deprecated default/good", "Warning HeaderSecretNotFound default/good", "Warning TakeOverPending default/good")
		requireControlledBy(t, c, older)
		pending := controllertest.Get(t, c, older).Status
		requireSuperseded(t, pending.Conditions, metav1.ConditionFalse)
		assert.Contains(t, meta.FindStatusCondition(pending.Conditions, "Superseded").Message, `Secret "keys"`)
		meta.RemoveStatusCondition(&pending.Conditions, "Superseded")
		assert.Equal(t, status, pending)
		requireTakenOver(t, c, endpoint, metav1.ConditionFalse)
		requireCondition(t, controllertest.Get(t, c, endpoint).Status.Conditions, "ConfigurationValid", metav1.ConditionFalse, "HeaderSecretNotFound")
		c.RequireQuiet(t, day)
		stop()
		start(t, c)
		c.RequireQuiet(t, day)

		c.Create(t, keys("1"))
		controllertest.Pass(time.Second)
		requireSuperseded(t, controllertest.Get(t, c, older).Status.Conditions, metav1.ConditionTrue)
		requireTakenOver(t, c, endpoint, metav1.ConditionTrue)
		requireControlledBy(t, c, endpoint, older)
		after := childrenIdentities(t, c)
		assert.NotEqual(t, before["template"], after["template"], "the endpoint adds a header")
		assert.Equal(t, before["good"], after["good"])
	})
}

// R4.3: until then the older object is served as if there were no endpoint.
func TestAnObjectWhoseSuccessorCannotTakeOverIsServed(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older := olderProxy(func(spec *v1beta1.MCPRemoteProxySpec) {
			spec.HeaderForward = &v1beta1.HeaderForwardConfig{AddHeadersFromSecret: []v1beta1.HeaderFromSecret{
				{HeaderName: "X-Own", ValueSecretRef: v1beta1.SecretKeyRef{Name: "own", Key: "key"}},
			}}
			spec.ToolConfigRef = &v1beta1.ToolConfigRef{Name: "tools"}
		})
		own := &corev1.Secret{ObjectMeta: named("own"), Data: map[string][]byte{"key": []byte("1")}}
		tools := &v1beta1.MCPToolConfig{ObjectMeta: named("tools"), Status: v1beta1.MCPToolConfigStatus{ConfigHash: "hash"}}
		bringUp(t, c, older, own, tools)
		c.Create(t, withHeader(replacing(proxy(), "MCPRemoteProxy")))
		c.RequireWrites(t, writeGood, writeProxy)
		stillWaits := func() v1beta1.MCPRemoteProxyStatus {
			t.Helper()
			status := controllertest.Get(t, c, older).Status
			requireSuperseded(t, status.Conditions, metav1.ConditionFalse)
			assert.Equal(t, "hash", status.ToolConfigHash)
			requireCondition(t, status.Conditions, "ToolConfigValidated", metav1.ConditionTrue, "ToolConfigValid")
			requireControlledBy(t, c, older)
			return status
		}

		c.Update(t, &corev1.Secret{ObjectMeta: named("own"), Data: map[string][]byte{"key": []byte("2")}})
		c.RequireWrites(t, applyDeployment, writeProxy)
		rollOut(t, c)
		c.RequireWrites(t, writeProxy)

		edited := controllertest.Get(t, c, older)
		edited.Spec.ProxyPort = 9090
		c.Update(t, edited)
		c.RequireWrites(t, applyConfigMap, applyService, applyDeployment, writeProxy)
		assert.Equal(t, edited.Generation, stillWaits().ObservedGeneration)
		rollOut(t, c)
		c.RequireWrites(t, writeProxy)

		c.Delete(t, goodDeployment())
		c.RequireWrites(t, applyDeployment, writeProxy)
		assert.Equal(t, v1beta1.MCPRemoteProxyPhasePending, stillWaits().Phase)
		rollOut(t, c)
		c.RequireWrites(t, writeProxy)
		assert.Equal(t, v1beta1.MCPRemoteProxyPhaseReady, stillWaits().Phase)
	})
}

// What goes wrong after the take-over is the endpoint's business, and gives nothing back.
func TestATakeOverLasts(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := start(t, c)
		older, endpoint := olderProxy(), withHeader(replacing(proxy(), "MCPRemoteProxy"))
		bringUp(t, c, older, keys("1"))
		c.Create(t, endpoint)
		controllertest.Pass(time.Second)
		rollOut(t, c)
		controllertest.Pass(time.Second)
		c.Requests.Writes()
		before := childrenIdentities(t, c)
		stillTaken := func() {
			t.Helper()
			requireTakenOver(t, c, endpoint, metav1.ConditionTrue)
			requireSuperseded(t, controllertest.Get(t, c, older).Status.Conditions, metav1.ConditionTrue)
			c.Recorder.Events()
			c.RequireQuiet(t, day)
		}

		c.Delete(t, keys(""))
		c.RequireWrites(t, writeGood, writeProxy)
		requireCondition(t, controllertest.Get(t, c, endpoint).Status.Conditions, "ConfigurationValid", metav1.ConditionFalse, "HeaderSecretNotFound")
		require.Equal(t, before, childrenIdentities(t, c))
		stillTaken()
		stop()
		start(t, c)
		stillTaken()

		c.Delete(t, goodDeployment())
		c.RequireWrites(t, writeGood, writeProxy)
		stillTaken()
		c.Create(t, keys("2"))
		c.RequireWrites(t, applyDeployment, writeGood, writeProxy)
		stillTaken()
	})
}

// The same for the kind that has no objects.
func TestTheTakeOverOfAnEntryWaitsAndLasts(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older, endpoint := olderEntry(), withHeader(replacing(controllertest.Endpoint("good"), "MCPServerEntry"))
		c.Create(t, group(), older)
		c.RequireWrites(t, writeEntry)
		requireEntry := func(superseded metav1.ConditionStatus, phase v1beta1.MCPServerEntryPhase) {
			t.Helper()
			status := controllertest.Get(t, c, older).Status
			requireSuperseded(t, status.Conditions, superseded)
			assert.Equal(t, phase, status.Phase)
			requireTakenOver(t, c, endpoint, superseded)
			c.Recorder.Events()
			c.RequireQuiet(t, day)
		}
		c.Create(t, endpoint)
		c.RequireWrites(t, writeEntry, writeGood)
		requireEntry(metav1.ConditionFalse, v1beta1.MCPServerEntryPhaseValid)
		assert.Empty(t, controllertest.Get(t, c, endpoint).Status.URL)

		edited := controllertest.Get(t, c, older)
		edited.Spec.GroupRef.Name = "missing"
		c.Update(t, edited)
		c.RequireWrites(t, writeEntry)
		requireEntry(metav1.ConditionFalse, v1beta1.MCPServerEntryPhaseFailed)

		c.Create(t, keys("1"))
		c.RequireWrites(t, writeGood, writeEntry)
		requireEntry(metav1.ConditionTrue, v1beta1.MCPServerEntryPhaseValid)
		c.Delete(t, keys(""))
		c.RequireWrites(t, writeGood, writeEntry)
		requireEntry(metav1.ConditionTrue, v1beta1.MCPServerEntryPhaseFailed)
	})
}

// An entry is served until the proxy that replaces it is available: nobody loses a backend.
func TestAProxyReplacesAnEntryWhenItServes(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older, endpoint := olderEntry(), replacing(proxy(), "MCPServerEntry")
		c.Create(t, group(), older)
		c.RequireWrites(t, writeEntry)
		c.Create(t, endpoint)
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeGood, writeEntry)
		status := controllertest.Get(t, c, older).Status
		requireSuperseded(t, status.Conditions, metav1.ConditionFalse)
		assert.Equal(t, v1beta1.MCPServerEntryPhaseValid, status.Phase)
		requireTakenOver(t, c, endpoint, metav1.ConditionFalse)

		rollOut(t, c)
		c.RequireWrites(t, writeGood, writeEntry)
		requireSuperseded(t, controllertest.Get(t, c, older).Status.Conditions, metav1.ConditionTrue)
		requireTakenOver(t, c, endpoint, metav1.ConditionTrue)
	})
}

// An object that is in the way of the endpoint alone keeps nobody from serving the older object.
func TestAnEndpointWhoseObjectsAreInConflictWaits(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		foreign := &corev1.ServiceAccount{ObjectMeta: named("good-remote-proxy-runner")}
		older := olderProxy(func(spec *v1beta1.MCPRemoteProxySpec) { spec.ServiceAccount = new("mine") })
		bringUp(t, c, older, foreign, &corev1.ServiceAccount{ObjectMeta: named("mine")})
		endpoint := replacing(proxy(), "MCPRemoteProxy")
		c.Create(t, endpoint)
		c.RequireWrites(t, writeGood, writeProxy)
		for _, conditions := range [][]metav1.Condition{controllertest.Get(t, c, older).Status.Conditions, controllertest.Get(t, c, endpoint).Status.Conditions} {
			for _, condition := range conditions {
				if condition.Reason == "TakeOverPending" {
					assert.Contains(t, condition.Message, `"good-remote-proxy-runner"`, condition.Type)
				}
			}
		}
		requireTakenOver(t, c, endpoint, metav1.ConditionFalse)
		controllertest.Pass(time.Hour)
		c.RequireWrites(t)

		c.Delete(t, foreign)
		controllertest.Pass(time.Minute)
		requireTakenOver(t, c, endpoint, metav1.ConditionTrue)
		requireControlledBy(t, c, endpoint, older)
	})
}

// The endpoint is what there is when the older object goes before it could take over. What ran for that is gone.
func TestAnOlderObjectThatGoesTooEarly(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older, endpoint := olderProxy(), withHeader(replacing(proxy(), "MCPRemoteProxy"))
		bringUp(t, c, older)
		c.Create(t, endpoint)
		c.RequireWrites(t, writeGood, writeProxy)
		c.Delete(t, older)
		synctest.Wait()
		// Once more when what ran is gone as well, if that is seen later.
		assert.Equal(t, []string{writeGood}, slices.Compact(c.Requests.Writes()))
		status := controllertest.Get(t, c, endpoint).Status
		assert.Nil(t, meta.FindStatusCondition(status.Conditions, "TakenOver"), "there is nothing to take over")
		c.Create(t, keys("1"))
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeGood)
		requireTakenOver(t, c, endpoint, metav1.ConditionTrue)
	})
}

// A third object of the name that came first keeps both from it.
func TestNobodyTakesOverFromALatecomer(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, group(), olderEntry())
		controllertest.Pass(time.Second)
		older, endpoint := olderProxy(), withHeader(replacing(proxy(), "MCPRemoteProxy"))
		c.Create(t, older)
		controllertest.Pass(time.Second)
		c.Create(t, endpoint)
		controllertest.Pass(time.Second)
		requireCondition(t, controllertest.Get(t, c, older).Status.Conditions, "ConfigurationValid", metav1.ConditionFalse, "NameCollision")
		status := controllertest.Get(t, c, endpoint).Status
		requireCondition(t, status.Conditions, "ConfigurationValid", metav1.ConditionFalse, "NameCollision")
		assert.Nil(t, meta.FindStatusCondition(status.Conditions, "TakenOver"))
	})
}

// What the API server refuses of a take-over is tried again, and the older object says that it must not go meanwhile.
func TestATakeOverThatIsRefusedOnTheWay(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older, endpoint := olderProxy(), replacing(proxy(), "MCPRemoteProxy")
		bringUp(t, c, older)
		before := childrenIdentities(t, c)
		c.Requests.Intercept(func(request string) error {
			if request == applyDeployment {
				return apierrors.NewForbidden(kind.Deployment.Resource().GroupResource(), "good", errors.New("exceeded quota"))
			}
			return nil
		})
		c.Create(t, endpoint)
		controllertest.Pass(time.Second)
		status := controllertest.Get(t, c, older).Status
		requireSuperseded(t, status.Conditions, metav1.ConditionFalse)
		assert.Contains(t, meta.FindStatusCondition(status.Conditions, "Superseded").Message, "exceeded quota")
		assert.Equal(t, v1beta1.MCPRemoteProxyPhaseReady, status.Phase)
		assert.NotEmpty(t, status.URL)
		requireTakenOver(t, c, endpoint, metav1.ConditionFalse)

		c.Requests.Intercept(nil)
		controllertest.Pass(time.Minute)
		requireSuperseded(t, controllertest.Get(t, c, older).Status.Conditions, metav1.ConditionTrue)
		requireTakenOver(t, c, endpoint, metav1.ConditionTrue)
		requireControlledBy(t, c, endpoint, older)
		require.Equal(t, before, childrenIdentities(t, c))
	})
}
