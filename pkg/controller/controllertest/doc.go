// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package controllertest runs controllers against fakes in virtual time. Cluster stands for the API server: the test writes
// objects to it as a user would, the controller gets clients for it, and what the controller asked for can be required word by
// word. It is for tests only.
package controllertest
