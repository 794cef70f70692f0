// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

func TestNoTwoListsOfTextsAddTheSame(t *testing.T) {
	seen := map[string][]string{}
	for _, texts := range [][]string{
		nil, {""}, {"", ""}, {"a"}, {"a", ""}, {"", "a"}, {"a", "b"}, {"ab"}, {"ab", "c"}, {"a", "bc"}, {"a", "b", "c"}, {"abc"},
		{"1:a"}, {"a1:b"}, {"a", "1:b"}, {"1:", "a"}, {"1", ":a"}, {"0:"}, {"a\x00", "b"}, {"a", "\x00b"},
	} {
		sum := pod.Sum(texts...)
		assert.NotContains(t, seen, sum, "%q", texts)
		seen[sum] = texts
	}
}
