// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package confirm asks the API server before something is done that the caches could be wrong about: each kind has a watch of its own, and
// they race.
package confirm
