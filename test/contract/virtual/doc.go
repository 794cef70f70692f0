// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package virtual holds this operator against recordings of what ToolHive's operator v0.44.0 did with a VirtualMCPServer: what it rendered, and what
// it said before there were pods. Each must come out the same, but for differences that are meant. Those have names, and stand in
// docs/virtual-servers.md with their reasons.
//
// A folder of testdata is one recording. Those that begin with ve have something that keeps the gateway, or one of its members, from being served.
//
//   - config.yaml, authserver.yaml, deployment.yaml, service.yaml and role.yaml: what ToolHive's operator rendered, as the API server stored it,
//     with images without a registry. They are there where there were such objects.
//   - outcome.yaml: the status that it wrote, but for times and messages, and the names of the objects that it made.
//   - input.yaml: the input, with the status of each member, if this operator refuses it and nothing of it could be served. The others are golden
//     files of pkg/controller/virtualserver/render, without the settings that are refused.
package virtual
