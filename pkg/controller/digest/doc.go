// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package digest says what is to be known of the values in a Secret or ConfigMap without keeping them (R5.4).
package digest
