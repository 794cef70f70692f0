// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package member says what a gateway has to know of a member of its group, whatever kind of object that is. It is pure.
package member
