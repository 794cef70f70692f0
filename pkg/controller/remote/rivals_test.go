// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
)

// Header X-Key of an endpoint called a, and X of one called key-a, have one variable.
var inA, inKeyA = sending("X-Key", "first"), sending("X", "second")

// sending has a header with the value of a key of headerKeys.
func sending(header, key string) func(*v1alpha1.MCPRemoteEndpoint) {
	return func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.HeaderForward = &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{
			{HeaderName: header, ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: key}},
		}}
	}
}

func headerKeys() *corev1.Secret {
	return &corev1.Secret{ObjectMeta: named("keys"), Data: map[string][]byte{"first": []byte("one"), "second": []byte("two")}}
}

// entryWithHeader is one that a user wrote, called a.
func entryWithHeader() *v1beta1.MCPServerEntry {
	entry := olderEntry()
	entry.Name = "a"
	entry.Spec.HeaderForward = &v1beta1.HeaderForwardConfig{AddHeadersFromSecret: []v1beta1.HeaderFromSecret{
		{HeaderName: "X-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: "first"}},
	}}
	return entry
}

func writeStatusOf(name string) string { return "apply mcpremoteendpoints/status default/" + name }

func deleteEntryOf(name string) string { return "delete-metadata mcpserverentries default/" + name }

// inBothModes runs a test for those for whom endpoints are published. publishes are the writes that make an entry, and serves those about an entry of a
// user's own.
func inBothModes(t *testing.T, test func(t *testing.T, c *controllertest.Cluster, publishes, serves func(name string) []string)) {
	t.Helper()
	nothing := func(string) []string { return nil }
	apply := func(name string) []string {
		return []string{writeStatusOf(name), "apply mcpserverentries default/" + name}
	}
	applyValid := func(name string) []string {
		return append(apply(name), "apply mcpserverentries/status default/"+name)
	}
	update := func(name string) []string { return []string{"update mcpserverentries/status default/" + name} }
	for mode, how := range map[string]struct {
		config            func(*remote.Config)
		publishes, serves func(string) []string
	}{
		"alone":           {publishing, applyValid, update},
		"beside ToolHive": {besideToolHive, apply, nothing},
	} {
		t.Run(mode, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				_, stop := startWith(t, c, how.config)
				c.Create(t, group(), headerKeys())
				test(t, c, how.publishes, how.serves)
				c.Recorder.Events()
				c.RequireQuiet(t, day)
				stop()
				startWith(t, c, how.config)
				controllertest.Pass(day)
				c.RequireWrites(t)
			})
		})
	}
}

func requirePublished(t *testing.T, c *controllertest.Cluster, endpoint *v1alpha1.MCPRemoteEndpoint) {
	t.Helper()
	requireReady(t, c, endpoint)
	requireCondition(t, controllertest.Get(t, c, endpoint).Status.Conditions, "Published", metav1.ConditionTrue, "Published")
}

// requireUnpublished requires that an endpoint can be used all the same, and says what is in its way.
func requireUnpublished(t *testing.T, c *controllertest.Cluster, endpoint *v1alpha1.MCPRemoteEndpoint, names ...string) {
	t.Helper()
	status := controllertest.Get(t, c, endpoint).Status
	require.Equal(t, v1alpha1.PhaseReady, status.Phase)
	requireCondition(t, status.Conditions, "Published", metav1.ConditionFalse, "SharedHeaders")
	for _, name := range names {
		assert.Contains(t, meta.FindStatusCondition(status.Conditions, "Published").Message, name)
	}
}

