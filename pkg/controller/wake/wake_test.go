// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package wake_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/wake"
)

type group = v1beta1.MCPGroup

func newGroup(name, description string) *group {
	return &group{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name}, Spec: v1beta1.MCPGroupSpec{Description: description}}
}

// source hands over the handler that it is given.
type source struct {
	handler cache.TypedResourceEventHandler[*group]
	err     error
}

func (s *source) AddTypedEventHandler(handler cache.TypedResourceEventHandler[*group], _ ...cache.HandlerOptions) (cache.ResourceEventHandlerRegistration, error) {
	s.handler = handler
	return registration{}, s.err
}

type registration struct {
	cache.ResourceEventHandlerRegistration
}

func (registration) HasSyncedChecker() cache.DoneChecker { return nil }

// members are the names that a group wakes.
func members(name cache.ObjectName) []cache.ObjectName {
	return []cache.ObjectName{
		cache.NewObjectName(name.Namespace, name.Name+"-a"),
		cache.NewObjectName(name.Namespace, name.Name+"-b"),
	}
}

func TestWhatHappensToAnObjectWakesTheKeysThatItsNameLeadsTo(t *testing.T) {
	descriptionChanged := func(before, after *group) bool { return before.Spec.Description != after.Spec.Description }
	woken := []string{"default/main-a", "default/main-b"}

	for _, test := range []struct {
		name    string
		changed func(before, after *group) bool
		happen  func(cache.TypedResourceEventHandler[*group])
		want    []string
	}{
		{
			"it appears", descriptionChanged,
			func(h cache.TypedResourceEventHandler[*group]) { h.OnAdd(newGroup("main", ""), false) },
			woken,
		},
		{
			"it was there at the start", descriptionChanged,
			func(h cache.TypedResourceEventHandler[*group]) { h.OnAdd(newGroup("main", ""), true) },
			woken,
		},
		{
			"it changes in a way that counts", descriptionChanged,
			func(h cache.TypedResourceEventHandler[*group]) {
				h.OnUpdate(newGroup("main", "old"), newGroup("main", "new"))
			},
			woken,
		},
		{
			"it changes in a way that does not count", descriptionChanged,
			func(h cache.TypedResourceEventHandler[*group]) {
				h.OnUpdate(newGroup("main", ""), newGroup("main", ""))
			},
			nil,
		},
		{
			"every change counts if nothing else is said", nil,
			func(h cache.TypedResourceEventHandler[*group]) {
				h.OnUpdate(newGroup("main", ""), newGroup("main", ""))
			},
			woken,
		},
		{
			"it goes", descriptionChanged,
			func(h cache.TypedResourceEventHandler[*group]) {
				h.OnDelete(cache.DeletedObject[*group]{OptionalObj: newGroup("main", "")})
			},
			woken,
		},
		{
			"it went unseen, and only its name is known", descriptionChanged,
			func(h cache.TypedResourceEventHandler[*group]) {
				//nolint:forbidigo // this is what the informer's typed handler is given
				h.OnDelete(cache.DeletedObject[*group]{FinalStateUnknown: &cache.DeletedFinalStateUnknown{Key: "default/main"}})
			},
			woken,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var added []string
			s := &source{}
			_, err := wake.On(s, test.changed, members, func(key cache.ObjectName) { added = append(added, key.String()) })
			require.NoError(t, err)
			test.happen(s.handler)
			assert.Equal(t, test.want, added)
		})
	}
}

func TestASourceThatTakesNoHandlerIsAnError(t *testing.T) {
	stopped := errors.New("the informer has stopped")
	_, err := wake.On(&source{err: stopped}, nil, wake.Self, func(cache.ObjectName) {})
	assert.ErrorIs(t, err, stopped)
}

func TestSelfIsTheNameItself(t *testing.T) {
	name := cache.NewObjectName("default", "main")
	assert.Equal(t, []cache.ObjectName{name}, wake.Self(name))
}

func TestTheCheckerIsDoneWhenTheFirstListHasWokenItsKeys(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		c.Create(t, newGroup("main", ""), newGroup("other", ""))
		informer := c.ToolhiveInformers(metav1.NamespaceAll).Toolhive().V1beta1().MCPGroups().TypedInformer()
		added := make(chan cache.ObjectName, 2)
		handled, err := wake.On(informer, nil, wake.Self, func(key cache.ObjectName) { added <- key })
		require.NoError(t, err)
		assert.False(t, cache.IsDone(handled), "before the informer runs")

		ctx, stop := context.WithCancel(t.Context())
		go informer.RunWithContext(ctx)
		require.True(t, cache.WaitFor(ctx, "", handled))
		assert.Len(t, added, 2)
		stop()
		synctest.Wait()
	})
}
