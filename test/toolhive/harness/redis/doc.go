// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package redis starts Redis servers on the loopback interface. One is a cluster of its own if a client takes it for that. A
// Sentinel tells clients where the one is that they are looking for.
package redis