func TestAnEndpointThatSharesAVariableWaitsUntilTheOtherIsGone(t *testing.T) {
	inBothModes(t, func(t *testing.T, c *controllertest.Cluster, publishes, _ func(string) []string) {
		a, keyA := controllertest.Endpoint("a", inA), controllertest.Endpoint("key-a", inKeyA)
		c.Create(t, a)
		c.RequireWrites(t, publishes("a")...)
		controllertest.Pass(time.Second)
		c.Create(t, keyA)
		c.RequireWrites(t, writeStatusOf("key-a"))
		requireUnpublished(t, c, keyA, `header "X" of this endpoint`, `header "X-Key" of MCPRemoteEndpoint "a"`, "another name", "inline")
		requirePublished(t, c, a)
		c.RequireQuiet(t, day)

		c.Delete(t, a)
		c.RequireWrites(t, publishes("key-a")...)
		requirePublished(t, c, keyA)
		c.RequireQuiet(t, day)

		a = controllertest.Endpoint("a", inA)
		c.Create(t, a)
		c.RequireWrites(t, writeStatusOf("a"))
		requireUnpublished(t, c, a)
		sending("Y", "second")(keyA)
		c.Update(t, keyA)
		c.RequireWrites(t, append(publishes("key-a"), publishes("a")...)...)
		requirePublished(t, c, a)
		requirePublished(t, c, keyA)
	})
}

// The one that is published keeps the variable, for gateways have its value.
func TestAnOlderEndpointThatGetsAHeaderYields(t *testing.T) {
	inBothModes(t, func(t *testing.T, c *controllertest.Cluster, publishes, _ func(string) []string) {
		a, keyA := controllertest.Endpoint("a"), controllertest.Endpoint("key-a", inKeyA)
		c.Create(t, a)
		controllertest.Pass(time.Second)
		c.Create(t, keyA)
		c.RequireWrites(t, append(publishes("a"), publishes("key-a")...)...)
		inA(a)
		c.Update(t, a)
		c.RequireWrites(t, deleteEntryOf("a"), writeStatusOf("a"))
		requireUnpublished(t, c, a, "key-a")
		requirePublished(t, c, keyA)
	})
}

// Nobody keeps a gateway from finding the entry.
func TestAnEndpointYieldsToAnEntryOfAUser(t *testing.T) {
	inBothModes(t, func(t *testing.T, c *controllertest.Cluster, publishes, serves func(string) []string) {
		keyA, entry := controllertest.Endpoint("key-a", inKeyA), entryWithHeader()
		c.Create(t, keyA)
		c.RequireWrites(t, publishes("key-a")...)
		controllertest.Pass(time.Second)
		c.Create(t, entry)
		c.RequireWrites(t, append(serves("a"), deleteEntryOf("key-a"), writeStatusOf("key-a"))...)
		requireUnpublished(t, c, keyA, `MCPServerEntry "a"`)

		entry.Spec.HeaderForward = nil
		c.Update(t, entry)
		c.RequireWrites(t, append(serves("a"), publishes("key-a")...)...)
		requirePublished(t, c, keyA)
	})
}

// What an entry had goes to the endpoint that replaces it, and not to another that is older.
func TestTheVariableOfAnEntryIsItsReplacements(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		startWith(t, c, publishing)
		keyA, entry := controllertest.Endpoint("key-a", inKeyA), entryWithHeader()
		a := replacing(controllertest.Endpoint("a", inA), string(kind.MCPServerEntry))
		c.Create(t, group(), headerKeys(), entry)
		controllertest.Pass(time.Second)
		c.Create(t, keyA)
		controllertest.Pass(time.Second)
		c.Create(t, a)
		controllertest.Pass(time.Second)
		c.Requests.Writes()
		c.Delete(t, entry)
		c.RequireWrites(t, writeStatusOf("a"), "apply mcpserverentries default/a", "apply mcpserverentries/status default/a", writeStatusOf("key-a"))
		requirePublished(t, c, a)
		requireUnpublished(t, c, keyA, `MCPRemoteEndpoint "a"`)
	})
}

