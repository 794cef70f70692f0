// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package vmcpconfig

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"k8s.io/apimachinery/pkg/util/validation"
)

// R2.15: no two headers of any two backends share a variable.
func TestSecretIdentifiersDiffer(t *testing.T) {
	seen := map[string][2]string{}
	for _, backend := range []string{"a", "a.b", "a-b", "a-x", "key-a", "a.x-key"} {
		for _, header := range []string{"X", "x", "X-Key", "X.Key", "X_Key", "X~Key", "X_2DKey", "X-5FKey", "Key", "b", "!", "#", "_21"} {
			identifier := secretIdentifier(backend, header)
			assert.NotContains(t, seen, identifier, "%s of %s", header, backend)
			assert.Empty(t, validation.IsEnvVarName(secretPrefix+identifier))
			seen[identifier] = [2]string{backend, header}
		}
	}
}
