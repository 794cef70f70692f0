// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package pod has what the pods of proxies and those of gateways have in common: how values of Secrets and ConfigMaps get into a
// container, how it is confined, and how a user's own template is checked and merged over what the operator would run. It is pure.
package pod
