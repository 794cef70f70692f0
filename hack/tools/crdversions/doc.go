// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Crdversions turns controller-gen's output into the CRDs that are installed. A kind whose storage version is v1beta1
// gets v1alpha1 as a second, deprecated version with the very same schema, since ToolHive serves both and objects of
// either spelling exist. Writing that version's Go types a second time would let the two drift apart. A field that may be
// an object or a string gets its schema here too, since controller-gen has no marker for it, and so do quantities, whose Go
// type is Kubernetes' own and cannot be marked.
//
// Usage: crdversions <folder of controller-gen's CRDs> <folder to write>
package main
