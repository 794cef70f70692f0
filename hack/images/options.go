// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/mcp-remote-endpoint/operator/hack/images/internal/compile"
	"github.com/mcp-remote-endpoint/operator/hack/images/internal/image"
)

// options are what the command line says.
type options struct {
	name          string
	pkg           string
	module        string
	ldflags       string
	output        string
	architectures []string
	labels        map[string]string
}

func (o *options) addLabel(label string) error {
	key, value, found := strings.Cut(label, "=")
	if !found || key == "" {
		return fmt.Errorf("%q is not of the form key=value", label)
	}
	o.labels[key] = value
	return nil
}

// build compiles the package for each architecture and writes the image.
func (o *options) build(ctx context.Context) error {
	created, err := sourceDate()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "images-")
	if err != nil {
		return fmt.Errorf("make a directory for the binaries: %w", err)
	}
	defer os.RemoveAll(dir)
	spec := image.Spec{Name: o.name, Labels: o.labels, Created: created}
	for _, arch := range o.architectures {
		binary, err := compile.Static(ctx, compile.Target{
			Module: o.module, Package: o.pkg, LinkerFlags: o.ldflags, Arch: arch, Dir: filepath.Join(dir, arch),
		})
		if err != nil {
			return err
		}
		spec.Programs = append(spec.Programs, image.Program{Path: binary, Arch: arch})
	}
	return image.Write(o.output, spec)
}

// sourceDate is the time of which the image says that it was made then: that of SOURCE_DATE_EPOCH
// (https://reproducible-builds.org/docs/source-date-epoch/), or the beginning of 1970.
func sourceDate() (time.Time, error) {
	seconds := os.Getenv("SOURCE_DATE_EPOCH")
	if seconds == "" {
		return time.Unix(0, 0).UTC(), nil
	}
	number, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH is not a number of seconds: %w", err)
	}
	return time.Unix(number, 0).UTC(), nil
}
