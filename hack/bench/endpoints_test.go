// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInParallelDoesEachOnce(t *testing.T) {
	var times [100]atomic.Int64
	require.NoError(t, inParallel(t.Context(), 7, len(times), func(_ context.Context, number int) error {
		times[number].Add(1)
		return nil
	}))
	for number := range times {
		assert.Equal(t, int64(1), times[number].Load(), number)
	}
}

func TestInParallelEndsWithTheFirstError(t *testing.T) {
	fault := errors.New("refused")
	var calls atomic.Int64
	err := inParallel(t.Context(), 2, 1000, func(ctx context.Context, number int) error {
		calls.Add(1)
		if number == 0 {
			return fault
		}
		<-ctx.Done()
		return ctx.Err()
	})
	require.ErrorIs(t, err, fault)
	assert.LessOrEqual(t, calls.Load(), int64(2))
}

func TestInParallelEndsWhenItIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	assert.ErrorIs(t, inParallel(ctx, 2, 1000, func(context.Context, int) error { return nil }), context.Canceled)
}
