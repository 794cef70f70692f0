// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

// Cluster is a running node.
type Cluster struct {
	// Root is the repository's directory.
	Root string
	// Kubeconfig is the path of the administrator's kubeconfig.
	Kubeconfig string
	// SOCKS is the proxy that leads to Services and pods, by their cluster DNS names too.
	SOCKS *url.URL

	Config   *rest.Config
	Kube     kubernetes.Interface
	Toolhive versioned.Interface
	Metadata metadata.Interface

	dir     string
	process *process
}

// Start makes the images, starts a node and deploys the operator on it. The context bounds the start; progress gets what there is to tell.
func Start(ctx context.Context, root string, progress io.Writer) (*Cluster, error) {
	archives, err := buildImages(ctx, root, progress)
	if err != nil {
		return nil, err
	}
	program, err := buildLocalcluster(ctx, root, progress)
	if err != nil {
		return nil, err
	}
	c, err := startNode(ctx, program, archives, progress)
	if err != nil {
		return nil, err
	}
	c.Root = root
	if err := errors.Join(c.connect(), c.nameMachine(), c.Install(ctx)); err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return c, nil
}

// buildLocalcluster returns the path of the program.
func buildLocalcluster(ctx context.Context, root string, progress io.Writer) (string, error) {
	build := exec.CommandContext(ctx, filepath.Join(root, "hack", "localcluster", "build.sh"), "--node")
	build.Stderr = progress
	build.Cancel = func() error { return build.Process.Signal(os.Interrupt) }
	path, err := build.Output()
	if err != nil {
		return "", fmt.Errorf("build the node: %w", err)
	}
	return strings.TrimSpace(string(path)), nil
}

func startNode(ctx context.Context, program string, archives []string, progress io.Writer) (*Cluster, error) {
	args := []string{"start", "--node", "--expose-loopback", "--stop-with-stdin"}
	for _, archive := range archives {
		args = append(args, "--image", archive)
	}
	started, err := startProcess(program, args, progress)
	if err != nil {
		return nil, err
	}
	line, err := started.next(ctx)
	if err != nil {
		return nil, errors.Join(err, started.stop())
	}
	var kubeconfig, socks string
	if _, err := fmt.Sscanf(line, "ready kubeconfig=%s socks=%s", &kubeconfig, &socks); err != nil {
		return nil, errors.Join(fmt.Errorf("the node said %q: %w", line, err), started.stop())
	}
	return &Cluster{
		Kubeconfig: kubeconfig, SOCKS: &url.URL{Scheme: "socks5h", Host: socks}, dir: filepath.Dir(kubeconfig), process: started,
	}, nil
}

func (c *Cluster) connect() (err error) {
	if c.Config, err = clientcmd.BuildConfigFromFlags("", c.Kubeconfig); err != nil {
		return err
	}
	c.Config.QPS = -1                           // Tests look often.
	c.Config.WarningHandler = rest.NoWarnings{} // Kinds that are deprecated are tested, too.
	if c.Kube, err = kubernetes.NewForConfig(c.Config); err != nil {
		return err
	}
	if c.Toolhive, err = versioned.NewForConfig(c.Config); err != nil {
		return err
	}
	c.Metadata, err = metadata.NewForConfig(c.Config)
	return err
}

// Stop ends the node and removes all that belongs to it.
func (c *Cluster) Stop() error { return c.process.stop() }

// Kubectl runs kubectl as the administrator, and returns what it printed.
func (c *Cluster) Kubectl(ctx context.Context, args ...string) (string, error) {
	return run(exec.CommandContext(ctx, c.process.command.Path, append([]string{"kubectl", "--kubeconfig", c.Kubeconfig}, args...)...))
}

// run returns what a command prints. The error has what it complained of.
func run(command *exec.Cmd) (string, error) {
	var out, complaints bytes.Buffer
	command.Stdout, command.Stderr = &out, &complaints
	if err := command.Run(); err != nil {
		return out.String(), fmt.Errorf("%s: %w: %s", strings.Join(command.Args, " "), err, bytes.TrimSpace(complaints.Bytes()))
	}
	return out.String(), nil
}
