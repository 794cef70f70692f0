// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"
)

// Whatever quantity the API server admits, Go must be able to decode, and to write again within a moment.
func TestQuantities(t *testing.T) {
	admit := limitsOf(t, "../../../manifests/crds/"+group+"_mcpremoteendpoints.yaml")
	for _, quantity := range []any{
		int64(2), "2", "0", "500m", "0.5", ".5", "1.", "+1", "-1", "1e3", "1E3", "1e-3", "1E+03", "1e99", "128Mi", "1.5Gi", "1E", "10k", "1n", "1u",
		strings.Repeat("9", maxQuantityLength),
	} {
		assert.Empty(t, admit(quantity), "%v", quantity)
		text, ok := quantity.(string)
		if !ok {
			continue
		}
		began := time.Now()
		parsed, err := resource.ParseQuantity(text)
		assert.NoError(t, err, text)
		assert.NotEmpty(t, parsed.String())
		assert.Less(t, time.Since(began), time.Second, text)
	}
	for _, quantity := range []any{
		"", " ", "lots", "1 ", "1..", ".", "e3", "1e", "1e1.5", "1e.5", "1E1.", "1e100", "1e99999999", "1e-99999999", "1ki", "1Kii", "1mi", "0x1",
		"1,5", "--1", "1_0", 1.5, strings.Repeat("9", maxQuantityLength+1),
	} {
		faults := admit(quantity)
		assert.NotEmpty(t, faults, "%v", quantity)
		if text, ok := quantity.(string); ok && len(text) <= maxQuantityLength {
			assert.Contains(t, faults.ToAggregate().Error(), quantityForm)
		}
	}
}

// limitsOf returns what judges a quantity in spec.proxyConfig.resources.limits, as the API server does.
func limitsOf(t *testing.T, path string) func(quantity any) field.ErrorList {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var crd apiextensionsv1.CustomResourceDefinition
	require.NoError(t, yaml.UnmarshalStrict(data, &crd))
	properties := *crd.Spec.Versions[0].Schema.OpenAPIV3Schema
	for _, name := range []string{"spec", "proxyConfig", "resources", "limits"} {
		properties = properties.Properties[name]
	}
	var internal apiextensions.JSONSchemaProps
	require.NoError(t, apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(&properties, &internal, nil))
	validator, _, err := validation.NewSchemaValidator(&internal)
	require.NoError(t, err)
	structural, err := schema.NewStructural(&internal)
	require.NoError(t, err)
	rules := cel.NewValidator(structural, false, celconfig.PerCallLimit)
	at := field.NewPath("limits")
	return func(quantity any) field.ErrorList {
		limits := map[string]any{"cpu": quantity}
		if faults := validation.ValidateCustomResource(at, limits, validator); len(faults) > 0 {
			return faults
		}
		faults, _ := rules.Validate(t.Context(), at, structural, limits, nil, celconfig.RuntimeCELCostBudget)
		return faults
	}
}
