// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"fmt"
	"slices"
	"sync"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/events"
)

var _ events.EventRecorder = &Recorder{}

// Recorder keeps events, one line each: type, reason, and the object, such as
//
//	Warning GroupNotFound default/good
type Recorder struct {
	mu     sync.Mutex
	events []string
}

// Eventf implements events.EventRecorder. It takes references only: client-go's recorder makes an Event of its own for each version of an
// object.
func (r *Recorder) Eventf(regarding, _ runtime.Object, eventType, reason, _, _ string, _ ...any) {
	object := regarding.(*corev1.ObjectReference)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, fmt.Sprintf("%s %s %s/%s", eventType, reason, object.Namespace, object.Name))
}

// Events returns the events that were recorded, in the order of the alphabet, and forgets them.
func (r *Recorder) Events() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	recorded := r.events
	r.events = nil
	slices.Sort(recorded)
	return recorded
}
