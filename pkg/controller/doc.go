// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package controller holds what all controllers share: the loop that takes keys from a work queue to a reconcile function,
// and the outcomes that such a function can have. It is the only user of client-go's work queue.
package controller
