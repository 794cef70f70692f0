// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package translate turns objects of the two older kinds, MCPRemoteProxy and MCPServerEntry, into the endpoints that they are equivalent
// to, and the state of such an endpoint back into the status that readers of the older kind know (R4.1, R4.5).
//
// Nothing is lost without a word: what an endpoint says in another way, requires a decision about, or has no place for, is a Note. The
// controller serves the translation of each older object that holds its name; the migrate command prints it.
package translate
