// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLineWriterHandsOnWholeLines(t *testing.T) {
	var got []string
	w := &lineWriter{each: func(line string) { got = append(got, line) }}
	for _, part := range []string{"on", "e\ntw", "o\n\nthr"} {
		n, err := w.Write([]byte(part))
		require.NoError(t, err)
		assert.Equal(t, len(part), n)
	}
	assert.Equal(t, []string{"one", "two", ""}, got)
}

func TestTailKeepsTheLastLines(t *testing.T) {
	var kept tail
	for i := range tailLines + 2 {
		kept.add(fmt.Sprint(i))
	}
	lines := strings.Split(kept.String(), "\n")
	assert.Len(t, lines, tailLines)
	assert.Equal(t, "2", lines[0])
}

func TestParseServing(t *testing.T) {
	for _, test := range []struct {
		name, line string
		want       service
		ok         bool
	}{
		{
			name: "the line that names an address",
			line: `I1123 17:24:28.123456   42 servers.go:69] "Serving" what="metrics" address="127.0.0.1:43215"`,
			want: service{name: "metrics", address: "127.0.0.1:43215"},
			ok:   true,
		},
		{
			name: "any other line",
			line: `I1123 17:24:28.123456   42 run.go:36] "Starting" version="v0.1.0"`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := parseServing(test.line)
			assert.Equal(t, test.ok, ok)
			assert.Equal(t, test.want, got)
		})
	}
}
