// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDirectoryHasOneOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new")
	first, err := OpenDirectory(path)
	require.NoError(t, err)

	_, err = OpenDirectory(path)
	require.ErrorContains(t, err, path)
	require.ErrorContains(t, err, "process "+strconv.Itoa(os.Getpid()))

	require.NoError(t, first.Close())
	second, err := OpenDirectory(path)
	require.NoError(t, err, "a closed directory is free")
	require.NoError(t, second.Close())
	assert.DirExists(t, path, "a directory that was asked for stays")
}

func TestTemporaryDirectoryIsPrivateAndRemoved(t *testing.T) {
	dir, err := OpenDirectory("")
	require.NoError(t, err)
	info, err := os.Stat(dir.path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	require.NoError(t, dir.Close())
	assert.NoDirExists(t, dir.path)
}
