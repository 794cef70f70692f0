// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package issuer is an OpenID Connect provider on the loopback interface: discovery, keys, tokens of every kind that a test
// wants, a token endpoint for the exchange of RFC 8693, introspection (RFC 7662) and registration (RFC 7591).
package issuer
