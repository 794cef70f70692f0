// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/manifesttest"
)

// manifest is what a user applies: an endpoint and all that it refers to, as the fields of each object.
type manifest manifesttest.Manifest

func readManifest(t testing.TB, files ...string) manifest {
	t.Helper()
	return manifest(manifesttest.Read(t, files...))
}

// object returns the first one of that kind.
func (m manifest) object(t testing.TB, kind string) map[string]any {
	t.Helper()
	return manifesttest.Manifest(m).Object(t, kind)
}

func (m manifest) objects(t testing.TB) []runtime.Object {
	t.Helper()
	return manifesttest.Manifest(m).Objects(t)
}
