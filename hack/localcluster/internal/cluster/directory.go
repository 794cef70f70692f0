// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// directory holds all files of one cluster. One process at a time has it.
type directory struct {
	path      string
	temporary bool
	lock      *os.File
}

// openDirectory makes the directory where needed and locks it. An empty path means a temporary one, that close removes.
func openDirectory(path string) (*directory, error) {
	dir := &directory{temporary: path == ""}
	var err error
	if dir.temporary {
		dir.path, err = os.MkdirTemp("", "localcluster-")
	} else if dir.path, err = filepath.Abs(path); err == nil {
		err = os.MkdirAll(dir.path, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("make the cluster's directory: %w", err)
	}
	if err := dir.acquire(); err != nil {
		return nil, err
	}
	return dir, nil
}

// acquire locks the file that holds this process's id. The kernel ends the lock with the process, so it cannot be stale.
func (d *directory) acquire() error {
	lock, err := os.OpenFile(d.file(pidFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("open the lock of the cluster's directory: %w", err)
	}
	err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		owner, _ := os.ReadFile(d.file(pidFile))
		err = fmt.Errorf("another localcluster (process %s) is using it: stop that one, or choose another directory", owner)
	}
	if err == nil {
		err = rewrite(lock, strconv.Itoa(os.Getpid()))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("lock the directory %s: %w", d.path, err), lock.Close())
	}
	d.lock = lock
	return nil
}

func rewrite(file *os.File, text string) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.WriteAt([]byte(text), 0)
	return err
}

func (d *directory) file(name string) string { return filepath.Join(d.path, name) }

func (d *directory) write(name string, data []byte) error {
	return os.WriteFile(d.file(name), data, 0o600)
}

// close unlocks the directory, and removes it if it is temporary.
func (d *directory) close() error {
	var err error
	if d.temporary {
		err = os.RemoveAll(d.path)
	}
	return errors.Join(err, d.lock.Close())
}
