// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package admission

import (
	"fmt"
	"strings"
	"sync"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/manifests"
)

// definition is what counts of a CustomResourceDefinition.
type definition struct {
	Spec struct {
		Versions []struct {
			Schema struct {
				OpenAPIV3Schema schema `json:"openAPIV3Schema"`
			} `json:"schema"`
		} `json:"versions"`
	} `json:"spec"`
}

// schema has the keywords that the definition of MCPRemoteEndpoint uses.
type schema struct {
	Type                 string             `json:"type"`
	Properties           map[string]*schema `json:"properties"`
	AdditionalProperties *schema            `json:"additionalProperties"`
	Items                *schema            `json:"items"`
	Required             []string           `json:"required"`
	Default              any                `json:"default"`
	Enum                 []any              `json:"enum"`
	Pattern              string             `json:"pattern"`
	Minimum              *float64           `json:"minimum"`
	Maximum              *float64           `json:"maximum"`
	MinLength            *int               `json:"minLength"`
	MaxLength            *int               `json:"maxLength"`
	MinItems             *int               `json:"minItems"`
	MaxItems             *int               `json:"maxItems"`
	MaxProperties        *int               `json:"maxProperties"`
	MapKeys              []string           `json:"x-kubernetes-list-map-keys"`
	Rules                []rule             `json:"x-kubernetes-validations"`
}

// rule is in the Common Expression Language.
type rule struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
}

// skips says whether a rule is about a change, which a new object is not, or about the remote URL.
func (r rule) skips() bool {
	return strings.Contains(r.Rule, "oldSelf") || strings.Contains(r.Rule, "remoteURL")
}

// endpointSpec is the schema of an endpoint's spec.
var endpointSpec = sync.OnceValues(func() (*schema, error) {
	var d definition
	if err := yaml.Unmarshal(manifests.MCPRemoteEndpointCRD, &d); err != nil {
		return nil, err
	}
	if len(d.Spec.Versions) != 1 || d.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"] == nil {
		return nil, fmt.Errorf("the definition of MCPRemoteEndpoint has %d versions, or no spec", len(d.Spec.Versions))
	}
	spec := d.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
	delete(spec.Properties, "remoteURL")
	return spec, nil
})

// environment has the one function of the API server's that the rules use.
var environment = sync.OnceValues(func() (*cel.Env, error) {
	lower := cel.UnaryBinding(func(value ref.Val) ref.Val {
		text, ok := value.Value().(string)
		if !ok {
			return types.MaybeNoSuchOverloadErr(value)
		}
		return types.String(strings.Map(func(r rune) rune {
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		}, text))
	})
	return cel.NewEnv(
		cel.Variable("self", cel.DynType),
		cel.Function("lowerAscii", cel.MemberOverload("string_lower_ascii", []*cel.Type{cel.StringType}, cel.StringType, lower)),
	)
})

// programs are those of the rules that were asked for, by the rule.
var programs sync.Map

func (r rule) program() (cel.Program, error) {
	if known, ok := programs.Load(r.Rule); ok {
		return known.(cel.Program), nil
	}
	env, err := environment()
	if err != nil {
		return nil, err
	}
	ast, issues := env.Compile(r.Rule)
	if issues.Err() != nil {
		return nil, issues.Err()
	}
	program, err := env.Program(ast)
	if err == nil {
		programs.Store(r.Rule, program)
	}
	return program, err
}
