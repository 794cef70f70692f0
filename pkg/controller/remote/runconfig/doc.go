// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package runconfig makes the configuration of ToolHive's proxy runner v0.44: its file, and what the file relies on in the
// container, such as variables with the values of Secrets, and files with certificates.
//
// The file's keys are a contract with a program that is not ours. middleware_configs is left out: the runner then makes the list
// itself, from the same keys and in the same order.
package runconfig
