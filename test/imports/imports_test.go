// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package imports

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	example  = "../../examples/client"
	operator = "github.com/mcp-remote-endpoint/operator"
	clientGo = "k8s.io/client-go"
)

// goCommand runs the go command in the example's module, and returns the lines that it prints.
func goCommand(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = example
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "go %s: %s", strings.Join(args, " "), stderr.String())
	return strings.Fields(string(out))
}

// modulesOf returns the modules that packages and everything they import come from.
func modulesOf(t *testing.T, packages ...string) []string {
	t.Helper()
	list := []string{"list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}"}
	modules := goCommand(t, append(list, packages...)...)
	slices.Sort(modules)
	return slices.Compact(modules)
}

func ours(path string) bool {
	return path == operator || strings.HasPrefix(path, operator+"/")
}

func TestExampleCompiles(t *testing.T) {
	goCommand(t, "vet", "./...")
}

func TestImportingTheClientBringsOnlyWhatClientGoNeeds(t *testing.T) {
	allowed := modulesOf(t, clientGoPackages(t)...)
	require.Contains(t, allowed, clientGo)

	for _, module := range modulesOf(t, "./...") {
		if ours(module) || strings.HasPrefix(module, "k8s.io/") {
			continue
		}
		assert.Contains(t, allowed, module)
	}
}

func TestImportingTheClientBringsNothingOfTheOperator(t *testing.T) {
	for _, module := range modulesOf(t, "./...") {
		assert.NotContains(t, []string{
			"github.com/spf13/cobra",
			"github.com/stretchr/testify",
			"k8s.io/component-base",
			"sigs.k8s.io/controller-runtime",
		}, module)
	}
	for _, pkg := range goCommand(t, "list", "-deps", "./...") {
		if strings.HasPrefix(pkg, operator+"/pkg/") {
			assert.Regexp(t, "/pkg/(apis|generated)/", pkg)
		}
	}
}

// clientGoPackages returns the packages of client-go that the example or our client imports itself.
func clientGoPackages(t *testing.T) []string {
	t.Helper()
	var packages []string
	for _, line := range goCommand(t, "list", "-deps", "-f", `{{.ImportPath}}{{range .Imports}},{{.}}{{end}}`, "./...") {
		pkg, imports, _ := strings.Cut(line, ",")
		if !ours(pkg) {
			continue
		}
		for path := range strings.SplitSeq(imports, ",") {
			if strings.HasPrefix(path, clientGo+"/") {
				packages = append(packages, path)
			}
		}
	}
	return packages
}