func TestOneOfTwoThatComeAtOnceIsPublished(t *testing.T) {
	inBothModes(t, func(t *testing.T, c *controllertest.Cluster, _, _ func(string) []string) {
		a, keyA := controllertest.Endpoint("a", inA), controllertest.Endpoint("key-a", inKeyA)
		c.Create(t, keyA, a)
		controllertest.Pass(time.Minute)
		c.Requests.Writes()
		states := []metav1.ConditionStatus{}
		for _, endpoint := range []*v1alpha1.MCPRemoteEndpoint{a, keyA} {
			published := meta.FindStatusCondition(controllertest.Get(t, c, endpoint).Status.Conditions, v1alpha1.ConditionPublished)
			require.NotNil(t, published)
			states = append(states, published.Status)
		}
		assert.ElementsMatch(t, []metav1.ConditionStatus{metav1.ConditionTrue, metav1.ConditionFalse}, states)
	})
}

func TestWithoutPublishingEndpointsShareNothing(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		a, keyA := controllertest.Endpoint("a", inA), controllertest.Endpoint("key-a", inKeyA)
		c.Create(t, group(), headerKeys(), a, keyA)
		c.RequireWrites(t, writeStatusOf("a"), writeStatusOf("key-a"))
		requireReady(t, c, a)
		requireReady(t, c, keyA)
		c.RequireQuiet(t, day)
	})
}

// What else keeps an endpoint from being published is said first, and has to be mended first.
func TestWhyAnEndpointIsNotPublished(t *testing.T) {
	alone := func(s *remote.Snapshot) {
		s.Publishing = remote.PublishingAlone
		s.Endpoint.Name = "key-a"
		inKeyA(s.Endpoint)
		s.Rivals = []publish.Rival{{Kind: kind.MCPRemoteEndpoint, Endpoint: controllertest.Endpoint("a", inA)}}
	}
	older := func(s *remote.Snapshot) {
		s.Rivals[0].Endpoint.CreationTimestamp = longAgo
		s.Endpoint.CreationTimestamp = now
	}
	younger := func(s *remote.Snapshot) {
		s.Rivals[0].Endpoint.CreationTimestamp = later
		s.Endpoint.CreationTimestamp = now
	}
	published := func(s *remote.Snapshot) { s.PublishedAs = publish.Entry(s.Endpoint, "", metav1.OwnerReference{}) }
	for name, test := range map[string]struct {
		changes []change
		reason  string
	}{
		"an older rival":                  {[]change{older}, v1alpha1.ReasonSharedHeaders},
		"a younger rival":                 {[]change{younger}, v1alpha1.ReasonPublished},
		"an older rival that came later":  {[]change{older, published}, v1alpha1.ReasonPublished},
		"an older rival that is an entry": {[]change{older, published, func(s *remote.Snapshot) { s.Rivals[0].Kind = kind.MCPServerEntry }}, v1alpha1.ReasonSharedHeaders},
		"an older rival, for the same value": {
			[]change{older, func(s *remote.Snapshot) { sending("X", "first")(s.Endpoint) }}, v1alpha1.ReasonPublished,
		},
		"a URL that is not admitted": {[]change{older, func(s *remote.Snapshot) {
			s.Publishing, s.Endpoint.Spec.RemoteURL = remote.PublishingBeside, "https://10.0.0.1/mcp"
		}}, v1alpha1.ReasonURLNotAdmitted},
		"a name that is taken": {[]change{older, func(s *remote.Snapshot) {
			s.Claimants = []claim.Claimant{{Kind: kind.MCPServerEntry, Object: &v1beta1.MCPServerEntry{ObjectMeta: metav1.ObjectMeta{Name: "key-a", UID: "other"}}}}
		}}, v1alpha1.ReasonNameTaken},
	} {
		t.Run(name, func(t *testing.T) {
			plan := remote.Decide(snapshot(append([]change{alone}, test.changes...)...), remote.Verdict{}, now)
			require.NotNil(t, plan.Endpoint)
			condition := meta.FindStatusCondition(plan.Endpoint.Conditions, v1alpha1.ConditionPublished)
			require.NotNil(t, condition)
			assert.Equal(t, test.reason, condition.Reason)
		})
	}
}
