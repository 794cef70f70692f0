// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
	"github.com/mcp-remote-endpoint/operator/hack/devenv"
)

// trial is the operator's run with a number of endpoints.
type trial struct {
	*bench

	load     load
	operator *devenv.Operator
	begun    []time.Time // of each stage, and the end of the last one
	result   report.Measurement
}

// stage is a part of a trial.
type stage struct {
	name report.StageName
	run  func(context.Context) error
}

// try has the operator deal with new endpoints, stage by stage, and removes them.
func (b *bench) try(ctx context.Context, l load, stages func(*trial) []stage) (report.Measurement, error) {
	b.say("%s for the operator", l)
	t := &trial{bench: b, load: l}
	if err := b.createEndpoints(ctx, l); err != nil {
		return t.result, err
	}
	if err := b.recorder.forget(); err != nil {
		return t.result, err
	}
	if err := t.run(ctx, stages(t)); err != nil {
		return t.result, err
	}
	return t.result, b.deleteEndpoints(ctx, t.load)
}

func (t *trial) run(ctx context.Context, stages []stage) error {
	defer t.kill()
	for _, s := range stages {
		t.say("  %s", s.name)
		t.begun = append(t.begun, time.Now())
		if err := s.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", s.name, errors.Join(err, t.end()))
		}
		// For requests that should not come, and for memory to settle.
		if err := pause(ctx, t.settle); err != nil {
			return err
		}
		memory, err := memoryOf(t.operator.PID)
		if err != nil {
			return err
		}
		memory.When = s.name
		t.result.Memory = append(t.result.Memory, memory)
	}
	t.begun = append(t.begun, time.Now())
	return t.countRequests(stages)
}

// countRequests stops the operator first, since watches are in the log when they have ended.
func (t *trial) countRequests(stages []stage) error {
	if err := t.operator.Stop(); err != nil {
		return err
	}
	if err := t.recorder.update(); err != nil {
		return err
	}
	for i, s := range stages {
		counts := audit.Count(t.recorder.between(operatorAgent, t.begun[i], t.begun[i+1]))
		t.result.Stages = append(t.result.Stages, report.Stage{Name: s.name, Counts: counts})
	}
	return nil
}

// kill does nothing to an operator that was stopped, or not started.
func (t *trial) kill() {
	if t.operator != nil {
		t.operator.Kill()
	}
}

// end returns how the operator ended, and nil if it did not.
func (t *trial) end() error {
	if t.operator == nil {
		return nil
	}
	select {
	case <-t.operator.Done():
		return t.operator.Wait()
	default:
		return nil
	}
}
