// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

var errKilled = errors.New("the operator was killed")

// chapter is something that happens.
type chapter struct {
	name string
	do   func(t *testing.T, c *controllertest.Cluster)
}

// lifeOfAnEndpoint is what happens to an endpoint, one after the other.
var lifeOfAnEndpoint = []chapter{
	{"create", func(t *testing.T, c *controllertest.Cluster) {
		c.Create(t, group(), keys("1"), &corev1.ServiceAccount{ObjectMeta: named("mine")}, withHeader(proxy()))
	}},
	{"serve", rollOut},
	{"edit", func(t *testing.T, c *controllertest.Cluster) {
		endpoint := controllertest.Get(t, c, proxy())
		endpoint.Spec.ProxyConfig.ProxyPort = 9090
		endpoint.Spec.ProxyConfig.Audit = &v1beta1.AuditConfig{Enabled: true}
		c.Update(t, endpoint)
	}},
	{"serve", rollOut},
	{"rotate", func(t *testing.T, c *controllertest.Cluster) { c.Update(t, keys("2")) }},
	{"serve", rollOut},
	{"remove a child", func(t *testing.T, c *controllertest.Cluster) {
		endpoint := controllertest.Get(t, c, proxy())
		endpoint.Spec.ProxyConfig.ServiceAccount = new("mine")
		c.Update(t, endpoint)
	}},
	{"break", func(t *testing.T, c *controllertest.Cluster) { c.Delete(t, keys("2")) }},
	{"mend", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, keys("3")) }},
	{"serve", rollOut},
	{"remove", func(t *testing.T, c *controllertest.Cluster) { c.Delete(t, proxy()) }},
}

// pendingTakeOver is what happens to an older object whose successor cannot take over at first, and breaks afterwards.
var pendingTakeOver = []chapter{
	{"create", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, group(), olderProxy()) }},
	{"serve", rollOut},
	{"wait", func(t *testing.T, c *controllertest.Cluster) {
		c.Create(t, withHeader(replacing(proxy(), "MCPRemoteProxy")))
	}},
	{"edit the older object", func(t *testing.T, c *controllertest.Cluster) {
		older := controllertest.Get(t, c, olderProxy())
		older.Spec.ProxyPort = 9090
		c.Update(t, older)
	}},
	{"take over", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, keys("1")) }},
	{"serve", rollOut},
	{"break", func(t *testing.T, c *controllertest.Cluster) { c.Delete(t, keys("1")) }},
	{"hand back", annotate("")},
	{"wait again", annotate("MCPRemoteProxy")},
	{"remove the successor", func(t *testing.T, c *controllertest.Cluster) { c.Delete(t, proxy()) }},
}

// pendingEntry is the same for the kind that has no objects.
var pendingEntry = []chapter{
	{"create", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, group(), olderEntry()) }},
	{"wait", func(t *testing.T, c *controllertest.Cluster) {
		c.Create(t, withHeader(replacing(controllertest.Endpoint("good"), "MCPServerEntry")))
	}},
	{"take over", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, keys("1")) }},
	{"break", func(t *testing.T, c *controllertest.Cluster) { c.Delete(t, keys("1")) }},
	{"remove the older object", func(t *testing.T, c *controllertest.Cluster) { c.Delete(t, olderEntry()) }},
	{"bring it back", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, olderEntry()) }},
	{"hand back", annotate("")},
}

// takeOver is what happens to an older object and the endpoint that replaces it.
var takeOver = []chapter{
	{"create", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, group(), olderProxy()) }},
	{"serve", rollOut},
	{"take over", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, replacing(proxy(), "MCPRemoteProxy")) }},
	{"hand back", annotate("")},
	{"take over again", annotate("MCPRemoteProxy")},
	{"hand back by deletion", func(t *testing.T, c *controllertest.Cluster) { c.Delete(t, proxy()) }},
	{"take over a third time", func(t *testing.T, c *controllertest.Cluster) { c.Create(t, replacing(proxy(), "MCPRemoteProxy")) }},
	{"remove the older object", func(t *testing.T, c *controllertest.Cluster) { c.Delete(t, olderProxy()) }},
}

