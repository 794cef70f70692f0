// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package content reads Secrets and ConfigMaps that other objects refer to. It reads one whole only when its version is new,
// and keeps of a Secret no more than a digest.
package content
