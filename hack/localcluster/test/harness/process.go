// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package harness

import (
	"cmp"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Process is a process of this machine.
type Process struct {
	ID, Parent int
	// Program is the path by which it was started, and Name its first argument.
	Program, Name string
}

// Processes lists the processes of this machine, without those that have ended and wait for a parent to notice.
func Processes(t *testing.T) []Process {
	t.Helper()
	out, err := exec.Command("ps", "-A", "-o", "pid=,ppid=,stat=,args=").Output()
	require.NoError(t, err)
	var found []Process
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) < 4 || strings.HasPrefix(fields[2], "Z") {
			continue
		}
		var one Process
		_, err := fmt.Sscan(line, &one.ID, &one.Parent)
		require.NoError(t, err)
		one.Program = fields[3]
		if len(fields) > 4 {
			one.Name = fields[4]
		}
		found = append(found, one)
	}
	return found
}

// Children returns the names of the processes that the process started, by their id.
func Children(t *testing.T, parent int) map[int]string {
	t.Helper()
	found := map[int]string{}
	for _, one := range Processes(t) {
		if one.Parent == parent {
			found[one.ID] = one.Name
		}
	}
	return found
}

// Family returns the names of the process and of all that descend from it, by their id.
func Family(t *testing.T, ancestor int) map[int]string {
	t.Helper()
	all := Processes(t)
	found := map[int]string{ancestor: "localcluster"}
	for range all { // a parent may be listed after its children
		for _, one := range all {
			if _, related := found[one.Parent]; related {
				found[one.ID] = cmp.Or(one.Name, one.Program)
			}
		}
	}
	return found
}

// RequireGone waits until none of the processes runs.
func RequireGone(t *testing.T, family map[int]string) {
	t.Helper()
	require.Eventually(t, func() bool {
		for _, one := range Processes(t) {
			if _, left := family[one.ID]; left {
				return false
			}
		}
		return true
	}, Soon, Tick, "of %v some still run", family)
}
