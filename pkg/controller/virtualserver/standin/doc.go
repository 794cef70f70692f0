// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package standin lets the code that knows about proxies deal with what a gateway can be told as well: whose tokens it accepts, who may call
// what, its authorization server, telemetry, sessions. It is pure.
package standin
