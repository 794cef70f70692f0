// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package remote is the controller of MCPRemoteEndpoints. Its unit of work is a name: all the objects that claim one name are
// looked at in one pass (see package claim).
//
// What wakes a name: an object of that name, of any kind that claims names; every change of an object that an endpoint of that name refers
// to, be it by way of another (see package references); every change of the objects that the endpoint's proxy is made of; and what
// keeps one of its pods from running.
//
// What it writes: the objects of a proxy (see packages render and children); the status of the endpoint, by server-side apply, when it
// differs; and an Event when Ready changed, which is told as well as it can be, and not again if that failed. It reads caches, and asks the API
// server itself only for the contents of Secrets and ConfigMaps of a new version, to make sure that an object is missing before it
// says so, and that a name is free, and the endpoint still there, before it makes an object.
//
// One pass: snapshot.go reads; proxy.go, deployment.go, plan.go and status.go decide (they are pure); reconcile.go writes.
package remote
