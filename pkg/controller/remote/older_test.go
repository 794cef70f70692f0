// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// The requests that write the statuses of the older objects called good.
const (
	writeProxy = "update mcpremoteproxies/status default/good"
	writeEntry = "update mcpserverentries/status default/good"
)

// olderProxy is the MCPRemoteProxy called good, which is equivalent to proxy().
func olderProxy(changes ...func(*v1beta1.MCPRemoteProxySpec)) *v1beta1.MCPRemoteProxy {
	p := &v1beta1.MCPRemoteProxy{ObjectMeta: named("good"), Spec: v1beta1.MCPRemoteProxySpec{
		RemoteURL: "https://mcp.example.com/mcp",
		Transport: v1beta1.TransportStreamableHTTP,
		GroupRef:  &v1beta1.MCPGroupRefOrName{Name: controllertest.GroupName},
		OIDCConfig: &v1beta1.OIDCConfigRef{Type: v1beta1.OIDCConfigTypeInline, Inline: &v1beta1.InlineOIDCConfig{
			Issuer: "https://login.example.com", Audience: "good",
		}},
	}}
	for _, change := range changes {
		change(&p.Spec)
	}
	return p
}

// olderEntry is the MCPServerEntry called good, which is equivalent to controllertest.Endpoint("good").
func olderEntry() *v1beta1.MCPServerEntry {
	return &v1beta1.MCPServerEntry{ObjectMeta: named("good"), Spec: v1beta1.MCPServerEntrySpec{
		RemoteURL: "https://mcp.example.com/mcp",
		Transport: v1beta1.TransportStreamableHTTP,
		GroupRef:  v1beta1.MCPGroupRefOrName{Name: controllertest.GroupName},
	}}
}

func requireCondition(t *testing.T, conditions []metav1.Condition, conditionType string, status metav1.ConditionStatus, reason string) {
	t.Helper()
	condition := meta.FindStatusCondition(conditions, conditionType)
	require.NotNil(t, condition, conditionType)
	require.Equal(t, status, condition.Status, condition.Message)
	require.Equal(t, reason, condition.Reason, condition.Message)
}

// R4.1, R4.2, R5.5.
func TestAProxyOfTheOlderKindIsServed(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := start(t, c)
		older := olderProxy()
		c.Create(t, group(), older)
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeProxy)
		c.RequireEvents(t, "Warning Deprecated default/good")
		require.Equal(t, older.UID, metav1.GetControllerOf(controllertest.Get(t, c, goodDeployment())).UID)

		rollOut(t, c)
		c.RequireWrites(t, writeProxy)
		c.RequireEvents(t, "Warning Deprecated default/good")
		status := controllertest.Get(t, c, older).Status
		assert.Equal(t, v1beta1.MCPRemoteProxyPhaseReady, status.Phase)
		assert.Equal(t, "http://mcp-good-remote-proxy.default.svc.cluster.local:8080", status.URL)
		requireCondition(t, status.Conditions, "Ready", metav1.ConditionTrue, "DeploymentReady")
		requireCondition(t, status.Conditions, "Deprecated", metav1.ConditionTrue, "Deprecated")
		assert.Contains(t, meta.FindStatusCondition(status.Conditions, "Deprecated").Message, "operator migrate --from-cluster -n default")

		c.RequireQuiet(t, day)
		stop()
		start(t, c)
		c.RequireQuiet(t, day)
	})
}

func TestAnEntryIsServed(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := start(t, c)
		older := olderEntry()
		c.Create(t, group(), older)
		c.RequireWrites(t, writeEntry)
		c.RequireEvents(t, "Warning Deprecated default/good")
		status := controllertest.Get(t, c, older).Status
		assert.Equal(t, v1beta1.MCPServerEntryPhaseValid, status.Phase)
		requireCondition(t, status.Conditions, "Valid", metav1.ConditionTrue, "ConfigValid")
		requireCondition(t, status.Conditions, "Deprecated", metav1.ConditionTrue, "Deprecated")

		c.Delete(t, group())
		c.RequireWrites(t, writeEntry)
		c.RequireEvents(t, "Warning Deprecated default/good", "Warning GroupNotFound default/good")
		assert.Equal(t, v1beta1.MCPServerEntryPhaseFailed, controllertest.Get(t, c, older).Status.Phase)

		stop()
		start(t, c)
		c.RequireQuiet(t, day)
	})
}

