// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Command operator reconciles MCPRemoteEndpoints in a Kubernetes cluster. In a cluster it needs no flag.
package main

import (
	"fmt"
	"os"
	"runtime/debug"
)

// garbage is how much memory may be garbage, in percent of what is in use, before it is collected. Most of what is in use are caches, which
// grow with the cluster; Go's own 100 would double them.
const garbage = 50

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	if err := newCommand().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "operator:", err)
		os.Exit(exitCode(err))
	}
}
