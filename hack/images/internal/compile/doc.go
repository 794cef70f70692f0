// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package compile builds Go programs that need nothing of the image they run in.
package compile
