// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Reference writes the reference of the CustomResourceDefinitions: a page in Markdown for each kind, and an index. All that it says is in the
// definitions, and so in the comments and markers of the API types that these are generated from.
//
// Usage: reference <folder of CRDs> <folder to write>
package main
