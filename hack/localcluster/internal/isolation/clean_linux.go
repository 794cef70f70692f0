// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// dyingTime is how long the kernel may take to end all processes of the namespaces.
	dyingTime = 30 * time.Second
	// dyingInterval is how often it is looked at, since nothing can be waited for.
	dyingInterval = 10 * time.Millisecond
)

// clean removes what outlives the namespaces, once they are gone.
func clean(spec Spec) error {
	err := errors.Join(awaitEnd(spec.Dir), removeCgroup(spec.Cgroup))
	if spec.Temporary {
		return errors.Join(err, os.RemoveAll(spec.Dir))
	}
	for _, name := range []string{"node", pidFile} {
		err = errors.Join(err, os.RemoveAll(filepath.Join(spec.Dir, name)))
	}
	return err
}

// awaitEnd waits for the end of the first process, which the kernel lets end when all the others have.
func awaitEnd(dir string) error {
	pid, err := FirstProcess(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return eventually(dyingTime, func() error {
		if errors.Is(unix.Kill(pid, 0), unix.ESRCH) {
			return nil
		}
		return fmt.Errorf("the node's first process %d still runs", pid)
	})
}

// FirstProcess returns the id of the first process of the node whose cluster has the directory.
func FirstProcess(dir string) (int, error) {
	data, err := os.ReadFile(filepath.Join(dir, pidFile))
	if err != nil {
		return 0, fmt.Errorf("find the node's first process: %w", err)
	}
	return strconv.Atoi(string(data))
}

// eventually tries until it works, and returns what the last try did when the time is up.
func eventually(limit time.Duration, try func() error) error {
	ticker := time.NewTicker(dyingInterval)
	defer ticker.Stop()
	for deadline := time.Now().Add(limit); ; <-ticker.C {
		if err := try(); err == nil || time.Now().After(deadline) {
			return err
		}
	}
}
