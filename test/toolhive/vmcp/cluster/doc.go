// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package cluster has the tests of vmcp with a real API server: it reports its status there, and finds its backends there; and
// with the operator, which has the rights of the shipped manifests there and makes of a user's objects what vmcp is started with.
//
// They run on Linux only, where a process can have the credentials of a pod in the place that client-go looks at.
package cluster
