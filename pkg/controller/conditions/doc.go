// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package conditions decides, by value, whether a list of conditions has to be written, and gives it the form in which
// server-side apply takes it. It makes no API calls.
package conditions
