// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"crypto/sha256"
	"encoding/hex"
)

// VolumeName is volumeName.
func VolumeName(name string) string { return volumeName(name) }

// Sum is the checksum of texts.
func Sum(texts ...string) string {
	sum := sha256.New()
	add(sum, texts...)
	return hex.EncodeToString(sum.Sum(nil))
}
