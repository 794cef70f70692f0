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

// Directory holds all files of one cluster. One process at a time has it.
type Directory struct {
	path      string
	temporary bool
	lock      *os.File
}

// OpenDirectory makes the directory where needed and locks it. An empty path means a temporary one, that Close removes.
func OpenDirectory(path string) (*Directory, error) {
	dir := &Directory{temporary: path == ""}
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

// InheritDirectory returns a directory that another process has opened and will close.
func InheritDirectory(path string) *Directory { return &Directory{path: path} }

// acquire locks the file that holds this process's id. The kernel ends the lock with the process, so it cannot be stale.
func (d *Directory) acquire() error {
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

func (d *Directory) file(name string) string { return filepath.Join(d.path, name) }

func (d *Directory) write(name string, data []byte) error {
	return os.WriteFile(d.file(name), data, 0o600)
}

// Path is absolute.
func (d *Directory) Path() string { return d.path }

// Temporary says whether the directory goes with the cluster.
func (d *Directory) Temporary() bool { return d.temporary }

// Lock is the file that is locked. A process that inherits it shares the lock, which ends with the last one that has it.
func (d *Directory) Lock() *os.File { return d.lock }

// Close unlocks the directory, and removes it if it is temporary.
func (d *Directory) Close() error {
	if d.lock == nil {
		return nil
	}
	var err error
	if d.temporary {
		err = os.RemoveAll(d.path)
	}
	return errors.Join(err, d.lock.Close())
}