// R4.1: what ToolHive tolerates keeps working, and the object says what that is.
func TestAnOlderProxyKeepsWhatAnEndpointMayNot(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older := olderProxy(func(spec *v1beta1.MCPRemoteProxySpec) {
			spec.OIDCConfig, spec.GroupRef, spec.RemoteURL = nil, nil, "http://mcp.example.com/mcp"
		})
		c.Create(t, older)
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeProxy)
		rollOut(t, c)
		controllertest.Pass(time.Second)
		status := controllertest.Get(t, c, older).Status
		assert.Equal(t, v1beta1.MCPRemoteProxyPhaseReady, status.Phase)
		deprecated := meta.FindStatusCondition(status.Conditions, "Deprecated").Message
		for _, field := range []string{"spec.oidcConfigRef", "spec.groupRef", "spec.remoteUrl"} {
			assert.Contains(t, deprecated, field)
		}
	})
}

// R4.1: so do URLs that only Go's parser takes, as ToolHive did.
func TestAnOlderObjectKeepsAURLThatIsWrittenOddly(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		const url = "https://mcp.example.com/{tenant}/mcp?filter=a|b"
		older, entry := olderProxy(func(spec *v1beta1.MCPRemoteProxySpec) { spec.RemoteURL = url }), olderEntry()
		entry.Name, entry.Spec.RemoteURL = "entry", url
		bringUp(t, c, older, entry)
		status := controllertest.Get(t, c, older).Status
		assert.NotEmpty(t, status.URL)
		assert.Contains(t, meta.FindStatusCondition(status.Conditions, "Deprecated").Message, "spec.remoteUrl must consist of")
		entryStatus := controllertest.Get(t, c, entry).Status
		assert.Equal(t, v1beta1.MCPServerEntryPhaseValid, entryStatus.Phase)
		requireCondition(t, entryStatus.Conditions, "RemoteURLValidated", metav1.ConditionTrue, "RemoteURLValid")
		assert.Contains(t, meta.FindStatusCondition(entryStatus.Conditions, "Deprecated").Message, "spec.remoteUrl must consist of")
		assert.Contains(t, controllertest.Get(t, c, &corev1.ConfigMap{ObjectMeta: named("good-runconfig")}).Data["runconfig.json"], "/{tenant}/mcp?filter=a|b")
	})
}

// What a user, or another operator, wrote into the status of an older object stays if it is not ours, and is put right if it is.
func TestTheStatusOfAnOlderObjectIsReplaced(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older := olderEntry()
		c.Create(t, group(), older)
		c.RequireWrites(t, writeEntry)
		spoilt := controllertest.Get(t, c, older)
		spoilt.Status.Phase = v1beta1.MCPServerEntryPhaseFailed
		for _, conditionType := range []string{"HeaderSecretRefsValidated", "ExampleOnly"} {
			meta.SetStatusCondition(&spoilt.Status.Conditions, metav1.Condition{Type: conditionType, Status: metav1.ConditionFalse, Reason: "Foreign"})
		}
		c.UpdateStatus(t, spoilt)
		c.RequireWrites(t, writeEntry)
		status := controllertest.Get(t, c, older).Status
		assert.Equal(t, v1beta1.MCPServerEntryPhaseValid, status.Phase)
		assert.Nil(t, meta.FindStatusCondition(status.Conditions, "HeaderSecretRefsValidated"), "it is ours, and does not apply")
		assert.NotNil(t, meta.FindStatusCondition(status.Conditions, "ExampleOnly"))
		c.Recorder.Events()
		c.RequireQuiet(t, day)
	})
}

// R5.5.
func TestOlderObjectsCostNothingWhenSettled(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := start(t, c)
		c.Create(t, group())
		for i := range 200 {
			entry := olderEntry()
			entry.Name = nameOf(i)
			c.Create(t, entry)
			controllertest.Pass(time.Millisecond)
		}
		controllertest.Pass(time.Minute)
		require.Equal(t, 200, len(c.Requests.Writes())) //nolint:testifylint // The list itself says nothing.
		c.Recorder.Events()
		stop()
		start(t, c)
		c.RequireQuiet(t, day)
	})
}

func nameOf(i int) string { return fmt.Sprintf("older-%d", i) }

func goodChildren() []controllertest.Object {
	return []controllertest.Object{
		&corev1.ServiceAccount{ObjectMeta: named("good-remote-proxy-runner")},
		&corev1.ConfigMap{ObjectMeta: named("good-runconfig")},
		&corev1.Service{ObjectMeta: named("mcp-good-remote-proxy")},
		goodDeployment(),
	}
}

// childrenIdentities is what must not change of the proxy called good when it is taken over.
func childrenIdentities(t *testing.T, c *controllertest.Cluster) map[string]string {
	t.Helper()
	identities := map[string]string{}
	for _, child := range goodChildren() {
		live := controllertest.Get(t, c, child)
		identities[live.GetName()] = string(live.GetUID())
		if deployment, ok := live.(*appsv1.Deployment); ok {
			template, err := deployment.Spec.Template.Marshal()
			require.NoError(t, err)
			identities["template"] = string(template)
		}
	}
	return identities
}

