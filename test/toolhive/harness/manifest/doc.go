// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package manifest reads objects of Kubernetes' own kinds from YAML files.
package manifest
