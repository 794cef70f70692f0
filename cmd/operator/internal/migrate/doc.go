// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package migrate turns manifests of MCPRemoteProxy and MCPServerEntry into manifests of MCPRemoteEndpoint (R4.4). It reads no
// file and asks no cluster: it is given texts or objects, and returns text.
//
//   - split.go cuts a text into documents, so that they can be put together again without a changed byte.
//   - document.go finds the legacy objects in a document.
//   - object.go makes an endpoint of one of them.
//   - migration.go does that for all of them, and puts the documents together again.
//   - manifest.go writes an endpoint down, with comments on what a person should know.
//   - report.go writes a table instead.
package migrate
