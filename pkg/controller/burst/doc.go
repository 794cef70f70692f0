// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package burst puts off the work on an object until a burst of changes that concern it is over. It is pure, but for what it remembers.
package burst
