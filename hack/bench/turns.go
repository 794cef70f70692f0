// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"slices"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

// warmUp has both clients deal with some endpoints, and learns from the operator what the dumb client has to write.
func (b *bench) warmUp(ctx context.Context) error {
	if _, err := b.try(ctx, warmUpSize, (*trial).firstStage); err != nil {
		return err
	}
	_, err := b.measureDumb(ctx, warmUpSize)
	return err
}

// measure has the clients take turns, and the other one begin each time, such that what drifts with time, or with what the API
// server has seen, favours neither.
func (b *bench) measure(ctx context.Context, count int) (report.Measurement, error) {
	result := report.Measurement{Endpoints: count}
	for turn := range b.turns {
		clients := []func(context.Context, *report.Measurement) error{b.takeDumbTurn, b.takeOperatorTurn}
		if turn%2 == 1 {
			slices.Reverse(clients)
		}
		for _, takeTurn := range clients {
			if err := takeTurn(ctx, &result); err != nil {
				return result, err
			}
		}
	}
	return result, nil
}

func (b *bench) takeDumbTurn(ctx context.Context, result *report.Measurement) error {
	run, err := b.measureDumb(ctx, result.Endpoints)
	result.Runs = append(result.Runs, run)
	return err
}

// takeOperatorTurn goes through all stages the first time. In the turns after that only the time is of interest.
func (b *bench) takeOperatorTurn(ctx context.Context, result *report.Measurement) error {
	if result.Stages != nil {
		again, err := b.try(ctx, result.Endpoints, (*trial).firstStage)
		result.Runs = append(result.Runs, again.Runs...)
		return err
	}
	first, err := b.try(ctx, result.Endpoints, (*trial).allStages)
	first.Runs = slices.Concat(result.Runs, first.Runs)
	*result = first
	return err
}
