// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
	"github.com/mcp-remote-endpoint/operator/hack/devenv"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

// bench is a control plane with those who work in it.
type bench struct {
	options

	cluster    *devenv.Cluster
	recorder   *recorder
	kubeconfig string // of the operator
	progress   io.Writer

	// kube, metadata and toolhive are the administrator's.
	kube     kubernetes.Interface
	metadata metadata.Interface
	toolhive versioned.Interface
	// dumb has the operator's rights.
	dumb *dumbClient
	// stopStandIn ends what makes Deployments available. It is nil until that was started.
	stopStandIn func()
}

// controllers are those of the control plane. A stand-in does what the first one left out would do, if there were nodes; the others
// would have nothing to do for Services without pods but write that these have none.
var controllers = []string{"*", "-deployment-controller", "-endpoints-controller", "-endpointslice-controller"}

// start starts a control plane whose files are in dir, and installs what the operator needs.
func start(ctx context.Context, o options, dir string, progress io.Writer) (*bench, error) {
	b := &bench{options: o, progress: progress, kubeconfig: filepath.Join(dir, "operator.kubeconfig")}
	b.say("Starting a control plane")
	auditLog := filepath.Join(dir, "audit.json")
	var err error
	if b.cluster, err = devenv.Start(ctx, devenv.Options{AuditLog: auditLog, Controllers: controllers, Output: progress}); err != nil {
		return nil, err
	}
	if err := b.prepare(ctx, auditLog); err != nil {
		return nil, errors.Join(err, b.stop())
	}
	return b, nil
}

func (b *bench) prepare(ctx context.Context, auditLog string) (err error) {
	if _, err := b.cluster.Install(ctx); err != nil {
		return err
	}
	const namespace, account = devenv.OperatorNamespace, devenv.OperatorServiceAccount
	if err := b.cluster.ServiceAccountKubeconfig(ctx, namespace, account, b.kubeconfig); err != nil {
		return err
	}
	if b.recorder, err = newRecorder(auditLog, b.say); err != nil {
		return err
	}
	if err := b.connect(); err != nil {
		return err
	}
	if err := b.createSurroundings(ctx); err != nil {
		return err
	}
	b.stopStandIn, err = b.startStandIn(ctx)
	return err
}

func (b *bench) connect() (err error) {
	admin := b.cluster.Config()
	if b.kube, err = kubernetes.NewForConfig(admin); err != nil {
		return fmt.Errorf("make a client for Kubernetes objects: %w", err)
	}
	if b.metadata, err = metadata.NewForConfig(admin); err != nil {
		return fmt.Errorf("make a client for metadata: %w", err)
	}
	if b.toolhive, err = versioned.NewForConfig(admin); err != nil {
		return fmt.Errorf("make a client for MCP objects: %w", err)
	}
	config, err := clientcmd.BuildConfigFromFlags("", b.kubeconfig)
	if err != nil {
		return fmt.Errorf("read the operator's kubeconfig: %w", err)
	}
	b.dumb, err = newDumbClient(config)
	return err
}

// environment finds out what the measurements depend on.
func (b *bench) environment(ctx context.Context) (report.Environment, error) {
	server, err := b.kube.Discovery().ServerVersionWithContext(ctx)
	if err != nil {
		return report.Environment{}, fmt.Errorf("get the API server's version: %w", err)
	}
	operator, err := exec.CommandContext(ctx, b.binary, "version").Output()
	if err != nil {
		return report.Environment{}, fmt.Errorf("get the operator's version: %w", err)
	}
	program, err := buildinfo.ReadFile(b.binary)
	if err != nil {
		return report.Environment{}, fmt.Errorf("get the operator's Go version: %w", err)
	}
	return report.Environment{
		Operator:   strings.TrimSpace(string(operator)),
		GoVersion:  program.GoVersion,
		Kubernetes: server.GitVersion,
		Cores:      runtime.NumCPU(),
		Workers:    b.workers,
	}, nil
}

func (b *bench) stop() error {
	if b.stopStandIn != nil {
		b.stopStandIn()
	}
	err := b.cluster.Stop()
	if b.recorder != nil {
		err = errors.Join(err, b.recorder.close())
	}
	return err
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.progress, format+"\n", args...) }

// pause waits for what should not happen.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
