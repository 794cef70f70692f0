// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseOptions(t *testing.T) {
	defaults := options{direct: []int{1000, 10000}, proxies: []int{1000}, workers: 16, turns: 3, settle: 10 * time.Second}
	tests := []struct {
		name  string
		args  []string
		want  options
		fault string
	}{
		{name: "the defaults are those of the goals", want: defaults},
		{
			name: "all can be chosen",
			args: []string{"-endpoints", "5", "-proxies", "6,7", "-workers", "2", "-turns", "1", "-settle", "1s", "-operator", "bin/other"},
			want: options{direct: []int{5}, proxies: []int{6, 7}, workers: 2, turns: 1, settle: time.Second, binary: "bin/other"},
		},
		{
			name: "a type can be left out",
			args: []string{"-endpoints", ""},
			want: options{proxies: []int{1000}, workers: 16, turns: 3, settle: 10 * time.Second},
		},
		{name: "something has to be measured", args: []string{"-endpoints", "", "-proxies", ""}, fault: "nothing to measure"},
		{name: "a size is a number", args: []string{"-endpoints", "10,many"}, fault: `"many" is not a number`},
		{name: "the flag at fault is named", args: []string{"-proxies", "some"}, fault: `-proxies: "some"`},
		{name: "a size is at least 1", args: []string{"-endpoints", "0"}, fault: `"0" is not a number`},
		{name: "somebody has to work", args: []string{"-workers", "0"}, fault: "-workers: 0 is not enough"},
		{name: "each client has a turn", args: []string{"-turns", "0"}, fault: "-turns: 0 is not enough"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, err := parseOptions(test.args)
			if test.fault != "" {
				assert.ErrorContains(t, err, test.fault)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.want, o)
		})
	}
}
