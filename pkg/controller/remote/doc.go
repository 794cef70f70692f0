// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package remote is the controller of MCPRemoteEndpoints, and of the older kinds MCPRemoteProxy and MCPServerEntry, which it serves by way of
// the endpoints that they are equivalent to (see package translate). Its unit of work is a name: all the objects that claim one name are
// looked at in one pass, the one that holds it first (see package claim). That an endpoint takes over from an older object, as soon as it can, and gives
// back to it, is the same pass with another holder.
//
// What wakes a name: an object of that name, of any kind that claims names; every change of an object that one of that name refers
// to, be it by way of another (see package references); every change of the objects that its proxy is made of; what
// keeps one of its pods from running; and, where endpoints are published, an object that needs the same variable of a gateway (see rivals.go).
//
// What it writes: the objects of a proxy (see packages render and children); the status of each object that claims the name, when it
// differs, of endpoints by server-side apply; and an Event when Ready changed, or an older kind is used, which is told as well as it can be, and not
// again if that failed. It reads caches, and asks the API server itself only for the contents of Secrets and ConfigMaps of a new version, to
// make sure that an object is missing before it says so, and that a name is free, and the owner still there, before it makes an object.
//
// One pass: caches.go, subjects.go, companions.go, rivals.go and snapshot.go read; takeover.go (whether an endpoint can take over), proxy.go (the
// objects of a proxy), publication.go (the entry that an endpoint is published as), plan.go, older.go and status.go decide, which is pure; reconcile.go
// and writestatus.go write, and so does the end of publication.go, which says that a published entry is valid.
package remote
