// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"

	"github.com/mcp-remote-endpoint/operator/hack/devenv"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

const (
	// startTimeout covers the first build of the control plane, which takes minutes.
	startTimeout = 30 * time.Minute
	// patience is how long a test waits for what takes seconds on an idle machine, or, when the API server was restarted more than once, as long as
	// client-go waits at most before it watches again, which is a minute for each time that it fails.
	patience = 4 * time.Minute
)

// environment is a control plane with the operator's manifests, and the means to run operators in it.
type environment struct {
	cluster    *devenv.Cluster
	dir        string
	audit      *auditLog
	binary     string
	kubeconfig string // the operator's

	toolhive versioned.Interface
	kube     kubernetes.Interface
	metadata metadata.Interface
}

// shared is the environment of all tests that do not need one of their own, and operator runs in it all the time.
var (
	shared   *environment
	operator *devenv.Operator
)

func TestMain(m *testing.M) {
	code, err := runTests(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "integration:", err)
		code = 1
	}
	os.Exit(code)
}

func runTests(m *testing.M) (code int, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	dir, err := os.MkdirTemp("", "mcp-integration-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)

	shared, err = startEnvironment(ctx, dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = firstError(err, shared.cluster.Stop()) }()
	if _, err := shared.cluster.Install(ctx); err != nil {
		return 0, err
	}
	if err := shared.prepareOperator(ctx); err != nil {
		return 0, err
	}
	if operator, err = shared.startOperator(ctx); err != nil {
		return 0, err
	}
	defer func() { err = firstError(err, operator.Stop()) }()
	return m.Run(), nil
}

// startEnvironment starts a control plane without anything in it.
func startEnvironment(ctx context.Context, dir string) (*environment, error) {
	e := &environment{dir: dir, audit: &auditLog{path: filepath.Join(dir, "audit.log")}}
	var err error
	e.cluster, err = devenv.Start(ctx, devenv.Options{AuditLog: e.audit.path, Output: os.Stderr})
	if err != nil {
		return nil, err
	}
	config := e.cluster.Config()
	config.WarningHandlerWithContext = rest.NoWarnings{} // Kinds that are deprecated are tested, too.
	if e.toolhive, err = versioned.NewForConfig(config); err != nil {
		return nil, err
	}
	if e.kube, err = kubernetes.NewForConfig(config); err != nil {
		return nil, err
	}
	e.metadata, err = metadata.NewForConfig(config)
	return e, err
}

// prepareOperator builds the operator and gives it the rights of its service account.
func (e *environment) prepareOperator(ctx context.Context) error {
	var err error
	if e.binary, err = devenv.BuildOperator(ctx, os.Stderr, true); err != nil {
		return err
	}
	e.kubeconfig = filepath.Join(e.dir, "operator.kubeconfig")
	return e.cluster.ServiceAccountKubeconfig(ctx, devenv.OperatorNamespace, devenv.OperatorServiceAccount, e.kubeconfig)
}

// startOperator starts an operator that logs to a file beside the others. It has one worker, so that names are reconciled in the
// order in which they were woken (see settle).
func (e *environment) startOperator(ctx context.Context, args ...string) (*devenv.Operator, error) {
	log, err := os.OpenFile(e.operatorLog(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	return devenv.StartOperator(ctx, devenv.OperatorOptions{
		Binary: e.binary, Kubeconfig: e.kubeconfig, Log: log, Args: append([]string{"-v", "2", "--workers", "1"}, args...),
	})
}

func (e *environment) operatorLog() string { return filepath.Join(e.dir, "operator.log") }

// newEnvironment is one that goes with the test.
func newEnvironment(t *testing.T) *environment {
	t.Helper()
	e, err := startEnvironment(testContext(t), t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.cluster.Stop()) })
	return e
}

// runOperator runs an operator until the test ends.
func (e *environment) runOperator(t *testing.T, args ...string) {
	t.Helper()
	started, err := e.startOperator(testContext(t), args...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, started.Stop()) })
}

// restartOperator replaces the shared operator by a new process, as an update of its Deployment does.
func restartOperator(t *testing.T) {
	t.Helper()
	require.NoError(t, operator.Stop())
	started, err := shared.startOperator(testContext(t))
	require.NoError(t, err)
	operator = started
}

// keepOperatorRunning starts the shared operator again when it ends during the test, as the kubelet does: an operator that
// cannot renew its Lease in time, because the API server is away for too long, gives up and leaves the work to a new one.
func keepOperatorRunning(t *testing.T) {
	t.Helper()
	over := make(chan struct{})
	var watching sync.WaitGroup
	t.Cleanup(func() {
		close(over)
		watching.Wait()
	})
	watching.Go(func() {
		for {
			select {
			case <-over:
				return
			case <-operator.Done():
			}
			ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
			started, err := shared.startOperator(ctx)
			cancel()
			if err != nil {
				t.Errorf("start the operator again: %v", err)
				return
			}
			operator = started
		}
	})
}

// testContext ends when the test has waited long enough.
func testContext(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
