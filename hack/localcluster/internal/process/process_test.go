// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package process

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shell starts a shell script as a child.
func shell(t *testing.T, script string) *Process {
	t.Helper()
	p, err := Start(Spec{Name: "script", Path: "/bin/sh", Args: []string{"-c", script}, Log: filepath.Join(t.TempDir(), "log")})
	require.NoError(t, err)
	t.Cleanup(func() { p.Stop(0) })
	return p
}

func TestEndErrorTellsNameStatusAndLastWords(t *testing.T) {
	p := shell(t, "echo no space left >&2; exit 3")
	<-p.Done()
	assert.False(t, p.Stopping())
	require.ErrorContains(t, p.EndError(), "script ended: exit status 3")
	require.ErrorContains(t, p.EndError(), "no space left")
}

func TestStop(t *testing.T) {
	const ready = "echo ready; read line" // read blocks: the parent never writes
	tests := []struct {
		name   string
		script string
		grace  time.Duration
		ends   string
	}{
		{name: "a program that obeys gets a signal", script: ready, grace: time.Hour, ends: "signal: terminated"},
		{name: "a program that does not is killed", script: "trap '' TERM; " + ready, grace: 0, ends: "signal: killed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := shell(t, test.script)
			require.Eventually(t, func() bool { return strings.HasSuffix(p.LogTail(), "ready") }, time.Minute, time.Millisecond)
			p.Stop(test.grace)
			assert.True(t, p.Stopping())
			require.ErrorContains(t, p.EndError(), test.ends)
		})
	}
}

func TestStreamGetsACopyWithTheName(t *testing.T) {
	var stream bytes.Buffer
	p, err := Start(Spec{
		Name: "script", Path: "/bin/sh", Args: []string{"-c", "echo out; echo err >&2"},
		Log: filepath.Join(t.TempDir(), "log"), Stream: &stream,
	})
	require.NoError(t, err)
	<-p.Done()
	assert.Equal(t, "script: out\nscript: err\n", stream.String())
	assert.Contains(t, p.LogTail(), "out\n  err")
}

func TestStartFailsWithTheProgramsName(t *testing.T) {
	_, err := Start(Spec{Name: "etcd", Path: "/absent", Log: filepath.Join(t.TempDir(), "log")})
	require.ErrorContains(t, err, "start etcd")
}
