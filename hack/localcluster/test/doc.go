// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package test runs the program as its users do: as a process, through its command line. It imports nothing of it, so that
// these tests are linked without Kubernetes.
package test
