// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	"bytes"
)

// JSON is any JSON value, kept as it is written. Where only objects are admitted, runtime.RawExtension is used, which the
// OpenAPI models know for an object.
//
// Its field has no JSON tag, so that generated apply configurations take it as it is, with its own encoding.
type JSON struct {
	// Raw is the value as JSON. Empty stands for null.
	Raw []byte
}

// MarshalJSON writes the value as it was read.
func (j JSON) MarshalJSON() ([]byte, error) {
	if len(j.Raw) == 0 {
		return []byte("null"), nil
	}
	return j.Raw, nil
}

// UnmarshalJSON keeps the value, whatever it is.
func (j *JSON) UnmarshalJSON(data []byte) error {
	if string(data) != "null" { // By convention, null changes nothing.
		j.Raw = bytes.Clone(data)
	}
	return nil
}

// OpenAPISchemaType is for openapi-gen: no type stands for any type.
func (JSON) OpenAPISchemaType() []string { return nil }

// OpenAPISchemaFormat is for openapi-gen, likewise.
func (JSON) OpenAPISchemaFormat() string { return "" }
