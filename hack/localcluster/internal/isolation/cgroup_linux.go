// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const cgroupRoot = "/sys/fs/cgroup"

// hierarchies are the directories that a cgroup has to be made in: one for all controllers, or, in version 1, one for each.
func hierarchies() ([]string, error) {
	if _, err := os.Stat(filepath.Join(cgroupRoot, "cgroup.controllers")); err == nil {
		return []string{cgroupRoot}, nil
	}
	entries, err := os.ReadDir(cgroupRoot)
	if err != nil {
		return nil, fmt.Errorf("find the cgroups: %w", err)
	}
	var found []string
	for _, entry := range entries {
		if entry.IsDir() { // the others are links to one of them
			found = append(found, filepath.Join(cgroupRoot, entry.Name()))
		}
	}
	return found, nil
}

// makeCgroup makes a cgroup with all controllers.
func makeCgroup(name string) error {
	roots, err := hierarchies()
	if err != nil {
		return err
	}
	for _, root := range roots {
		path := filepath.Join(root, name)
		if err := os.Mkdir(path, 0o755); err != nil {
			return fmt.Errorf("make the cgroup: %w", err)
		}
		if root != cgroupRoot {
			continue
		}
		if err := errors.Join(passOn(root), passOn(path)); err != nil {
			return fmt.Errorf("give the cgroup its controllers: %w", err)
		}
	}
	return nil
}

// passOn lets the cgroups below one of version 2 have all its controllers.
func passOn(path string) error {
	controllers, err := os.ReadFile(filepath.Join(path, "cgroup.controllers"))
	if err != nil {
		return err
	}
	for controller := range strings.FieldsSeq(string(controllers)) {
		err = errors.Join(err, os.WriteFile(filepath.Join(path, "cgroup.subtree_control"), []byte("+"+controller), 0o644))
	}
	return err
}

// removeCgroup removes the cgroup and those below it. Their processes must be about to end.
func removeCgroup(name string) error {
	roots, err := hierarchies()
	if err != nil {
		return err
	}
	for _, root := range roots {
		remove := func() error { return removeTree(filepath.Join(root, name)) }
		if errOne := eventually(dyingTime, remove); errOne != nil {
			err = errors.Join(err, fmt.Errorf("remove the cgroup: %w", errOne))
		}
	}
	return err
}

// removeTree removes the directories, the lowest first. The files of a cgroup go with it, and cannot be removed.
func removeTree(path string) error {
	var found []string
	err := filepath.WalkDir(path, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			found = append(found, path)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	for _, path := range slices.Backward(found) {
		if errRemove := os.Remove(path); !errors.Is(errRemove, fs.ErrNotExist) {
			err = errors.Join(err, errRemove)
		}
	}
	return err
}
