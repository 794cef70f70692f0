// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestStartRefuses(t *testing.T) {
	tests := []struct {
		name string
		args []string
		says string
	}{
		{name: "a node that it was built without", args: []string{"--node"}, says: "build it with build.sh --node"},
		{name: "images without a node to load them into", args: []string{"--image", "a.tar"}, says: "add --node"},
		{name: "pods' way to the machine without a node", args: []string{"--expose-loopback"}, says: "add --node"},
		{name: "arguments", args: []string{"node"}, says: "node"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			command := NewCommand()
			var stderr bytes.Buffer
			command.SetErr(&stderr)
			command.SetArgs(append([]string{"start"}, test.args...))
			require.ErrorContains(t, command.Execute(), test.says)
			assert.Contains(t, stderr.String(), test.says)
		})
	}
}
