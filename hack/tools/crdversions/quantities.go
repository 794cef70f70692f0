// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

// What bounds a quantity. Package pod of the controllers has the same expression for what the schema does not know to be a quantity.
const (
	quantityRule = `type(self) == int || self.matches(r'^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$')`
	quantityForm = "write a quantity such as 500m, 0.5 or 128Mi, with an exponent, if any, of one or two digits"
	// These let the API server estimate what it costs to check the rule.
	maxQuantityLength = 64
	maxQuantities     = 32
)

// completeQuantities replaces the pattern that controller-gen gives to resource.Quantity, below a schema. It admits exponents such as in 1e1.5,
// which Go fails to decode, and with it the list that the object is in, and such as in 1e99999999, with which Go calculates for minutes.
func completeQuantities(schema *apiextensionsv1.JSONSchemaProps) {
	for name, property := range schema.Properties {
		completeQuantities(&property)
		schema.Properties[name] = property
	}
	if schema.Items != nil && schema.Items.Schema != nil {
		completeQuantities(schema.Items.Schema)
	}
	if values := schema.AdditionalProperties; values != nil && values.Schema != nil {
		if values.Schema.XIntOrString {
			schema.MaxProperties = new(int64(maxQuantities))
		}
		completeQuantities(values.Schema)
	}
	if schema.XIntOrString {
		schema.Pattern = ""
		schema.MaxLength = new(int64(maxQuantityLength))
		schema.XValidations = apiextensionsv1.ValidationRules{{Rule: quantityRule, Message: quantityForm}}
	}
}
