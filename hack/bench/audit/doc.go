// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package audit reads the API server's audit log while it grows: which requests were answered, for whom, and when. It knows
// the log that hack/localcluster has the API server write: one event for each request, when it was answered in full, which for
// a watch is when it ends.
package audit
