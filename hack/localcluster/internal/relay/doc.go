// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package relay lets TCP connections cross between the network of the machine and that of a node: clients on the machine's loopback
// address reach the node's API server and, through SOCKS, its Services and pods; pods reach servers on the machine's loopback
// address, if they may.
package relay