func requireControlledBy(t *testing.T, c *controllertest.Cluster, owner metav1.Object, others ...metav1.Object) {
	t.Helper()
	for _, child := range goodChildren() {
		live := controllertest.Get(t, c, child)
		require.Equal(t, owner.GetUID(), metav1.GetControllerOf(live).UID, live.GetName())
		require.Len(t, live.GetOwnerReferences(), 1+len(others))
		for _, other := range others {
			require.True(t, hasOwner(live, other), live.GetName())
		}
	}
}

func hasOwner(object, owner metav1.Object) bool {
	for _, ref := range object.GetOwnerReferences() {
		if ref.UID == owner.GetUID() {
			return true
		}
	}
	return false
}

func replacing(endpoint *v1alpha1.MCPRemoteEndpoint, kind string) *v1alpha1.MCPRemoteEndpoint {
	endpoint.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: kind}
	return endpoint
}

// R4.3.
func TestAnEndpointTakesOverAndHandsBack(t *testing.T) {
	applyAll := []string{applyServiceAccount, applyConfigMap, applyService, applyDeployment}
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := start(t, c)
		older, endpoint := olderProxy(), replacing(proxy(), "MCPRemoteProxy")
		c.Create(t, group(), older)
		controllertest.Pass(time.Second)
		rollOut(t, c)
		controllertest.Pass(time.Second)
		before := childrenIdentities(t, c)
		c.Requests.Writes()
		c.Recorder.Events()

		c.Create(t, endpoint)
		c.RequireWrites(t, append(applyAll, writeGood, writeProxy)...)
		c.RequireEvents(t, "Normal Superseded default/good")
		require.Equal(t, before, childrenIdentities(t, c))
		requireControlledBy(t, c, endpoint, older)
		taken := controllertest.Get(t, c, endpoint).Status
		assert.Equal(t, v1alpha1.PhaseReady, taken.Phase)
		superseded := controllertest.Get(t, c, older).Status
		requireCondition(t, superseded.Conditions, "Superseded", metav1.ConditionTrue, "Superseded")
		assert.Equal(t, taken.URL, superseded.URL, "whoever reads the older object misses nothing")
		assert.Equal(t, v1beta1.MCPRemoteProxyPhaseReady, superseded.Phase)
		c.RequireQuiet(t, day)
		stop()
		start(t, c)
		c.RequireQuiet(t, day)

		endpoint.Annotations = nil
		c.Update(t, endpoint)
		c.RequireWrites(t, append(applyAll, writeGood, writeProxy)...)
		c.RequireEvents(t, "Warning Deprecated default/good", "Warning NameCollision default/good")
		require.Equal(t, before, childrenIdentities(t, c))
		requireControlledBy(t, c, older)
		assert.Nil(t, meta.FindStatusCondition(controllertest.Get(t, c, older).Status.Conditions, "Superseded"))

		c.Update(t, replacing(endpoint, "MCPRemoteProxy"))
		c.RequireWrites(t, append(applyAll, writeGood, writeProxy)...)
		c.Recorder.Events()
		c.Delete(t, endpoint)
		c.RequireWrites(t, append(applyAll, writeProxy)...)
		require.Equal(t, before, childrenIdentities(t, c))
		requireControlledBy(t, c, older)
		assert.Equal(t, v1beta1.MCPRemoteProxyPhaseReady, controllertest.Get(t, c, older).Status.Phase)
	})
}

// R4.3: the older object may go at any time, in any way.
func TestAnOlderObjectThatGoesTakesNothingWithIt(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older, endpoint := olderProxy(), replacing(proxy(), "MCPRemoteProxy")
		c.Create(t, group(), older)
		controllertest.Pass(time.Second)
		rollOut(t, c)
		controllertest.Pass(time.Second)
		before := childrenIdentities(t, c)
		c.Create(t, endpoint)
		controllertest.Pass(time.Second)
		c.Requests.Writes()
		c.Recorder.Events()

		older = controllertest.Get(t, c, older)
		older.Finalizers = []string{metav1.FinalizerDeleteDependents}
		c.Update(t, older)
		c.Delete(t, older) // in the foreground
		controllertest.Pass(time.Second)
		requireControlledBy(t, c, endpoint)
		older = controllertest.Get(t, c, older)
		older.Finalizers = nil
		c.Update(t, older)
		controllertest.Pass(time.Second)
		require.Equal(t, before, childrenIdentities(t, c))
		requireControlledBy(t, c, endpoint)
		assert.Equal(t, v1alpha1.PhaseReady, controllertest.Get(t, c, endpoint).Status.Phase)
	})
}

