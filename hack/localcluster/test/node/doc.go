// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package node tests the program with a node. Its tests need root on Linux and what hack/install-containerd.sh installs, and fail where
// they have not got that.
package node
