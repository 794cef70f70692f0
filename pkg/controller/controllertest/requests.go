// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	clienttesting "k8s.io/client-go/testing"
)

// Requests records what is asked of the API server, one line a request: the verb, the resource and subresource, and
// the object, such as
//
//	apply mcpremoteendpoints/status default/good
//	get secrets default/token
//	get-metadata mcpgroups default/main
//
// Requests that fail are recorded too. The lists and watches of informers are not.
type Requests struct {
	mu     sync.Mutex
	writes []string
	reads  []string
	fault  func(request string) error

	// asking is held while fault is asked.
	asking sync.Mutex
}

// unsettled is the number of requests after which a controller is taken for one that wakes itself for ever. Without an end to that,
// so would its test go on.
const unsettled = 1000

var errUnsettled = fmt.Errorf("controllertest: more than %d requests between two looks at them", unsettled)

// Intercept has every request that is made from now on, as it would be recorded, shown to fault before it takes effect. An
// error is the answer to the request; nil lets it pass. A nil fault ends it. fault is asked about one request at a time,
// and must not wait for anything: a fake client answers no other request meanwhile.
func (r *Requests) Intercept(fault func(request string) error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault = fault
}

// Reads returns the reads that were made, in the order of the alphabet, and forgets them.
func (r *Requests) Reads() []string { return r.drain(&r.reads) }

// Writes does the same for the writes.
func (r *Requests) Writes() []string { return r.drain(&r.writes) }

// drain returns sorted what was recorded since the last call: names are reconciled side by side, so their order says nothing.
func (r *Requests) drain(recorded *[]string) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	drained := *recorded
	*recorded = nil
	slices.Sort(drained)
	return drained
}

// reactor records the requests that a clientset is asked. It answers only those that an intercepting fault fails.
func (r *Requests) reactor(verbSuffix string) clienttesting.ReactionFunc {
	return func(action clienttesting.Action) (bool, runtime.Object, error) {
		if action.GetVerb() == "list" {
			return false, nil, nil
		}
		if err := r.record(words(action, verbSuffix), action.GetVerb() == "get"); err != nil {
			return true, nil, err
		}
		return false, nil, nil
	}
}

func (r *Requests) record(request string, read bool) error {
	r.mu.Lock()
	if read {
		r.reads = append(r.reads, request)
	} else {
		r.writes = append(r.writes, request)
	}
	fault, count := r.fault, len(r.reads)+len(r.writes)
	r.mu.Unlock()

	if count > unsettled {
		return errUnsettled
	}
	if fault == nil {
		return nil
	}
	r.asking.Lock()
	defer r.asking.Unlock()
	return fault(request)
}

func words(action clienttesting.Action, verbSuffix string) string {
	verb := action.GetVerb()
	if patch, ok := action.(clienttesting.PatchAction); ok && patch.GetPatchType() == types.ApplyPatchType {
		verb = "apply"
	}
	path := action.GetResource().Resource
	if action.GetSubresource() != "" {
		path += "/" + action.GetSubresource()
	}
	return strings.Join([]string{verb + verbSuffix, path, action.GetNamespace() + "/" + nameOf(action)}, " ")
}

func nameOf(action clienttesting.Action) string {
	switch action := action.(type) {
	case interface{ GetName() string }:
		return action.GetName()
	case interface{ GetObject() runtime.Object }:
		if object, ok := action.GetObject().(Object); ok {
			return object.GetName()
		}
	}
	return ""
}
