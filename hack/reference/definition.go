// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import "strings"

// definition is the part of a CustomResourceDefinition (apiextensions.k8s.io/v1) that readers want to know.
type definition struct {
	Spec struct {
		Group string `json:"group"`
		Names struct {
			Kind       string   `json:"kind"`
			Plural     string   `json:"plural"`
			ShortNames []string `json:"shortNames"`
		} `json:"names"`
		Versions []version `json:"versions"`
	} `json:"spec"`
}

type version struct {
	Name       string `json:"name"`
	Storage    bool   `json:"storage"`
	Deprecated bool   `json:"deprecated"`
	Warning    string `json:"deprecationWarning"`
	Schema     struct {
		Object *schema `json:"openAPIV3Schema"`
	} `json:"schema"`
}

// schema is the part of a JSON schema that CRDs use.
type schema struct {
	Description string             `json:"description"`
	Type        string             `json:"type"`
	Properties  map[string]*schema `json:"properties"`
	Items       *schema            `json:"items"`
	Values      *schema            `json:"additionalProperties"`
	Required    []string           `json:"required"`
	Enum        []any              `json:"enum"`
	Default     any                `json:"default"`
	Minimum     *float64           `json:"minimum"`
	Maximum     *float64           `json:"maximum"`
	MinLength   *int64             `json:"minLength"`
	MaxLength   *int64             `json:"maxLength"`
	MinItems    *int64             `json:"minItems"`
	MaxItems    *int64             `json:"maxItems"`
	Pattern     string             `json:"pattern"`
	Rules       []rule             `json:"x-kubernetes-validations"`
	IntOrString bool               `json:"x-kubernetes-int-or-string"`
}

// rule is a condition in CEL. The expression itself is in the CRD.
type rule struct {
	Message string `json:"message"`
}

// stored is the version whose schema the page shows. All others have the same.
func (d definition) stored() version {
	for _, v := range d.Spec.Versions {
		if v.Storage {
			return v
		}
	}
	return version{}
}

func (d definition) file() string { return strings.ToLower(d.Spec.Names.Kind) + ".md" }
