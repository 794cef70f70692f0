// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/component-base/version"
)

func execute(t *testing.T, args ...string) (output string, err error) {
	t.Helper()
	var out bytes.Buffer
	cmd := newCommand()
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(args)
	err = cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestVersionPrintsTheVersion(t *testing.T) {
	output, err := execute(t, "version")
	require.NoError(t, err)
	assert.Equal(t, version.Get().String()+"\n", output)
}

func TestRunIsTheDefaultCommand(t *testing.T) {
	absent := filepath.Join(t.TempDir(), "absent")
	for _, args := range [][]string{{"run"}, {}} {
		_, err := execute(t, append(args, "--kubeconfig", absent)...)
		require.ErrorContains(t, err, "find the cluster", args)
		_, err = execute(t, append(args, "--workers", "0")...)
		require.ErrorContains(t, err, "--workers", "options are checked first")
	}
}

func TestTheDefaultCommandTakesTheFlagsOfRun(t *testing.T) {
	root := newCommand()
	run, _, err := root.Find([]string{"run"})
	require.NoError(t, err)
	run.Flags().VisitAll(func(flag *pflag.Flag) {
		if flag.Name != "help" {
			assert.Same(t, flag, root.Flags().Lookup(flag.Name), flag.Name)
		}
	})
	assert.NotNil(t, run.Flags().Lookup("v"), "verbosity")
}

func TestArgumentsThatMeanNothingAreErrors(t *testing.T) {
	for _, args := range [][]string{{"walk"}, {"run", "now"}, {"version", "2"}, {"--speed=high"}} {
		_, err := execute(t, args...)
		assert.Error(t, err, args)
	}
}

func TestTheEndOfTheProgramIsNoError(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	failure := errors.New("failure")
	require.ErrorIs(t, ignoreEnd(ctx, failure), failure)
	end()
	assert.NoError(t, ignoreEnd(ctx, failure))
}
