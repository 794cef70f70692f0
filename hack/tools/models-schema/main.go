// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

//go:build ignore

// Models-schema prints the OpenAPI v2 models that openapi-gen made from the API types, as applyconfiguration-gen reads
// them. It builds only together with openapi-gen's output, which declares GetOpenAPIDefinitions: hack/update-codegen.sh
// puts the two files side by side.
package main

import (
	"encoding/json"
	"log"
	"os"

	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/validation/spec"
)

func main() {
	models := spec.Definitions{}
	for name, definition := range GetOpenAPIDefinitions(reference) {
		models[name] = v2(definition)
	}
	swagger := spec.Swagger{SwaggerProps: spec.SwaggerProps{
		Swagger:     "2.0",
		Info:        &spec.Info{InfoProps: spec.InfoProps{Title: "models", Version: "unversioned"}},
		Definitions: models,
	}}
	if err := json.NewEncoder(os.Stdout).Encode(&swagger); err != nil {
		log.Fatal(err)
	}
}

func reference(model string) spec.Ref {
	return spec.MustCreateRef("#/definitions/" + model)
}

// v2 prefers the v2 schema that a definition carries where v3 says more (a quantity, for example, is a string or a number).
func v2(definition common.OpenAPIDefinition) spec.Schema {
	if schema, ok := definition.Schema.Extensions[common.ExtensionV2Schema].(spec.Schema); ok {
		return schema
	}
	return definition.Schema
}
