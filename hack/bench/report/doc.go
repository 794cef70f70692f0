// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package report says what was measured, against the goals, in tables that a person reads. It is pure.
package report
