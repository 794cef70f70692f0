// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
	"github.com/mcp-remote-endpoint/operator/hack/devenv"
)

var errGoals = errors.New("not all goals were reached (see FAIL above)")

// run measures with each load in turn, and prints a table as soon as it is there.
func run(ctx context.Context, o options, output, progress io.Writer) (err error) {
	if o.binary == "" {
		fmt.Fprintln(progress, "Building the operator")
		if o.binary, err = devenv.BuildOperator(ctx, progress, false); err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "mcp-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b, err := start(ctx, o, dir, progress)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.stop()) }()

	environment, err := b.environment(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(output, "%s\n\n%s", environment, report.Legend)
	return b.measureAll(ctx, output)
}

func (b *bench) measureAll(ctx context.Context, output io.Writer) error {
	reached, warm := true, map[report.Type]bool{}
	for _, l := range b.loads() {
		if !warm[l.kind] {
			if err := b.warmUp(ctx, l.kind); err != nil {
				return fmt.Errorf("warm up: %w", err)
			}
			warm[l.kind] = true
		}
		measurement, err := b.measure(ctx, l)
		if err != nil {
			return fmt.Errorf("measure with %s: %w", l, err)
		}
		if err := measurement.Write(output); err != nil {
			return err
		}
		reached = reached && measurement.Reached()
	}
	if !reached {
		return errGoals
	}
	return nil
}