func annotate(replaced string) func(t *testing.T, c *controllertest.Cluster) {
	return func(t *testing.T, c *controllertest.Cluster) {
		t.Helper()
		c.Update(t, replacing(controllertest.Get(t, c, proxy()), replaced))
	}
}

func keys(value string) *corev1.Secret {
	return &corev1.Secret{ObjectMeta: named("keys"), Data: map[string][]byte{"key": []byte(value)}}
}

func withHeader(endpoint *v1alpha1.MCPRemoteEndpoint) *v1alpha1.MCPRemoteEndpoint {
	endpoint.Spec.HeaderForward = &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{{
		HeaderName: "X-API-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: "key"},
	}}}
	return endpoint
}

// R5.6: killed at any write and started again, the operator comes to the same objects. Each run goes through all chapters, and kills the
// operator after so many writes of one of them; the last run of a chapter is the one that had not so many.
func TestTheOperatorKilledAtAnyWriteComesToTheSameObjects(t *testing.T) {
	assert.Greater(t, walk(t, lifeOfAnEndpoint), 15)
}

// R4.3.
func TestTheOperatorKilledAtAnyWriteOfATakeOverComesToTheSameObjects(t *testing.T) {
	assert.Greater(t, walk(t, takeOver), 30)
	assert.Greater(t, walk(t, pendingTakeOver), 30)
	assert.Greater(t, walk(t, pendingEntry), 9)
}

// walk returns at how many writes the operator was killed.
func walk(t *testing.T, chapters []chapter) (kills int) {
	t.Helper()
	want := tell(t, chapters, -1, 0)
	for chapter := range chapters {
		for writes := 0; ; writes++ {
			told := tell(t, chapters, chapter, writes)
			require.Equal(t, want.objects, told.objects, "killed after %d writes of %q", writes, chapters[chapter].name)
			if !told.killed {
				break
			}
			kills++
		}
	}
	fmt.Fprintf(os.Stdout, "%s: killed the operator at each of %d writes\n", t.Name(), kills) // make test shows it.
	return kills
}

// story is what a run through all chapters led to: after each of them, all objects.
type story struct {
	killed  bool
	objects [][]string
}

func tell(t *testing.T, chapters []chapter, chapter, writes int) story {
	t.Helper()
	var told story
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		_, stop := start(t, c)
		for i := range chapters {
			dead := new(atomic.Bool)
			if i == chapter {
				dead = killAfter(c, writes)
			}
			chapters[i].do(t, c)
			controllertest.Pass(time.Second)
			if dead.Load() {
				told.killed = true
				stop()
			}
			c.Requests.Intercept(nil)
			if dead.Load() {
				_, stop = start(t, c)
			}
			controllertest.Pass(time.Minute)
			told.objects = append(told.objects, everything(t, c))
		}
	})
	return told
}

// killAfter lets so many writes pass, and then nothing any more: so it is for a process that was killed.
func killAfter(c *controllertest.Cluster, writes int) *atomic.Bool {
	dead, made := new(atomic.Bool), 0
	c.Requests.Intercept(func(request string) error {
		isWrite := !strings.HasPrefix(request, "get")
		if dead.Load() || isWrite && made == writes {
			dead.Store(true)
			return errKilled
		}
		if isWrite {
			made++
		}
		return nil
	})
	return dead
}

// everything is the objects that the operator writes, without what depends on when and how often.
func everything(t *testing.T, c *controllertest.Cluster) []string {
	t.Helper()
	return c.Dump(t, func(object metav1.Object) {
		object.SetUID("")
		object.SetResourceVersion("")
		object.SetCreationTimestamp(metav1.Time{})
		object.SetGeneration(0)
		object.SetManagedFields(nil)
		var owners []metav1.OwnerReference
		for _, owner := range object.GetOwnerReferences() {
			owners = append(owners, metav1.OwnerReference{Kind: owner.Kind, Name: owner.Name, Controller: owner.Controller})
		}
		object.SetOwnerReferences(owners)
	})
}
