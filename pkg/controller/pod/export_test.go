// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

// VolumeName is volumeName.
func VolumeName(name string) string { return volumeName(name) }

// QuantityForm is quantityForm.
var QuantityForm = quantityForm.String()
