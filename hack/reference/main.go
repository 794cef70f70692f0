// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"sigs.k8s.io/yaml"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("reference: ")
	if len(os.Args) != 3 {
		log.Fatal("usage: reference <folder of CRDs> <folder to write>")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

// run writes a page for each CRD of folder from, and the index, to folder to.
func run(from, to string) error {
	sources, err := filepath.Glob(filepath.Join(from, "*_*.yaml"))
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		return fmt.Errorf("no CRDs in %s", from)
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	definitions := make([]definition, 0, len(sources))
	for _, source := range sources {
		d, err := read(source)
		if err != nil {
			return fmt.Errorf("%s: %w", source, err)
		}
		definitions = append(definitions, d)
		if err := write(filepath.Join(to, d.file()), page(d)); err != nil {
			return err
		}
	}
	return write(filepath.Join(to, "README.md"), index(definitions))
}

func read(path string) (definition, error) {
	var d definition
	data, err := os.ReadFile(path)
	if err != nil {
		return d, err
	}
	return d, yaml.Unmarshal(data, &d)
}

func write(path, text string) error { return os.WriteFile(path, []byte(text), 0o644) }
