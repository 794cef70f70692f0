// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

func TestParseMemory(t *testing.T) {
	tests := []struct {
		name   string
		status string
		want   report.Memory
		fault  string
	}{
		{
			name:   "kibibytes become bytes",
			status: "Name:\toperator\nVmHWM:\t   300 kB\nVmRSS:\t   200 kB\nRssAnon:\t   100 kB\nThreads:\t9\n",
			want:   report.Memory{Resident: 200 << 10, Anonymous: 100 << 10, Peak: 300 << 10},
		},
		{
			name:   "a process that has ended has no memory",
			status: "Name:\toperator\nState:\tZ (zombie)\n",
			fault:  "lacks",
		},
		{
			name:   "what is no number is refused",
			status: "VmRSS:\tmuch\n",
			fault:  "parse VmRSS",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			memory, err := parseMemory([]byte(test.status))
			if test.fault != "" {
				assert.ErrorContains(t, err, test.fault)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, memory)
		})
	}
}

func TestParseCPU(t *testing.T) {
	tests := []struct {
		name  string
		stat  string
		want  time.Duration
		fault string
	}{
		{
			name: "user and system time are added",
			stat: "7 (operator) S 1 7 7 0 -1 4194560 9 0 0 0 150 50 0 0 20 0 9",
			want: 2 * time.Second,
		},
		{
			name: "the program's name may look like fields",
			stat: "7 (a) b (c) S 1 7 7 0 -1 4194560 9 0 0 0 1 2 0 0 20 0 9",
			want: 30 * time.Millisecond,
		},
		{
			name:  "too few fields are refused",
			stat:  "7 (operator) S 1 7",
			fault: "only 3 fields",
		},
		{
			name:  "what is no number is refused",
			stat:  "7 (operator) S 1 7 7 0 -1 4194560 9 0 0 0 x 50 0 0",
			fault: "parse the user time",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			used, err := parseCPU([]byte(test.stat))
			if test.fault != "" {
				assert.ErrorContains(t, err, test.fault)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, used)
		})
	}
}