// An endpoint that is being deleted gives back what it took over before it is gone.
func TestAnEndpointThatIsGoingHandsBack(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := replacing(proxy(), "MCPRemoteProxy")
		endpoint.Finalizers = []string{"example.com/keep"}
		createReady(t, c, endpoint)
		before := childrenIdentities(t, c)
		older := olderProxy()
		c.Create(t, older)
		controllertest.Pass(time.Second)
		requireControlledBy(t, c, endpoint, older)
		requireCondition(t, controllertest.Get(t, c, older).Status.Conditions, "Superseded", metav1.ConditionTrue, "Superseded")

		c.Delete(t, endpoint)
		controllertest.Pass(time.Second)
		require.Equal(t, before, childrenIdentities(t, c))
		requireControlledBy(t, c, older)
		assert.Equal(t, v1alpha1.PhaseTerminating, controllertest.Get(t, c, endpoint).Status.Phase)
		assert.Equal(t, v1beta1.MCPRemoteProxyPhaseReady, controllertest.Get(t, c, older).Status.Phase)
	})
}

func TestAnEndpointReplacesAnEntry(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older, endpoint := olderEntry(), replacing(controllertest.Endpoint("good"), "MCPServerEntry")
		c.Create(t, group(), older)
		c.RequireWrites(t, writeEntry)
		c.Create(t, endpoint)
		c.RequireWrites(t, writeGood, writeEntry)
		status := controllertest.Get(t, c, older).Status
		requireCondition(t, status.Conditions, "Superseded", metav1.ConditionTrue, "Superseded")
		assert.Equal(t, v1beta1.MCPServerEntryPhaseValid, status.Phase)

		c.Delete(t, endpoint)
		c.RequireWrites(t, writeEntry)
		assert.Nil(t, meta.FindStatusCondition(controllertest.Get(t, c, older).Status.Conditions, "Superseded"))
	})
}

// An endpoint of type direct may replace a proxy: what ran is not wanted any more.
func TestADirectEndpointReplacesAProxy(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, group(), olderProxy())
		controllertest.Pass(time.Second)
		c.Requests.Writes()
		c.Create(t, replacing(controllertest.Endpoint("good"), "MCPRemoteProxy"))
		c.RequireWrites(t,
			"delete-metadata serviceaccounts default/good-remote-proxy-runner", "delete-metadata configmaps default/good-runconfig",
			"delete-metadata services default/mcp-good-remote-proxy", "delete-metadata deployments default/good", writeGood, writeProxy)
	})
}

func TestTheLaterOfTwoOlderObjectsSaysSo(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, group(), olderEntry())
		controllertest.Pass(time.Second)
		later := olderProxy()
		c.Create(t, later)
		c.RequireWrites(t, writeEntry, writeProxy)
		status := controllertest.Get(t, c, later).Status
		assert.Equal(t, v1beta1.MCPRemoteProxyPhaseFailed, status.Phase)
		requireCondition(t, status.Conditions, "ConfigurationValid", metav1.ConditionFalse, "NameCollision")
		c.Delete(t, olderEntry())
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeProxy)
	})
}

// The hashes that whoever serves the shared configurations wrote are repeated, whenever they come.
func TestAHashThatComesLaterIsRepeated(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older := olderProxy(func(spec *v1beta1.MCPRemoteProxySpec) { spec.ToolConfigRef = &v1beta1.ToolConfigRef{Name: "tools"} })
		tools := &v1beta1.MCPToolConfig{ObjectMeta: named("tools")}
		c.Create(t, group(), tools, older)
		controllertest.Pass(time.Second)
		c.Requests.Writes()
		tools = controllertest.Get(t, c, tools)
		tools.Status.ConfigHash = "abc"
		c.UpdateStatus(t, tools)
		c.RequireWrites(t, writeProxy)
		assert.Equal(t, "abc", controllertest.Get(t, c, older).Status.ToolConfigHash)
	})
}

// A successor of a proxy that finds itself beside an older entry keeps what it runs, although the entry has the name once the proxy is gone.
func TestAnEntryDoesNotTakeWhatASuccessorRuns(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		older := olderProxy()
		c.Create(t, group(), older)
		controllertest.Pass(time.Second)
		c.Create(t, olderEntry())
		controllertest.Pass(time.Second)
		c.Create(t, replacing(proxy(), "MCPRemoteProxy"))
		controllertest.Pass(time.Second)
		before := childrenIdentities(t, c)
		c.Delete(t, older)
		controllertest.Pass(time.Second)
		require.Equal(t, before, childrenIdentities(t, c))
	})
}
