// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// whenTrue are the reasons of conditions that are True.
var whenTrue = []string{
	"Ready", "GroupFound", "AuthConfigFound", "CABundleFound", "ConfigurationValid", "DeploymentAvailable", "Published",
}

// R6.3: the operations guide says what to do about each reason that a condition can be False for.
func TestOperationsGuideHasEachReason(t *testing.T) {
	guide, err := os.ReadFile("../../docs/operations.md")
	require.NoError(t, err)
	reasons := falseReasons(t)
	require.Greater(t, len(reasons), 40)
	for _, reason := range reasons {
		assert.Contains(t, string(guide), "`"+reason+"`")
	}
}

// Comments refer to requirements by their numbers alone.
func TestEachRequirementThatIsReferredToIsWrittenDown(t *testing.T) {
	document, err := os.ReadFile("../../docs/requirements.md")
	require.NoError(t, err)
	written := map[string]bool{}
	for _, found := range regexp.MustCompile(`(?m)^- \*\*(R\d\.\d+)\*\* `).FindAllStringSubmatch(string(document), -1) {
		written[found[1]] = true
	}
	require.Greater(t, len(written), 40)
	number := regexp.MustCompile(`\bR\d\.\d+\b`)
	require.NoError(t, filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		content, err := os.ReadFile(path)
		for _, found := range number.FindAllString(string(content), -1) {
			assert.Contains(t, written, found, path)
		}
		return err
	}))
}

// falseReasons are those of the API's constants, whose names are their values with Reason before them.
func falseReasons(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../pkg/apis/toolhive/v1alpha1/conditions*.go")
	require.NoError(t, err)
	var reasons []string
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(node ast.Node) bool {
			if spec, ok := node.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Reason") {
				reasons = append(reasons, strings.TrimPrefix(spec.Names[0].Name, "Reason"))
			}
			return true
		})
	}
	return slices.DeleteFunc(reasons, func(reason string) bool { return slices.Contains(whenTrue, reason) })
}
