// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package toolhive checks that this project agrees with the very release of ToolHive that go.mod pins.
//
// It is a Go module of its own, so that nothing of ToolHive becomes a dependency of the operator. ToolHive's packages
// are never imported: its module is pinned by a tool directive, and its files are read.
//
// Run the tests with -count=1: go test does not notice changes of files outside the module, such as the CRDs.
package toolhive
