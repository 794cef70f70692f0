// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
)

// R2.8: pods are made anew when a value that they read has changed, and only then.
func TestChangesOfContent(t *testing.T) {
	for _, test := range []struct {
		name, kind, member, key string
		want                    []string
	}{
		{"a Secret's value that a variable has", "Secret", "stringData", "api-key", []string{referenced}},
		{"a value of a ConfigMap that is mounted", "ConfigMap", "data", "ca.crt", []string{referenced}},
		{"a Secret's value that no pod reads", "Secret", "stringData", "unused", nil},
		{"a value of a ConfigMap that no pod reads", "ConfigMap", "data", "unused", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := readManifest(t, filepath.Join(goldenDirectory, "everything", "input.yaml"))
			before := rendered(t, m.input(t))
			values := m.object(t, test.kind)[test.member].(map[string]any)
			values[test.key] = fmt.Sprint(values[test.key], "x")
			assert.Equal(t, test.want, places(t, before, rendered(t, m.input(t))))
		})
	}
}
