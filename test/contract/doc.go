// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package contract holds this operator against recordings of what ToolHive's operator v0.44.0 did with an MCPRemoteProxy or an
// MCPServerEntry: what it rendered, what it said, and what it did when something changed. Each must come out the same, for that object as
// it was recorded, and for the endpoint of type proxy that an MCPRemoteProxy is carried over into, but for differences that are meant.
// Those have names, and stand in docs/toolhive-differences.md with their reasons. The weak points that were seen in the recordings
// stand in docs/toolhive-weak-points.md, with the tests which show that they are not ours.
//
// A folder of testdata is one recording. Those that begin with a number are proxies that ToolHive accepts, those with e have a mistake,
// and in those with l something changes (before and after). Those that begin with n or ne are entries, and in those with x the operator itself
// was told something. Gateways are in package virtual, and recordings.txt lists all recordings.
//
//   - input.yaml: the input, with the MCPRemoteProxy carried over into an MCPRemoteEndpoint of type proxy, all in one namespace and with the
//     defaults that admission sets. Where there was no group, there is now one called tools, and where there was no OIDC configuration, there
//     is now one for tokens of login.example.com.
//   - older.yaml: the MCPRemoteProxy as it was recorded, with those defaults. It takes the endpoint's place among the objects of input.yaml.
//   - outcome.yaml: the status that ToolHive wrote, but for times and the messages of conditions, and the names of the objects that it made.
//     configs are the hashes that it wrote into the status of configurations.
//   - runconfig.json, deployment.yaml and service.yaml: what it rendered, as the API server stored it, with images without a registry. They are there
//     where they are compared.
//     So is serviceaccount.yaml, where there is more to it than its name.
package contract
