// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/process"
)

// stopGrace is how long a component may take to stop before it is killed.
const stopGrace = 10 * time.Second

// Cluster is a running control plane. Its methods are for one goroutine.
type Cluster struct {
	config     Config
	executable string
	dir        *Directory
	ports      []*port
	components []component
	kubeconfig []byte
	running    []*process.Process // as many of the components, in their order, as were started
	failed     chan error
	ready      bool
}

// Start starts the cluster in the directory and returns when it is ready: the API server says so, the controllers are at work, and
// the node, if there is one, runs pods. If a component ends before, or the time is up, Start stops all and says which component,
// how it ended and what it wrote last. The directory is closed when the cluster stops.
func Start(ctx context.Context, dir *Directory, config Config) (*Cluster, error) {
	executable, err := os.Executable()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("find this program's own file: %w", err), dir.Close())
	}
	c := &Cluster{config: config, executable: executable, dir: dir, failed: make(chan error, 1)}
	if err := c.start(ctx); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

func (c *Cluster) start(ctx context.Context) (err error) {
	ctx, cancel := c.withTimeout(ctx)
	defer cancel()
	if c.config, err = c.config.absolute(c.dir); err != nil {
		return err
	}
	if err := c.prepare(); err != nil {
		return err
	}
	for _, next := range c.components {
		if err := c.launch(ctx, next); err != nil {
			return err
		}
	}
	c.ready = true
	return writeKubeconfig(c.config.Kubeconfig, c.kubeconfig)
}

func (c *Cluster) withTimeout(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, c.config.Timeout, fmt.Errorf("not ready after %s", c.config.Timeout))
}

// Dir is the path of the cluster's directory.
func (c *Cluster) Dir() string { return c.dir.path }

// Kubeconfig is the path of the administrator's kubeconfig.
func (c *Cluster) Kubeconfig() string { return c.config.Kubeconfig }

// Failed receives an error when a component ends that should not have.
func (c *Cluster) Failed() <-chan error { return c.failed }

// Restart stops the component, starts it where it was and returns when it is ready.
func (c *Cluster) Restart(ctx context.Context, name string) error {
	ctx, cancel := c.withTimeout(ctx)
	defer cancel()
	i := slices.IndexFunc(c.components, func(one component) bool { return one.name == name })
	if i < 0 {
		return fmt.Errorf("restart %s: this cluster has none", name)
	}
	c.running[i].Stop(stopGrace)
	started, err := c.run(c.components[i])
	if err != nil {
		return err
	}
	c.running[i] = started
	return c.awaitReady(ctx, c.components[i], started)
}

// launch starts the component and returns when it is ready.
func (c *Cluster) launch(ctx context.Context, next component) error {
	fmt.Fprintf(c.config.Progress, "starting %s\n", next.name)
	started, err := c.run(next)
	if err != nil {
		return err
	}
	c.running = append(c.running, started)
	if err := c.awaitReady(ctx, next, started); err != nil || next.then == nil {
		return err
	}
	return next.then(ctx)
}

// run starts the component, and watches for its end.
func (c *Cluster) run(next component) (*process.Process, error) {
	path, args := next.path, next.args
	if path == "" {
		path, args = c.executable, append([]string{next.name}, args...)
	}
	started, err := process.Start(process.Spec{
		Name:   next.name,
		Path:   path,
		Args:   args,
		Dir:    c.dir.path,
		Log:    c.dir.file(filepath.Join(logsDir, next.name+".log")),
		Stream: c.config.Stream,
	})
	if err != nil {
		return nil, err
	}
	go func() {
		<-started.Done()
		if started.Stopping() {
			return
		}
		select {
		case c.failed <- started.EndError():
		default: // the first failure is the cause, the others follow from it
		}
	}()
	return started, nil
}

// awaitReady returns when the component is ready, any component ended, or the context is done.
func (c *Cluster) awaitReady(ctx context.Context, awaited component, started *process.Process) error {
	ticker := time.NewTicker(probeInterval)
	defer ticker.Stop()
	for {
		missing := awaited.ready(ctx)
		if missing == nil {
			return nil
		}
		select {
		case err := <-c.failed:
			return err
		case <-ctx.Done():
			return fmt.Errorf("%s: %w: %w\n%s", awaited.name, context.Cause(ctx), missing, started.LogTail())
		case <-ticker.C:
		}
	}
}

// Stop stops the components, the last one first, and removes what need not stay.
func (c *Cluster) Stop() error {
	for _, one := range slices.Backward(c.running) {
		one.Stop(stopGrace)
	}
	var errs []error
	if c.ready { // else a file of that name is not this cluster's
		errs = append(errs, removeKubeconfig(c.config.Kubeconfig))
	}
	for _, one := range c.ports {
		errs = append(errs, one.release())
	}
	return errors.Join(append(errs, c.dir.Close())...)
}
