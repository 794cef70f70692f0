// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package toolhive

import (
	"flag"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var manifests = flag.String("crds", filepath.Join("..", "..", "manifests", "crds"), "folder of this project's CRDs")

// legacy are the differences of both kinds that an MCPRemoteEndpoint replaces.
var legacy = []string{
	// Came to ToolHive after the pinned release.
	".spec.allowPrivateEndpoint: only here",
	// The older spellings that the two kinds have in common.
	".spec.remoteURL: only here",
	".spec.headerForward.addHeadersFromSecrets: only here",
	".spec.headerForward: x-kubernetes-validations is <nil> in ToolHive, 1 rules here",
	".spec.groupRef: type is object in ToolHive, <nil> here",
	".spec.groupRef: x-kubernetes-preserve-unknown-fields is <nil> in ToolHive, true here",
}

// shared are the kinds that this project and ToolHive both define, each with every difference that is meant. What is
// not listed here must be equal: an object admitted by ToolHive's CRDs is admitted by these, with the same defaults, and no
// field of it is dropped. The other way round that holds for objects without what is only here.
var shared = map[string][]string{
	"mcpgroups": {
		// The status counts endpoints as well.
		".status.remoteEndpointCount: only here",
		".status.remoteEndpoints: only here",
	},
	"mcpexternalauthconfigs": {
		// ToolHive's ninth rule, that unauthenticated has no member, follows from the eight about the members.
		".spec: x-kubernetes-validations is 9 rules in ToolHive, 8 rules here",
	},
	"mcpoidcconfigs":      nil,
	"mcpauthzconfigs":     nil,
	"mcptoolconfigs":      nil,
	"mcptelemetryconfigs": nil,
	"mcpremoteproxies": append([]string{
		// What these fields were called before ToolHive v0.26, or what stood in their place.
		".spec.oidcConfig: only here",
		".spec.port: only here",
		".spec.telemetry: only here",
		".status.externalURL: only here",
		".spec: required is [remoteUrl] in ToolHive, <nil> here",
		// Beside ToolHive's own: older and present spellings do not go together.
		".spec: x-kubernetes-validations is 1 rules in ToolHive, 5 rules here",
	}, legacy...),
	"mcpserverentries": append([]string{
		// Likewise.
		".spec.caBundleRef.key: only here",
		".spec.caBundleRef.name: only here",
		".spec: required is [groupRef remoteUrl transport] in ToolHive, [groupRef transport] here",
		".spec.caBundleRef: x-kubernetes-validations is <nil> in ToolHive, 2 rules here",
		".spec: x-kubernetes-validations is <nil> in ToolHive, 1 rules here",
	}, legacy...),
	"mcpservers": {
		// Only the group of an MCPServer matters here, so that all else is kept as it comes, unchecked.
		".spec: required is [image] in ToolHive, <nil> here",
		".spec: x-kubernetes-preserve-unknown-fields is <nil> in ToolHive, true here",
		".spec: x-kubernetes-validations is 4 rules in ToolHive, <nil> here",
		".status: x-kubernetes-preserve-unknown-fields is <nil> in ToolHive, true here",
		// What stood in its place before ToolHive v0.26.
		".spec.groupRef: type is object in ToolHive, <nil> here",
		".spec.groupRef: x-kubernetes-preserve-unknown-fields is <nil> in ToolHive, true here",
	},
	"virtualmcpservers":                  nil,
	"virtualmcpcompositetooldefinitions": nil,
}

func TestCRDsAgreeWithToolHive(t *testing.T) {
	dir := filepath.Join(toolHiveDir(t), "deploy", "charts", "operator-crds", "files", "crds")
	for plural, meant := range shared {
		t.Run(plural, func(t *testing.T) {
			theirs, ours := readCRD(t, dir, plural), readCRD(t, *manifests, plural)
			assert.Equal(t, theirs.Metadata.Labels, ours.Metadata.Labels)
			assert.Equal(t, theirs.Spec.Group, ours.Spec.Group)
			assert.Equal(t, theirs.Spec.Scope, ours.Spec.Scope)
			assert.Equal(t, theirs.Spec.Names, ours.Spec.Names)
			require.Len(t, ours.Spec.Versions, len(theirs.Spec.Versions))
			for i, their := range theirs.Spec.Versions {
				requireVersionAgrees(t, their, ours.Spec.Versions[i], meant)
			}
		})
	}
}

func requireVersionAgrees(t *testing.T, theirs, ours version, meant []string) {
	t.Helper()
	require.Equal(t, theirs.Name, ours.Name)
	assert.Equal(t, theirs.Served, ours.Served, theirs.Name)
	assert.Equal(t, theirs.Storage, ours.Storage, theirs.Name)
	assert.Equal(t, theirs.Subresources, ours.Subresources, theirs.Name)

	their, our := paths{}, paths{}
	flatten("", theirs.Schema.Root, their)
	flatten("", ours.Schema.Root, our)
	assert.ElementsMatch(t, meant, differences(their, our),
		"%s: add to the list what is meant, and mend the rest", theirs.Name)
}

// differences says in a line each how two schemas differ.
func differences(theirs, ours paths) []string {
	var out []string
	for _, path := range union(theirs, ours) {
		their, inTheirs := theirs[path]
		our, inOurs := ours[path]
		switch {
		case !inTheirs && theirs.has(above(path)):
			out = append(out, path+": only here")
		case !inTheirs: // What it is part of is only here.
		case inOurs:
			out = append(out, keywordDifferences(path, their, our)...)
		case !ours.keeps(path):
			out = append(out, path+": only in ToolHive")
		}
	}
	return out
}

func keywordDifferences(path string, theirs, ours keywords) []string {
	var out []string
	for _, keyword := range union(theirs, ours) {
		if their, our := theirs[keyword], ours[keyword]; !assert.ObjectsAreEqual(their, our) {
			out = append(out, fmt.Sprintf("%s: %s is %v in ToolHive, %v here", path, keyword, their, our))
		}
	}
	return out
}

// union returns the keys that a or b has, sorted.
func union[M ~map[string]V, V any](a, b M) []string {
	both := maps.Clone(a)
	maps.Copy(both, b)
	return slices.Sorted(maps.Keys(both))
}
