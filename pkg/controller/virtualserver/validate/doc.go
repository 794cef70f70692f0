// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package validate holds the checks of a gateway. Each is a pure function from the gateway, the members of its group, and what is known of the
// objects that they refer to, to the problems that a user has to mend. Problems are data: they become conditions.
package validate
