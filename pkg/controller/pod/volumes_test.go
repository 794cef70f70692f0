// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// Names of ConfigMaps may have dots and 253 characters, and names of volumes neither.
func TestNamesOfVolumes(t *testing.T) {
	long := "oidc-ca-bundle-" + strings.Repeat("a", 253)
	for _, test := range []struct{ name, volume, want string }{
		{"a label is kept", "oidc-ca-bundle-authority", "oidc-ca-bundle-authority"},
		{"the longest label is kept", long[:63], long[:63]},
		{"dots are replaced", "oidc-ca-bundle-corporate.authority", "oidc-ca-bundle-corporate-authority-d8e96a7a"},
		{"a long name is cut", long, long[:54] + "-84193beb"},
		{"no two hyphens before the hash", long[:53] + ".b" + long, long[:53] + "-90cd5a66"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := pod.VolumeName(test.volume)
			assert.Equal(t, test.want, got)
			assert.Empty(t, validation.IsDNS1123Label(got))
		})
	}
}

func TestNamesOfVolumesDiffer(t *testing.T) {
	long := strings.Repeat("a", 100)
	seen := map[string]string{}
	for _, name := range []string{"a.b", "a-b", "a.b.c", "a-b.c", "a.b-c", long, long + "a", long + ".a", long + "-a"} {
		volume := pod.VolumeName(name)
		assert.NotContains(t, seen, volume, name)
		seen[volume] = name
	}
}
