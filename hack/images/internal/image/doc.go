// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package image makes container images of static programs. They hold the program and what a program may expect of a system: root
// certificates, a user without rights, a place for temporary files. Nothing in an image depends on when, where or by whom it was
// made.
package image
