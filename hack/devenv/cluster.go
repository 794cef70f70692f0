// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// Cluster is a cluster that the operator can be tried in.
type Cluster struct {
	// Kubeconfig is the path of its administrator's kubeconfig, or, of a cluster that existed before, a list of paths as the
	// variable KUBECONFIG has it.
	Kubeconfig string

	loader clientcmd.ClientConfig
	config *rest.Config
	// local is the control plane that was started for this cluster, or nil.
	local *controlPlane
}

// Options say how a local control plane is started. The zero value is a cluster that leaves nothing behind.
type Options struct {
	// AuditLog is a file that gets an audit event, one line of JSON, for each request that was answered.
	AuditLog string
	// Controllers are those that the controller manager runs, as its flag --controllers has them; left out, its default.
	Controllers []string
	// Dir keeps the cluster's data; left out, it is temporary.
	Dir string
	// Output gets the progress of building the control plane, which takes minutes the first time.
	Output io.Writer
}

// Start starts a control plane without nodes on this machine: etcd, API server and controller manager.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	if o.Output == nil {
		o.Output = io.Discard
	}
	local, kubeconfig, err := startControlPlane(ctx, o)
	if err != nil {
		return nil, err
	}
	c, err := Existing(kubeconfig)
	if err != nil {
		_ = local.stop() // The first error is the one to tell.
		return nil, err
	}
	c.local = local
	return c, nil
}

// Existing returns a cluster that runs already. The kubeconfig is a path, or several as in the variable KUBECONFIG.
func Existing(kubeconfig string) (*Cluster, error) {
	rules := &clientcmd.ClientConfigLoadingRules{Precedence: filepath.SplitList(kubeconfig)}
	if len(rules.Precedence) == 1 { // One of several may be missing, as with kubectl, but not the only one.
		rules = &clientcmd.ClientConfigLoadingRules{ExplicitPath: kubeconfig}
	}
	loader := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, nil)
	config, err := loader.ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("use the kubeconfig %s: %w", kubeconfig, err)
	}
	config.QPS = -1 // Whoever measures wants no throttling of the client.
	config.UserAgent = filepath.Base(os.Args[0])
	return &Cluster{Kubeconfig: kubeconfig, loader: loader, config: config}, nil
}

// Config returns a copy of the administrator's client configuration, without a limit on the rate of requests.
func (c *Cluster) Config() *rest.Config { return rest.CopyConfig(c.config) }

// Stop stops a control plane that Start started, and leaves other clusters alone.
func (c *Cluster) Stop() error {
	if c.local == nil {
		return nil
	}
	return c.local.stop()
}

// RestartAPIServer restarts the API server of a control plane that Start started, and returns when it serves again.
func (c *Cluster) RestartAPIServer(ctx context.Context) error {
	if c.local == nil {
		return fmt.Errorf("restart the API server: the cluster of %s was not started here", c.Kubeconfig)
	}
	return c.local.restartAPIServer(ctx)
}

// Done is closed when a control plane that Start started has ended, and never for other clusters.
func (c *Cluster) Done() <-chan struct{} {
	if c.local == nil {
		return nil
	}
	return c.local.done
}
