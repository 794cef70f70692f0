// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package imports tests what another program takes on by importing the generated client (R1.8).
package imports
