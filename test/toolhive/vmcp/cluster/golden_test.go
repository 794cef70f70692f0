// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

// goldenDirectory has a directory for each gateway that rendering is tested with.
var goldenDirectory = filepath.Join("pkg", "controller", "virtualserver", "render", "testdata")

// Each gateway starts with what was rendered for it, its rights in the cluster among that, where there is what it refers to.
func TestVMCPTakesEveryGoldenGateway(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(goldenDirectory, "*", "golden.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	provider := issuer.Start(t, issuer.Options{TLS: true})
	for _, file := range files {
		directory := filepath.Dir(file)
		t.Run(filepath.Base(directory), func(t *testing.T) {
			g := readGolden(t, directory)
			if g.deployment == nil {
				assert.NotContains(t, g.config, "backends")
				assert.Equal(t, gateway.Inline, g.source())
				return
			}
			g.settle(t)
			process := g.process(t, provider)
			output, err := runner.Run(t, program, gateway.Validation(process))
			require.NoError(t, err, output)

			running := runner.Start(t, program, process)
			g.awaitReport(t, running, g.name)
			if g.source() == gateway.Discovered && len(g.published) > 0 {
				wait.Until(t, running, func() bool { return len(backends(t, running)) > 0 })
			}
			assert.NotContains(t, running.String(), "forbidden")
		})
	}
}
