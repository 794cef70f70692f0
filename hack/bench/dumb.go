// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

// measureDumb has the dumb client deal with new endpoints, and removes them.
func (b *bench) measureDumb(ctx context.Context, l load) (report.Convergence, error) {
	b.say("%s for the dumb client", l)
	if err := b.createEndpoints(ctx, l); err != nil {
		return report.Convergence{}, err
	}
	if err := b.recorder.forget(); err != nil {
		return report.Convergence{}, err
	}
	b.say("  writing")
	used, err := cpuOf(os.Getpid())
	if err != nil {
		return report.Convergence{}, err
	}
	started := time.Now()
	if err := b.runDumb(ctx, l, started); err != nil {
		return report.Convergence{}, err
	}
	result := convergence(report.Dumb, b.recorder.between(dumbAgent, started, time.Now()), started)
	if result.CPU, err = cpuOf(os.Getpid()); err != nil {
		return report.Convergence{}, err
	}
	result.CPU -= used
	if err := b.verify(ctx, l); err != nil {
		return report.Convergence{}, err
	}
	return result, b.deleteEndpoints(ctx, l)
}

// runDumb has the audit log read meanwhile, as it is while the operator works.
func (b *bench) runDumb(ctx context.Context, l load, started time.Time) error {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	go func() {
		if err := b.dumb.run(ctx, l.kind, b.workers); err != nil {
			fail(fmt.Errorf("the dumb client: %w", err))
		}
	}()
	return b.recorder.awaitStatuses(ctx, dumbAgent, started, l)
}
