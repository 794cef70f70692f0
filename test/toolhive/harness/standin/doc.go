// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package standin leads what ToolHive's programs would talk to before they serve to servers on this machine. The programs talk to others when a
// client needs them, or in the background, and get nowhere.
package standin
