// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package validate holds the checks of an endpoint. Each is a pure function from the endpoint, and what is known of the objects
// that it refers to, to the problems that a user has to mend. Problems are data: they become conditions.
package validate
