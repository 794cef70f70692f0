// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package programs holds the Kubernetes and etcd programs that are linked into this binary. Each is a hidden command that
// takes the program's own flags; each runs in a process of its own, because they share global state (flags, metrics,
// feature gates) that would collide within one.
package programs
