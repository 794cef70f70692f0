// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package gatewaytest

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/manifesttest"
)

// Manifest is a gateway and all that it and its members refer to, as the fields of each object.
type Manifest manifesttest.Manifest

// Read reads files with one YAML document for each object.
func Read(t testing.TB, files ...string) Manifest {
	t.Helper()
	return Manifest(manifesttest.Read(t, files...))
}

// Object returns the fields of the first object of a kind.
func (m Manifest) Object(t testing.TB, kind string) map[string]any {
	t.Helper()
	return manifesttest.Manifest(m).Object(t, kind)
}

// Objects decodes the objects.
func (m Manifest) Objects(t testing.TB) []runtime.Object {
	t.Helper()
	return manifesttest.Manifest(m).Objects(t)
}
