// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"testing"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
)

// Run runs the program as the process of a pod until it ends by itself, and returns its output and whether it ended well.
func Run(t *testing.T, program string, process pod.Process) (output string, err error) {
	t.Helper()
	r := launch(t, program, process)
	wait.Until(t, r, r.hasEnded)
	return r.String(), r.err
}
