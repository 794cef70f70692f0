// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package toolhive

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// crd is what is read of a CustomResourceDefinition. Everything but the schemas is compared as it is.
type crd struct {
	Metadata struct {
		Labels map[string]string `json:"labels"`
	} `json:"metadata"`
	Spec struct {
		Group    string         `json:"group"`
		Scope    string         `json:"scope"`
		Names    map[string]any `json:"names"`
		Versions []version      `json:"versions"`
	} `json:"spec"`
}

type version struct {
	Name         string         `json:"name"`
	Served       bool           `json:"served"`
	Storage      bool           `json:"storage"`
	Subresources map[string]any `json:"subresources"`
	Schema       struct {
		Root map[string]any `json:"openAPIV3Schema"`
	} `json:"schema"`
}

// keywords are the schema keywords at one path, without those that lead to further paths.
type keywords map[string]any

// paths is a schema laid flat: the keywords at each path. Items of a list are at [], values of a map at {}.
type paths map[string]keywords

// unsaid are keywords with a value that changes nothing: a list is atomic, and an integer has 64 bits, unless they say
// something else. ToolHive often leaves both out, and the conventions of Kubernetes want both.
var unsaid = keywords{"x-kubernetes-list-type": "atomic", "format": "int64"}

// toolHiveDir returns the folder of the ToolHive module that go.mod pins, and downloads it when it is not there.
func toolHiveDir(t *testing.T) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "mod", "download", "-json", "github.com/stacklok/toolhive")
	command.Stderr = os.Stderr
	out, err := command.Output()
	require.NoError(t, err, "%s", out)
	var module struct{ Dir string }
	require.NoError(t, json.Unmarshal(out, &module))
	return module.Dir
}

func readCRD(t *testing.T, dir, plural string) crd {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(dir, "toolhive.stacklok.dev_"+plural+".yaml"))
	require.NoError(t, err)
	var out crd
	require.NoError(t, yaml.Unmarshal(file, &out))
	return out
}

// flatten adds the schema at path, and all below it, to out.
func flatten(path string, schema map[string]any, out paths) {
	here := maps.Clone(schema)
	out[path] = here
	// Descriptions and the wording of rules are each project's own. What a rule says is not compared, only that it is
	// there.
	delete(here, "description")
	for keyword, value := range unsaid {
		if here[keyword] == value {
			delete(here, keyword)
		}
	}
	if rules, ok := here["x-kubernetes-validations"].([]any); ok {
		here["x-kubernetes-validations"] = strconv.Itoa(len(rules)) + " rules"
	}

	if properties, ok := schema["properties"].(map[string]any); ok {
		delete(here, "properties")
		for name, property := range properties {
			flatten(path+"."+name, property.(map[string]any), out)
		}
	}
	for keyword, suffix := range map[string]string{"items": "[]", "additionalProperties": "{}"} {
		if below, ok := schema[keyword].(map[string]any); ok {
			delete(here, keyword)
			flatten(path+suffix, below, out)
		}
	}
}

// keeps says whether a value at path, which the schema does not know, is stored all the same: the nearest level that it
// knows must preserve unknown fields. Those further up do not count, since pruning starts again below a known property.
func (p paths) keeps(path string) bool {
	for path != "" {
		path = above(path)
		if here, known := p[path]; known {
			return here["x-kubernetes-preserve-unknown-fields"] == true
		}
	}
	return false
}

// above returns the path of the schema that the one at path is part of.
func above(path string) string {
	return path[:strings.LastIndexAny(path, ".[{")]
}

func (p paths) has(path string) bool {
	_, known := p[path]
	return known
}
