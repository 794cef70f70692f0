// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package proxyrunner

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
)

// program is the path of thv-proxyrunner.
var program string

func TestMain(m *testing.M) {
	var err error
	if program, err = runner.Build(context.Background(), "..", "thv-proxyrunner"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
