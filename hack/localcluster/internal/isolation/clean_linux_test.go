// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEventually(t *testing.T) {
	failure := errors.New("not yet")
	tests := []struct {
		name  string
		tries int // until it works
		want  error
	}{
		{name: "what works at once is tried once", tries: 1},
		{name: "what fails at first is tried again", tries: 5},
		{name: "what never works fails when the time is up", tries: 1e6, want: failure},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, tries := time.Now(), 0
				err := eventually(time.Second, func() error {
					if tries++; tries < test.tries {
						return failure
					}
					return nil
				})
				assert.Equal(t, test.want, err)
				assert.LessOrEqual(t, time.Since(began), time.Second+dyingInterval)
				assert.LessOrEqual(t, tries, test.tries)
			})
		})
	}
}

func TestFirstProcess(t *testing.T) {
	dir := t.TempDir()
	_, err := FirstProcess(dir)
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NoError(t, os.WriteFile(filepath.Join(dir, pidFile), []byte("123"), 0o600))
	pid, err := FirstProcess(dir)
	require.NoError(t, err)
	assert.Equal(t, 123, pid)
}

func TestRemoveTree(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cgroup")
	require.NoError(t, removeTree(path), "what is not there need not be removed")
	require.NoError(t, os.MkdirAll(filepath.Join(path, "pods", "one"), 0o700))
	require.NoError(t, os.MkdirAll(filepath.Join(path, "pods", "two"), 0o700))
	require.NoError(t, removeTree(path))
	assert.NoDirExists(t, path)
}
