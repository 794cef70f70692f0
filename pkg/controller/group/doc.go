// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package group is the controller of MCPGroups: the status of a group lists the objects that name it in their groupRef (R3.1).
//
// What wakes a group: that it appears, changes or is deleted, be it by others who write its status; and that an object of a member kind
// joins or leaves it. A member that moves wakes both groups. Changes that follow one another closely are one burst, and are
// looked at together.
//
// What it writes: the group's status, in one request, when it differs; and, when a group is being deleted, that it need not
// wait for ToolHive's operator. It never writes members (R3.2). It reads caches only.
//
// One pass: caches.go reads; plan.go and status.go decide (they are pure); reconcile.go writes.
package group
