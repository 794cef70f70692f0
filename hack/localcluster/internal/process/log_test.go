// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package process

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTail(t *testing.T) {
	manyLines := func(n int) string {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, "line %d\n", i)
		}
		return text.String()
	}
	tests := []struct {
		name     string
		text     string
		offset   int64
		contains []string
		omits    string
	}{
		{name: "a short log is shown whole", text: "one\ntwo\n", contains: []string{"one\n  two"}, omits: "three"},
		{name: "of a long log the last lines are shown", text: manyLines(100), contains: []string{"line 99", "line 85"}, omits: "line 84"},
		{name: "of endless lines the last bytes are shown", text: strings.Repeat("x", 4*tailBytes) + "end", contains: []string{"xend"}, omits: "\n  \n"},
		{
			name:     "of a crash the words are shown and not the traces",
			text:     "one\npanic: no space left\n\ngoroutine 1 [running]:\n" + manyLines(1000),
			contains: []string{"one\n  panic: no space left"}, omits: "line",
		},
		{name: "what an earlier run wrote is not shown", text: "earlier\nnow\n", offset: 8, contains: []string{"now"}, omits: "earlier"},
		{name: "of a silent run nothing is shown", text: "earlier\n", offset: 8, omits: "earlier"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log")
			require.NoError(t, os.WriteFile(path, []byte(test.text), 0o600))
			heading, got, _ := strings.Cut(tail(path, test.offset), path)
			assert.NotEmpty(t, heading)
			for _, want := range test.contains {
				assert.Contains(t, got, want)
			}
			assert.NotContains(t, got, test.omits)
			assert.LessOrEqual(t, len(got), 2*tailBytes)
		})
	}
}

func TestTailOfMissingLog(t *testing.T) {
	assert.Contains(t, tail(filepath.Join(t.TempDir(), "absent"), 0), "cannot be read")
}

func TestLinePrefixer(t *testing.T) {
	var out bytes.Buffer
	prefixer := &linePrefixer{prefix: "etcd: ", to: &out}
	for _, part := range []string{"on", "e\ntwo\nth", "ree\n", "unfinished"} {
		n, err := prefixer.Write([]byte(part))
		require.NoError(t, err)
		assert.Equal(t, len(part), n)
	}
	assert.Equal(t, "etcd: one\netcd: two\netcd: three\n", out.String())
}
