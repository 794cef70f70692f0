// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package virtualserver is the controller of VirtualMCPServers: gateways that serve the members of a group under one URL.
//
// One pass: read a Snapshot; Judge it; Children says which objects there should be, which package children writes; ProblemsOf adds what came of
// that to the verdict; Decide says what to write about the gateway. caches.go and read.go read; snapshot.go, children.go, plan.go, conditions.go
// and status.go decide (they are pure); reconcile.go and writestatus.go write; watch.go says what wakes which gateway.
//
// What goes into a Snapshot: the server; of the group, whether it exists; for each name in the group member.Of all the claimants of that name, but
// no MCPServerEntry that was published for an endpoint, and no member whose Group is another; whatever references.OfServer, and references.OfMember
// for each member, list, and what companions among that refer to; which objects of the namespace are not member.Readable; the gateway's Deployment
// and ConfigMap, if they are its own; LiveOf these two.
//
// What wakes a gateway: itself, but for what it or vMCP wrote into its status (see Rewrites); its objects; every object that is listed above; every
// object that claims a name in its group, and every claimant of a name that one of these claims; objects that become member.Readable, or are not any
// more; what keeps one of its pods from running.
//
// Its status is written by two. vMCP writes phase, message, backendCount, discoveredBackends, observedGeneration, and the conditions Ready,
// BackendsDiscovered and Degraded, every 30 seconds, by an Update that leaves all other fields alone. The operator writes the fields of
// Plan.Status, by server-side apply with the version that was read, and no others; the conditions that it has to remove are conditions.Stale by the
// Vocabulary. backendCount, discoveredBackends, BackendsDiscovered and Degraded are vMCP's alone, but that the operator removes them when there are
// no pods any more (Plan.Forget). Of phase, message and Ready a Plan repeats what vMCP wrote for as long as pods serve. Without such pods they are the
// operator's.
package virtualserver
