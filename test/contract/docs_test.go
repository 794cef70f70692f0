// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// root is that of the repository.
const root = "../.."

// elsewhere are the recordings that are not kept in testdata, with a file that is about the same and what shows it there: what the API server alone
// decides, and what two controllers make of one name.
var elsewhere = map[string][2]string{
	"ne13-nogroup-admission":        {"test/integration/testdata/admission.yaml", "name: an entry has a group,"},
	"ne14-notransport-admission":    {"test/integration/testdata/admission.yaml", "name: an entry has a transport,"},
	"ne15-stdio-admission":          {"test/integration/testdata/admission.yaml", "name: an entry's transport is one of two,"},
	"ve10-oidc-noref-admission":     {"test/integration/testdata/admission.yaml", "name: a gateway's clients have an issuer,"},
	"x03-name-collision-proxy-vmcp": {"pkg/controller/virtualserver/life_test.go", "func TestAProxyOfTheSameNameKeepsItsDeployment("},
}

// recordings.txt lists all that there are.
func TestNoRecordingIsForgotten(t *testing.T) {
	list, err := os.ReadFile("recordings.txt")
	require.NoError(t, err)
	looked := append(caseNames(t), slices.Collect(maps.Keys(elsewhere))...)
	gateways, err := os.ReadDir("virtual/testdata")
	require.NoError(t, err)
	for _, gateway := range gateways {
		looked = append(looked, gateway.Name())
	}
	assert.Equal(t, set(strings.Fields(string(list))), set(looked))
	for name, place := range elsewhere {
		content, err := os.ReadFile(filepath.Join(root, place[0]))
		require.NoError(t, err)
		assert.Contains(t, string(content), place[1], name)
	}
}

func TestEveryRecordingIsLookedAt(t *testing.T) {
	entries := names(recordedEntries)
	for form, looked := range map[string][]map[string]bool{
		"proxies as endpoints":      {set(edges), names(servedCases), names(refusals), names(lifeCycles), entries},
		"proxies as MCPRemoteProxy": {set(edges), names(servedOlder()), names(refusedOlder()), names(lifeCycles), entries},
	} {
		all := map[string]bool{}
		for _, some := range looked {
			maps.Copy(all, some)
		}
		assert.Equal(t, all, set(caseNames(t)), form)
	}
}

// names are the keys of a table of cases.
func names[V any](cases map[string]V) map[string]bool {
	return set(slices.Collect(maps.Keys(cases)))
}

// The differences that are meant are those of the documentation: none that it does not tell of, and none that does not show in a case.
func TestTheDocumentationHasEveryDifferenceAndNoOther(t *testing.T) {
	shown := set([]string{urlWhenAvailable, ownConditions, missingGroupFails, namesAtAdmission})
	note := func(differences []difference) {
		for _, d := range differences {
			shown[d.name] = true
		}
	}
	note(general)
	for _, served := range servedCases {
		note(served.particular)
	}
	for _, refused := range refusals {
		if refused.difference != "" {
			shown[refused.difference] = true
		}
	}
	for _, c := range lifeCycles {
		note(c.before.particular)
		note(c.after.particular)
		maps.Copy(shown, set(c.differences))
	}
	maps.Copy(shown, set(onlyOlder))
	documented := map[string]bool{}
	for _, row := range rows(t, "docs/toolhive-differences.md", "^\\| `([a-z-]+)` \\| .+ \\| .+ \\| .+ \\|$") {
		assert.False(t, documented[row[0]], "%s stands there once", row[0])
		documented[row[0]] = true
	}
	assert.Equal(t, shown, documented)

	excepted := rows(t, "docs/toolhive-differences.md", "^The differences above are theirs too, but for (.+)\\.$")
	require.Len(t, excepted, 1)
	for _, name := range onlyEndpoints {
		assert.Contains(t, excepted[0][0], "`"+name+"`")
	}
	assert.Equal(t, len(onlyEndpoints), strings.Count(excepted[0][0], "`")/2)
}

// Each weak point of ToolHive's operator has tests which show that it is not one here.
func TestTheWeakPointsOfToolHiveHaveTests(t *testing.T) {
	test := regexp.MustCompile("`([\\w/]+_test\\.go)` `(Test\\w+)`")
	points := rows(t, "docs/toolhive-weak-points.md", `^\| (\d+) \| .+ \| (.+) \|$`)
	require.Len(t, points, 31)
	for i, row := range points {
		assert.Equal(t, strconv.Itoa(i+1), row[0])
		tests := test.FindAllStringSubmatch(row[1], -1)
		assert.NotEmpty(t, tests, "weak point %s", row[0])
		for _, named := range tests {
			content, err := os.ReadFile(filepath.Join(root, named[1]))
			require.NoError(t, err, "weak point %s", row[0])
			assert.Contains(t, string(content), "\nfunc "+named[2]+"(t *testing.T)", "weak point %s", row[0])
		}
	}
}

// rows returns what the expression captures of each line of a document that it matches.
func rows(t *testing.T, document, expression string) [][]string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, document))
	require.NoError(t, err)
	var captured [][]string
	for _, match := range regexp.MustCompile("(?m)"+expression).FindAllStringSubmatch(string(content), -1) {
		captured = append(captured, match[1:])
	}
	return captured
}
