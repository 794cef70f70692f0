// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/client"
)

// startTimeout covers the first builds of Kubernetes and of ToolHive's programs, which take most of an hour on two cores.
const startTimeout = 90 * time.Minute

// shared is the cluster of all tests.
var shared *cluster.Cluster

func TestMain(m *testing.M) {
	code, err := runTests(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func runTests(m *testing.M) (code int, err error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return 0, err
	}
	if shared, err = start(root); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, shared.Stop()) }()
	client.Proxy = http.ProxyURL(shared.SOCKS)
	return m.Run(), nil
}

// start can be interrupted in order. From then on an interrupt ends this process, and the node goes with it.
func start(root string) (*cluster.Cluster, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	started, err := cluster.Start(ctx, root, os.Stderr)
	if err != nil {
		return nil, err
	}
	if _, err := started.Kubectl(ctx, "apply", "-n", cluster.OperatorNamespace, "-f", "networkpolicies/deny.yaml"); err != nil {
		return nil, errors.Join(err, started.Stop())
	}
	return started, nil
}
