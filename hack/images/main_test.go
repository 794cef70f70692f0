// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"debug/elf"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/images/internal/compile"
)

func TestTwoRunsMakeTheSameFile(t *testing.T) {
	var files [][]byte
	for range 2 {
		path := filepath.Join(t.TempDir(), "pause.tar")
		require.NoError(t, run(t.Context(), []string{
			"--name", "localhost/pause:v1", "--package", "./pause", "--label", "org.opencontainers.image.title=pause", "--output", path,
		}))
		file, err := os.ReadFile(path)
		require.NoError(t, err)
		files = append(files, file)
	}
	assert.Equal(t, files[0], files[1])
}

func TestProgramsAreStatic(t *testing.T) {
	for arch, machine := range map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64} {
		path, err := compile.Static(t.Context(), compile.Target{Module: ".", Package: "./pause", Arch: arch, Dir: t.TempDir()})
		require.NoError(t, err)
		assert.Equal(t, "pause", filepath.Base(path))
		program, err := elf.Open(path)
		require.NoError(t, err)
		assert.Equal(t, machine, program.Machine)
		assert.Nil(t, program.Section(".interp"), "a static program needs no linker")
		require.NoError(t, program.Close())
	}
}

func TestCommandLine(t *testing.T) {
	given := []string{"--name", "a", "--package", "./b", "--output", "c"}
	o, err := parse(append(given, "--module", "m", "--arch", "arm64", "--label", "x=1", "--label", "y=a=b", "--ldflags", "-X p.v=1"))
	require.NoError(t, err)
	assert.Equal(t, options{
		name: "a", pkg: "./b", output: "c", module: "m", ldflags: "-X p.v=1",
		architectures: []string{"arm64"}, labels: map[string]string{"x": "1", "y": "a=b"},
	}, o)

	o, err = parse(given)
	require.NoError(t, err)
	assert.Equal(t, []string{"amd64", "arm64"}, o.architectures)
}

func TestRunFailsWithTheCause(t *testing.T) {
	output := filepath.Join(t.TempDir(), "image.tar")
	tests := []struct {
		name string
		args []string
		says string
	}{
		{name: "a missing flag", args: []string{"--name", "a", "--package", "./pause"}, says: "--output"},
		{name: "an argument", args: []string{"--name", "a", "--package", "./pause", "--output", output, "more"}, says: "nothing but flags"},
		{name: "a label without a value", args: []string{"--label", "title"}, says: "key=value"},
		{name: "an unknown architecture", args: []string{"--name", "a", "--package", "./pause", "--arch", "pdp11", "--output", output}, says: "./pause in . for pdp11"},
		{name: "several packages", args: []string{"--name", "a", "--package", "./...", "--output", output}, says: "single main package"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.ErrorContains(t, run(t.Context(), test.args), test.says)
			assert.NoFileExists(t, output)
		})
	}
}

func TestSourceDate(t *testing.T) {
	created, err := sourceDate()
	require.NoError(t, err)
	assert.Equal(t, int64(0), created.Unix())

	t.Setenv("SOURCE_DATE_EPOCH", "1000000000")
	created, err = sourceDate()
	require.NoError(t, err)
	assert.Equal(t, int64(1e9), created.Unix())

	t.Setenv("SOURCE_DATE_EPOCH", "today")
	_, err = sourceDate()
	require.ErrorContains(t, err, "SOURCE_DATE_EPOCH")
}
