// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package render turns an endpoint of type proxy into the objects that make the proxy: one file per object. It is pure.
//
// Names, labels, mounts and variables follow those of ToolHive's operator v0.44, so that the unmodified proxy runner serves from
// them, and objects which that operator made can be taken over in place. docs/toolhive-differences.md lists what is different, and why.
package render
