// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtual

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const document = "../../../docs/virtual-servers.md"

func TestEveryRecordingIsLookedAt(t *testing.T) {
	looked, all := map[string]bool{}, map[string]bool{}
	for name := range servedCases {
		looked[name] = true
	}
	for name := range refusals {
		looked[name] = true
	}
	for _, name := range caseNames(t) {
		all[name] = true
	}
	assert.Equal(t, all, looked)
}

// The differences that are meant are those of the documentation: none that it does not tell of, and none that does not show in a case.
func TestTheDocumentationHasEveryDifferenceAndNoOther(t *testing.T) {
	shown := union(names(general), map[string]bool{readyReasons: true, ownConditions: true, onePerBackend: true, wholeStatus: true})
	for _, test := range servedCases {
		shown = union(shown, names(test.particular))
	}
	for _, test := range refusals {
		for _, name := range test.differences {
			shown[name] = true
		}
	}
	content, err := os.ReadFile(document)
	require.NoError(t, err)
	documented := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\| .+ \\| .+ \\| .+ \\|$").FindAllStringSubmatch(string(content), -1) {
		assert.False(t, documented[row[1]], "%s stands there once", row[1])
		documented[row[1]] = true
	}
	assert.Equal(t, shown, documented)
}
