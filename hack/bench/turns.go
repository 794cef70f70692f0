// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"slices"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

// warmUps are the numbers of endpoints that both clients deal with before anything is measured.
var warmUps = map[report.Type]int{report.Direct: 500, report.Proxies: 100}

func (b *bench) warmUp(ctx context.Context, kind report.Type) error {
	l := load{kind, warmUps[kind]}
	b.say("Warming up with %s", l)
	if _, err := b.try(ctx, l, (*trial).firstStage); err != nil {
		return err
	}
	_, err := b.measureDumb(ctx, l)
	return err
}

// measure has the clients take turns, and the other one begin each time, such that what drifts with time, or with what the API
// server has seen, favours neither.
func (b *bench) measure(ctx context.Context, l load) (report.Measurement, error) {
	result := report.Measurement{Type: l.kind, Endpoints: l.count}
	for turn := range b.turns {
		clients := []func(context.Context, load, *report.Measurement) error{b.takeDumbTurn, b.takeOperatorTurn}
		if turn%2 == 1 {
			slices.Reverse(clients)
		}
		for _, takeTurn := range clients {
			if err := takeTurn(ctx, l, &result); err != nil {
				return result, err
			}
		}
	}
	return result, nil
}

func (b *bench) takeDumbTurn(ctx context.Context, l load, result *report.Measurement) error {
	run, err := b.measureDumb(ctx, l)
	result.Runs = append(result.Runs, run)
	return err
}

// takeOperatorTurn goes through all stages the first time. In the turns after that only the time is of interest.
func (b *bench) takeOperatorTurn(ctx context.Context, l load, result *report.Measurement) error {
	if result.Stages != nil {
		again, err := b.try(ctx, l, (*trial).firstStage)
		result.Runs = append(result.Runs, again.Runs...)
		return err
	}
	idle, err := b.try(ctx, load{l.kind, 0}, (*trial).idleStage)
	if err != nil {
		return err
	}
	first, err := b.try(ctx, l, (*trial).allStages)
	result.Runs = append(result.Runs, first.Runs...)
	result.Stages = slices.Concat(idle.Stages, first.Stages)
	result.Memory = slices.Concat(idle.Memory, first.Memory)
	result.RestartReady = first.RestartReady
	return err
}
