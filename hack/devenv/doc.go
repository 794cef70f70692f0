// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package devenv starts and fills what a developer's machine needs to try the operator: a control plane, the shipped manifests,
// and the operator as a process that has the shipped rights. "make run", the integration tests and the benchmarks use it.
//
// The context of a function that starts something bounds the start, not what was started. Whatever was started ends with this
// process, also when that is killed (the operator on Linux only).
package devenv
