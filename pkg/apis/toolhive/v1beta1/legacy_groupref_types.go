// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	"encoding/json"
	"strings"
)

// MCPGroupRefOrName names the MCPGroup that a legacy object or an MCPServer is a member of. It is spelled {"name": "..."}, or as the name
// alone, which was ToolHive's spelling before v0.26.
//
// Its fields have no JSON tags, so that generated apply configurations take it as it is, with its own encoding. Its schema is
// written by hack/tools/crdversions, which knows fields of this type by the format object-or-string.
type MCPGroupRefOrName struct {
	// Name of an MCPGroup in the same namespace.
	Name string

	// Plain is whether the reference is spelled as the name alone.
	Plain bool
}

// MarshalJSON writes the spelling that Plain asks for.
func (r MCPGroupRefOrName) MarshalJSON() ([]byte, error) {
	if r.Plain {
		return json.Marshal(r.Name)
	}
	return json.Marshal(MCPGroupRef{Name: r.Name})
}

// UnmarshalJSON reads either spelling, and never returns an error: that would fail the decoding of a whole list, and one
// object would stop all the others. JSON that is neither spelling is kept as the name of a group, one that does not exist.
func (r *MCPGroupRefOrName) UnmarshalJSON(data []byte) error {
	var name string
	var ref MCPGroupRef
	switch {
	case string(data) == "null": // By convention, null changes nothing.
	case json.Unmarshal(data, &name) == nil:
		*r = MCPGroupRefOrName{Name: name, Plain: true}
	case json.Unmarshal(data, &ref) == nil && ref.Name != "":
		*r = MCPGroupRefOrName{Name: ref.Name}
	default:
		*r = MCPGroupRefOrName{Name: strings.ToValidUTF8(string(data), "?"), Plain: true}
	}
	return nil
}

// OpenAPISchemaType is for openapi-gen: no type stands for any type.
func (MCPGroupRefOrName) OpenAPISchemaType() []string { return nil }

// OpenAPISchemaFormat is for openapi-gen, likewise.
func (MCPGroupRefOrName) OpenAPISchemaFormat() string { return "" }
