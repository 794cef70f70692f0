// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package cluster starts, watches and stops the programs of a Kubernetes control plane on this machine, and those of a node.
//
// A cluster is a directory, two loopback ports and an ordered list of components. A component is a name, its arguments and
// a probe that says when it is ready. Components start in the list's order, each when the one before it is ready, and stop
// in the reverse order. All run in the cluster's directory, so that arguments name files relative to it: etcd and its
// client then meet on a Unix socket, which no other user of the machine can reach and whose path cannot get too long.
//
// A node needs what package isolation makes: a network whose addresses and ports are all free, and files of which nothing stays. So
// its components have constant arguments and configuration, which is in the folder node.
package cluster
