// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package e2e tests the whole system on a node that really runs pods: the operator from its own image and manifests, ToolHive's
// unmodified proxy runner and vMCP, and MCP clients that call tools through them.
//
// One node serves all tests; each test has a namespace of its own, which admits only pods that satisfy the restricted Pod Security
// Standard. There, and in the operator's namespace, NetworkPolicies deny what they do not allow. The API server takes them, but the node has
// nothing that enforces any, so that they are not tested. Remote servers, identity providers and collectors run in the process of the test,
// which sees what reaches them. Pods find them by the names of package cluster, and clients find Services by their cluster DNS names.
//
// "make e2e" runs them. Those that disturb the whole cluster come first and one after the other; the rest mostly wait for pods, so that more of
// them run at the same time (go test -parallel) than there are processors.
//
// The tests need root on Linux, and what hack/install-containerd.sh installs. They fail where they have not got that.
package e2e
