// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package vmcpconfig makes the configuration of ToolHive's vMCP v0.44: its files, and what they rely on in the container, such as variables with
// the values of Secrets, and files with certificates. It is pure.
//
// The keys of the files are a contract with a program that is not ours, which refuses those that it does not know. v1beta1.VMCPConfig
// has all that it knows.
package vmcpconfig
