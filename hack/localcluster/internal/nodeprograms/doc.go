// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package nodeprograms holds the Kubernetes programs that make a node, as package programs does with the control plane's. They are
// apart so that whoever needs no node need not compile them.
package nodeprograms
