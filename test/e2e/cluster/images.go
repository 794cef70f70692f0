// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Names of images. Those that the operator's manifests and flags name by default are called so here: what is shipped is what is tested.
const (
	operatorImage = "mcp-remote-endpoint-operator:latest"
	// ProxyImage has ToolHive's proxy runner.
	ProxyImage = "stacklok/toolhive/proxyrunner:v0.44.0"
	// GatewayImage has ToolHive's vMCP.
	GatewayImage = "stacklok/toolhive/vmcp:v0.44.0"
	// ServerImage has the MCP server of hack/images/mcpserver.
	ServerImage = "localhost/mcpserver:e2e"
	// ClientImage has the MCP client of test/e2e/client.
	ClientImage = "localhost/client:e2e"
)

// image is an image with a Go program.
type image struct {
	name string
	// module is the directory of a Go module, in the repository, and pkg a main package of it or of what it requires.
	module, pkg string
	// pinned tells that go.sum of the module says all about the program. It is made again only when that changes: to link ToolHive's
	// programs takes a while.
	pinned bool
}

var images = []image{
	{name: operatorImage, module: ".", pkg: "./cmd/operator"},
	{name: ProxyImage, module: "test/toolhive", pkg: "github.com/stacklok/toolhive/cmd/thv-proxyrunner", pinned: true},
	{name: GatewayImage, module: "test/toolhive", pkg: "github.com/stacklok/toolhive/cmd/vmcp", pinned: true},
	{name: ServerImage, module: "hack/images", pkg: "./mcpserver"},
	{name: ClientImage, module: "test/e2e", pkg: "./client"},
}

// buildImages makes tar archives of all images in bin/e2e, and returns their paths. What Go's cache has makes it quick; without that, ToolHive's
// programs take a quarter of an hour each.
func buildImages(ctx context.Context, root string, progress io.Writer) ([]string, error) {
	var archives []string
	for _, one := range images {
		archive, err := one.build(ctx, root, progress)
		if err != nil {
			return nil, fmt.Errorf("make the image %s: %w", one.name, err)
		}
		archives = append(archives, archive)
	}
	return archives, nil
}

// OperatorArchive is the path of the operator's image.
func (c *Cluster) OperatorArchive() string {
	return filepath.Join(c.Root, "bin", "e2e", "operator.tar")
}

func (i image) build(ctx context.Context, root string, progress io.Writer) (string, error) {
	name := filepath.Base(i.pkg)
	if i.pinned {
		key, err := i.key(root)
		if err != nil {
			return "", err
		}
		name += "-" + key
	}
	archive := filepath.Join(root, "bin", "e2e", name+".tar")
	if _, err := os.Stat(archive); i.pinned && err == nil {
		return archive, nil
	}
	fmt.Fprintln(progress, "making the image", i.name)
	build := exec.CommandContext(ctx, "go", "run", ".", "--module", filepath.Join(root, i.module), "--package", i.pkg,
		"--name", i.name, "--arch", runtime.GOARCH, "--output", archive)
	build.Dir = filepath.Join(root, "hack", "images")
	build.Env = append(os.Environ(), "GOWORK=off")
	build.Stdout, build.Stderr = progress, progress
	build.Cancel = func() error { return build.Process.Signal(os.Interrupt) } // lets Go remove its temporary files
	return archive, build.Run()
}

// key stands for all that goes into a pinned image.
func (i image) key(root string) (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, runtime.Version(), runtime.GOARCH, i)
	module, builder := filepath.Join(root, i.module), filepath.Join(root, "hack", "images")
	err := errors.Join(add(hash, filepath.Join(module, "go.mod")), add(hash, filepath.Join(module, "go.sum")), add(hash, filepath.Join(builder, "go.sum")))
	if err != nil {
		return "", err
	}
	err = filepath.WalkDir(builder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		return add(hash, path)
	})
	return hex.EncodeToString(hash.Sum(nil))[:12], err
}

func add(to io.Writer, path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, err = to.Write(data)
	return err
}
