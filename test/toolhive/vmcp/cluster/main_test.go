// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/mcp-remote-endpoint/operator/hack/devenv"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
)

const (
	// startTimeout covers the first builds of the control plane and of vmcp, which take minutes.
	startTimeout = 30 * time.Minute
	// repository is the path of the operator's module. Package devenv takes it from the working directory.
	repository = "../../../.."
)

var (
	// program is the path of vmcp, and proxyRunner that of ToolHive's proxy runner.
	program, proxyRunner string
	// shared is the cluster of all tests, with everything installed but the operator's Deployment.
	shared *devenv.Cluster
	// auditLog is the path of its API server's audit log.
	auditLog string
	// operator is the path of the operator, and operatorKubeconfig that of a kubeconfig with the rights that the manifests give it.
	operator, operatorKubeconfig string
	// config, kube and toolhive are those of the cluster's administrator.
	config   *rest.Config
	kube     kubernetes.Interface
	toolhive versioned.Interface
)

func TestMain(m *testing.M) {
	code, err := runTests(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func runTests(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	if err := os.Chdir(repository); err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "mcp-gateways-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	auditLog, operatorKubeconfig = filepath.Join(dir, "audit.log"), filepath.Join(dir, "operator.kubeconfig")
	if err := build(ctx); err != nil {
		return 0, err
	}
	if shared, err = devenv.Start(ctx, devenv.Options{AuditLog: auditLog, Output: os.Stderr}); err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, shared.Stop()) }()
	if _, err := shared.Install(ctx); err != nil {
		return 0, err
	}
	if err := shared.ServiceAccountKubeconfig(ctx, devenv.OperatorNamespace, devenv.OperatorServiceAccount, operatorKubeconfig); err != nil {
		return 0, err
	}
	if err := connect(shared.Config()); err != nil {
		return 0, err
	}
	return m.Run(), nil
}

func build(ctx context.Context) (err error) {
	toolhive := filepath.Join("test", "toolhive")
	if program, err = runner.Build(ctx, toolhive, "vmcp"); err != nil {
		return err
	}
	if proxyRunner, err = runner.Build(ctx, toolhive, "thv-proxyrunner"); err != nil {
		return err
	}
	operator, err = devenv.BuildOperator(ctx, os.Stderr, true)
	return err
}

func connect(to *rest.Config) (err error) {
	config = to
	config.WarningHandler = rest.NoWarnings{} // Kinds of ToolHive's are deprecated here.
	if kube, err = kubernetes.NewForConfig(config); err != nil {
		return err
	}
	toolhive, err = versioned.NewForConfig(config)
	return err
}
