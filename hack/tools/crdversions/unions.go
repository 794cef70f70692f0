// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

// union is the format by which the Go types mark a field that is an object with a name, or that name alone.
const union = "object-or-string"

// completeUnions gives the unions below a schema their shape, which no marker can. A structural schema cannot say "object or
// string" either: it has to leave out the type. So it holds objects to having a name, and lets strings pass, but numbers,
// booleans and lists as well. CEL cannot help, since rules do not see a field without a type.
func completeUnions(schema *apiextensionsv1.JSONSchemaProps) {
	for name, property := range schema.Properties {
		if property.Format == union {
			property.Format = ""
			property.Required = []string{"name"}
			property.Properties = map[string]apiextensionsv1.JSONSchemaProps{
				"name": {Type: "string", MinLength: new(int64(1)), Description: "name of the object, in the same namespace."},
			}
		} else {
			completeUnions(&property)
		}
		schema.Properties[name] = property
	}
}
