// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package remote is the controller of MCPRemoteEndpoints. Its unit of work is a name: all the objects that claim one name are
// looked at in one pass (see package claim).
//
// What wakes a name: an object of that name, of any kind that claims names; and every change of an object that an endpoint of
// that name refers to (see package references).
//
// What it writes: the status of the endpoint, by server-side apply, when it differs; and an Event when Ready changed, which is
// told as well as it can be, and not again if that failed. It reads caches, and asks the API server itself only for the
// contents of Secrets and ConfigMaps of a new version, and to make sure that an object is missing before it says so.
//
// One pass: snapshot.go reads, plan.go and status.go decide (they are pure), reconcile.go writes.
package remote
