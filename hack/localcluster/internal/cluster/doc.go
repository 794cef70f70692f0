// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package cluster starts, watches and stops the programs of a Kubernetes control plane on this machine.
//
// A cluster is a directory, two loopback ports and an ordered list of components. A component is a name, its arguments and
// a probe that says when it is ready. Components start in the list's order, each when the one before it is ready, and stop
// in the reverse order. All run in the cluster's directory, so that arguments name files relative to it: etcd and its
// client then meet on a Unix socket, which no other user of the machine can reach and whose path cannot get too long.
package cluster
