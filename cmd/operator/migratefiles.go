// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/migrate"
)

// manifestExtensions are those of the files that are read in directories, as kubectl has it.
var manifestExtensions = []string{".json", ".yaml", ".yml"}

// readManifests reads what it can, in the order given.
func readManifests(filenames []string, recursive bool, stdin io.Reader) (inputs []migrate.Input, errs []error) {
	for _, filename := range filenames {
		if filename == "-" {
			text, err := io.ReadAll(stdin)
			if err != nil {
				errs = append(errs, fmt.Errorf("read standard input: %w", err))
			}
			inputs = append(inputs, migrate.Input{Name: "standard input", Text: text})
			continue
		}
		files, err := manifestFiles(filename, recursive)
		if err != nil {
			errs = append(errs, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			inputs = append(inputs, migrate.Input{Name: file, Text: text})
		}
	}
	return inputs, errs
}

// manifestFiles returns the files with manifests in a directory, or the file that is named itself.
func manifestFiles(root string, recursive bool) (files []string, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && !recursive:
			return fs.SkipDir
		case entry.IsDir():
			return nil
		case path == root || slices.Contains(manifestExtensions, filepath.Ext(path)):
			files = append(files, path)
		}
		return nil
	})
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: no file in this directory ends in %v", root, manifestExtensions)
	}
	return files, err
}
