// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCheck(t *testing.T) {
	tests := []struct {
		name    string
		user    int
		missing []string
		says    string
	}{
		{name: "root with all programs may have a node"},
		{name: "nobody else may", user: 1000, says: "needs root"},
		{
			name: "what is missing is named, and who installs it", missing: []string{"runc", "/usr/lib/cni/ptp"},
			says: "a node needs runc, /usr/lib/cni/ptp: on Debian hack/install-containerd.sh",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := check(test.user, func(program string) (string, error) {
				if slices.Contains(test.missing, program) {
					return "", errors.New("not found")
				}
				return program, nil
			})
			if test.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.says)
		})
	}
}

func TestCheckPaths(t *testing.T) {
	require.NoError(t, CheckPaths("", "/tmp/x", "/running", "/var/library/x", "relative"))
	for _, path := range []string{"/run/x", "/run/../run/x", "/var/lib/a/b", "/var/log/audit.json"} {
		require.ErrorContains(t, CheckPaths("/tmp/x", path), path)
	}
}
