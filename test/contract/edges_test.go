// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/cel-go/cel"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// The recordings that are neither served as they are nor refused, and the differences in them.
const (
	missingGroup   = "e01-missing-group"
	dottedName     = "e49-name-with-dot"
	longName       = "e50-name-long"
	collidingNames = "e55-header-secret-emptyprovider-env-collision"

	missingGroupFails = "missing-group-fails"
	namesAtAdmission  = "names-at-admission"
)

var edges = []string{missingGroup, dottedName, longName, collidingNames}

// A group is nothing that a proxy knows of.
func TestAProxyIsMadeWithoutItsGroupAndIsNotReady(t *testing.T) {
	play(t, missingGroup, nil, func(s *situation) {
		recorded(".").requireSame(s, missingGroup)
		s.rollOut()
		failed(v1alpha1.ConditionGroupRefValid, v1alpha1.ReasonGroupNotFound, `MCPGroup "nope" does not exist`)(s)
		s.requireQuiet()
	})
	assert.Equal(t, "Pending", readOutcome(t, missingGroup).Phase, missingGroupFails)
}

// ToolHive's operator gives the variables of both headers one name, so that both get the second one's secret.
func TestEachHeaderHasASecretOfItsOwn(t *testing.T) {
	requireSecrets := func(s *situation) {
		ours := s.rendered()
		keys := map[string]string{}
		for header, identifier := range ours.headerSecrets() {
			variable := ours.env("TOOLHIVE_SECRET_" + identifier.(string))
			require.NotNil(s, variable)
			keys[header] = variable.ValueFrom.SecretKeyRef.Key
		}
		assert.Equal(s, map[string]string{"X-API-Key": "a", "X.API.Key": "b"}, keys)
		names := map[string]bool{}
		for _, variable := range ours.container().Env {
			assert.False(s, names[variable.Name], "%s is there once", variable.Name)
			names[variable.Name] = true
		}
	}
	play(t, collidingNames, nil, requireSecrets)
	playOlder(t, collidingNames, ".", requireSecrets)
}

// ToolHive's operator makes the Deployment of such a proxy, and fails for ever at its Service, without a word in the status.
func TestNamesThatNoServiceCanHaveAreRefusedAtAdmission(t *testing.T) {
	for _, name := range []string{dottedName, longName} {
		_, endpoint := readInput(t, name)
		assert.Len(t, brokenRules(t, endpoint), 1, name)
		assert.Empty(t, readOutcome(t, name).Phase, name)
	}
	_, good := readInput(t, "01-minimal")
	assert.Empty(t, brokenRules(t, good))
}

// crd is what is looked at of a CustomResourceDefinition.
type crd struct {
	Spec struct {
		Versions []struct {
			Schema struct {
				Root struct {
					Rules []struct {
						Rule    string `json:"rule"`
						Message string `json:"message"`
					} `json:"x-kubernetes-validations"`
				} `json:"openAPIV3Schema"`
			} `json:"schema"`
		} `json:"versions"`
	} `json:"spec"`
}

// brokenRules are the messages of the rules on whole endpoints that this one breaks.
func brokenRules(t *testing.T, endpoint *v1alpha1.MCPRemoteEndpoint) []string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, "manifests/crds/toolhive.stacklok.dev_mcpremoteendpoints.yaml"))
	require.NoError(t, err)
	var definition crd
	require.NoError(t, yaml.Unmarshal(content, &definition))
	require.Len(t, definition.Spec.Versions, 1)
	environment, err := cel.NewEnv(cel.Variable("self", cel.DynType))
	require.NoError(t, err)
	var messages []string
	for _, rule := range definition.Spec.Versions[0].Schema.Root.Rules {
		ast, issues := environment.Compile(rule.Rule)
		require.NoError(t, issues.Err())
		program, err := environment.Program(ast)
		require.NoError(t, err)
		holds, _, err := program.Eval(map[string]any{"self": tree(endpoint)})
		require.NoError(t, err)
		if holds.Value() != true {
			messages = append(messages, rule.Message)
		}
	}
	return messages
}
