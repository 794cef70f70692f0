// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package rollout says how far a Deployment is, and what keeps its pods from running, in words that stay the same for as long as the state
// does. It is pure.
package rollout
