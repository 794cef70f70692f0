// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package contract holds this operator against recordings of what ToolHive's operator v0.44.0 did with an MCPRemoteProxy: what it
// rendered, what it said, and what it did when something changed. Each must come out the same, but for differences that are meant.
// Those have names, and stand in docs/toolhive-differences.md with their reasons. The weak points that were seen in the recordings
// stand in docs/toolhive-weak-points.md, with the tests which show that they are not ours.
//
// A folder of testdata is one recording. Those that begin with a number are proxies that ToolHive accepts, those with e have a mistake,
// and in those with l something changes (before and after).
//
//   - input.yaml: the input, with the MCPRemoteProxy carried over into an MCPRemoteEndpoint of type proxy, all in one namespace and with the
//     defaults that admission sets. Where there was no group, there is now one called tools, and where there was no OIDC configuration, there
//     is now one for tokens of login.example.com.
//   - outcome.yaml: the status that ToolHive wrote, without messages and times, and the names of the objects that it made.
//   - runconfig.json, deployment.yaml and service.yaml: what it rendered, as the API server stored it. They are there where they are compared.
package contract
