// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// fieldCase changes one field, in the first object of its kind of a golden input, and says all that comes of it.
type fieldCase struct {
	input string
	path  string
	// value is nil to remove the field.
	value any
	outcome
}

// outcome is what comes of a change: just one of the three.
type outcome struct {
	// changes are places, as places returns them, but for the checksum of the run configuration.
	changes []string
	// refused are the reasons of what validation finds.
	refused []string
	// elsewhere says what the field does instead of changing what is rendered.
	elsewhere string

	// also is changed together with the field.
	also []setting
}

// setting gives a field of the first object of a kind another value.
type setting struct {
	kind  kind.Kind
	path  string
	value any
}

func changes(places ...string) outcome  { return outcome{changes: places} }
func refused(reasons ...string) outcome { return outcome{refused: reasons} }
func elsewhere(what string) outcome     { return outcome{elsewhere: what} }

// with is for changes that are refused without another one.
func (o outcome) with(k kind.Kind, path string, value any) outcome {
	o.also = append(slices.Clone(o.also), setting{k, path, value})
	return o
}

// fieldCases are the cases of all fields of a kind.
var fieldCases = []struct {
	kind  kind.Kind
	spec  reflect.Type
	cases []fieldCase
}{
	{
		kind.MCPRemoteEndpoint, reflect.TypeFor[v1alpha1.MCPRemoteEndpointSpec](),
		slices.Concat(endpointCases, podCases, oidcCases, authzCases, telemetryCases),
	},
	{kind.MCPOIDCConfig, reflect.TypeFor[v1beta1.MCPOIDCConfigSpec](), sharedOIDCCases},
	{kind.MCPAuthzConfig, reflect.TypeFor[v1beta1.MCPAuthzConfigSpec](), sharedAuthzCases},
	{kind.MCPTelemetryConfig, reflect.TypeFor[v1beta1.MCPTelemetryConfigSpec](), sharedTelemetryCases},
	{kind.MCPToolConfig, reflect.TypeFor[v1beta1.MCPToolConfigSpec](), toolCases},
	{
		kind.MCPExternalAuthConfig, reflect.TypeFor[v1beta1.MCPExternalAuthConfigSpec](),
		slices.Concat(externalAuthCases, authServerCases, authServerClientCases, authStorageCases, upstreamCases),
	},
}

// TestEachFieldChangesJustWhatItIsAbout shows for each field what follows of it: places in the children, and nothing else; a refusal; or
// nothing, where it acts elsewhere.
func TestEachFieldChangesJustWhatItIsAbout(t *testing.T) {
	for _, of := range fieldCases {
		for _, test := range of.cases {
			t.Run(fmt.Sprintf("%s %s=%v of %s", of.kind, test.path, test.value, test.input), func(t *testing.T) {
				before, after := test.inputs(t, of.kind)
				if len(test.refused) > 0 {
					assert.Equal(t, test.refused, reasonsOf(validate.Endpoint(after)))
					return
				}
				got := places(t, rendered(t, before), rendered(t, after))
				assert.ElementsMatch(t, withConfigChecksum(test.changes), got)
				assert.Equal(t, test.elsewhere == "", len(test.changes) > 0, "a change, or what the field does elsewhere")
			})
		}
	}
}

// inputs returns the golden input, with others to refer to, and what the change makes of it.
func (c *fieldCase) inputs(t testing.TB, k kind.Kind) (before, after validate.Input) {
	t.Helper()
	m := readManifest(t, filepath.Join(goldenDirectory, c.input, "input.yaml"), "testdata/others.yaml")
	m = withOtherContent(m)
	before = m.input(t)
	for _, setting := range append([]setting{{k, c.path, c.value}}, c.also...) {
		set(t, m.object(t, string(setting.kind)), setting.path, setting.value)
	}
	return before, m.input(t)
}

// withConfigChecksum adds what follows of any change of the run configuration (R2.8).
func withConfigChecksum(changes []string) []string {
	if slices.ContainsFunc(changes, func(place string) bool { return strings.HasPrefix(place, "runconfig") }) {
		return append(slices.Clone(changes), "checksum.runconfig")
	}
	return changes
}

func reasonsOf(problems []validate.Problem) (reasons []string) {
	for _, problem := range problems {
		reasons = append(reasons, problem.Reason)
	}
	return reasons
}

// unreadByProxies are members of auth configs whose types no proxy can apply, which is what the cases of spec.type say.
var unreadByProxies = []string{"spec.obo.", "spec.upstreamInject.", "spec.xaa."}

// items are the names of list items and map entries in paths.
var items = regexp.MustCompile(`\[[^]]*\]`)

// TestEachFieldHasACase fails for a field that is new.
func TestEachFieldHasACase(t *testing.T) {
	for _, of := range fieldCases {
		var covered []string
		for _, test := range of.cases {
			covered = append(covered, items.ReplaceAllString(test.path, "[]"))
		}
		for _, leaf := range leavesOf(of.kind, of.spec) {
			if !slices.ContainsFunc(unreadByProxies, func(prefix string) bool { return strings.HasPrefix(leaf, prefix) }) {
				assert.Contains(t, covered, leaf, of.kind)
			}
		}
	}
}

// leavesOf knows that the configuration in an MCPAuthzConfig is the runner's own.
func leavesOf(k kind.Kind, spec reflect.Type) []string {
	all := leaves(spec, "spec")
	if k == kind.MCPAuthzConfig {
		all = slices.DeleteFunc(all, func(leaf string) bool { return leaf == "spec.config" })
		all = append(all, leaves(reflect.TypeFor[runconfig.Cedar](), "spec.config")...)
		all = append(all, leaves(reflect.TypeFor[runconfig.PDP](), "spec.config")...)
	}
	return all
}
