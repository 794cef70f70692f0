// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package group

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/membership"
)

// handed is an informer that hands over the handler that it is given.
type handed struct {
	cache.TypedSharedIndexInformer[*v1beta1.MCPServerEntry]
	cache.ResourceEventHandlerRegistration
	handler cache.TypedResourceEventHandler[*v1beta1.MCPServerEntry]
}

func (h *handed) AddTypedEventHandler(handler cache.TypedResourceEventHandler[*v1beta1.MCPServerEntry], _ ...cache.HandlerOptions) (cache.ResourceEventHandlerRegistration, error) {
	h.handler = handler
	return h, nil
}

// HasSyncedChecker and HasSynced are those of the registration, of which nothing is asked.
func (h *handed) HasSyncedChecker() cache.DoneChecker { return nil }
func (h *handed) HasSynced() bool                     { return true }

// While its watch was interrupted, an informer misses deletions, and finds out later what is gone.
func TestADeletionThatWentUnseenWakesTheGroupThatLastHeldTheMember(t *testing.T) {
	entry := &v1beta1.MCPServerEntry{
		ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "a"},
		Spec:       v1beta1.MCPServerEntrySpec{GroupRef: v1beta1.MCPGroupRefOrName{Name: "tools"}},
	}
	for _, test := range []struct {
		name    string
		object  *v1beta1.MCPServerEntry
		state   any
		changed []cache.ObjectName
		unknown []string
	}{
		{"its last known state is at hand", entry, entry, []cache.ObjectName{cache.NewObjectName("default", "tools")}, nil},
		{"only its name is", nil, nil, nil, []string{"default"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			informer := &handed{}
			entries := membership.Members[*v1beta1.MCPServerEntry]{Kind: kind.MCPServerEntry, Informer: informer, Named: func(entry *v1beta1.MCPServerEntry) string { return entry.Spec.GroupRef.Name }}
			var changed []cache.ObjectName
			var unknown []string
			_, err := watch(entries,
				func(group cache.ObjectName) { changed = append(changed, group) },
				func(namespace string) { unknown = append(unknown, namespace) })
			require.NoError(t, err)
			informer.handler.OnDelete(cache.DeletedObject[*v1beta1.MCPServerEntry]{
				OptionalObj: test.object,
				//nolint:forbidigo // this is what the informer's typed handler is given
				FinalStateUnknown: &cache.DeletedFinalStateUnknown{Key: "default/a", Obj: test.state},
			})
			assert.Equal(t, test.changed, changed)
			assert.Equal(t, test.unknown, unknown)
		})
	}
}
