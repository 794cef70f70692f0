// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
)

// Counts says how often each request was answered.
type Counts map[Request]int

// Count counts events.
func Count(events []Event) Counts {
	counts := Counts{}
	for _, event := range events {
		counts[event.Request]++
	}
	return counts
}

// Requests lists what was counted, sorted.
func (c Counts) Requests() []Request {
	return slices.SortedFunc(maps.Keys(c), func(a, b Request) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Verb, b.Verb), cmp.Compare(a.Code, b.Code))
	})
}

// Total is the number of requests that all the conditions hold for.
func (c Counts) Total(conditions ...func(Request) bool) int {
	total := 0
	for request, count := range c {
		if !slices.ContainsFunc(conditions, func(holds func(Request) bool) bool { return !holds(request) }) {
			total += count
		}
	}
	return total
}

// IsWrite holds for requests that change something in the cluster, but for those that IsUpkeep holds for.
func IsWrite(r Request) bool {
	return slices.Contains([]string{"create", "update", "patch", "delete", "deletecollection"}, r.Verb) && !IsUpkeep(r)
}

// IsRead holds for requests that ask for something, but for those that IsUpkeep holds for. A watch that is opened anew, as
// every informer does every few minutes, is none.
func IsRead(r Request) bool { return (r.Verb == "get" || r.Verb == "list") && !IsUpkeep(r) }

// IsUpkeep holds for requests that any replica makes, whatever it works on: to hold its Lease, and to record events.
func IsUpkeep(r Request) bool { return r.Resource == "leases" || r.Resource == "events" }

// IsConflict holds for requests that were refused because of another writer.
func IsConflict(r Request) bool { return r.Code == http.StatusConflict }
