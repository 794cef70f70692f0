// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

var started = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// took is a client that wrote for so long.
func took(client report.Client, writing time.Duration) report.Convergence {
	first := started.Add(time.Second)
	return report.Convergence{
		Client:     client,
		Started:    started,
		Leading:    started.Add(500 * time.Millisecond),
		Ready:      300 * time.Millisecond,
		FirstWrite: first,
		LastWrite:  first.Add(writing),
		CPU:        writing / 2,
	}
}

func patched(count, code int) audit.Counts {
	return audit.Counts{{Verb: "patch", Resource: "mcpremoteendpoints/status", Code: code}: count}
}

func patch(resource string) audit.Request {
	return audit.Request{Verb: "patch", Resource: resource, Code: 200}
}

// measurement reaches all goals, just.
func measurement() report.Measurement {
	return report.Measurement{
		Type:      report.Direct,
		Endpoints: 1024,
		Runs: []report.Convergence{
			took(report.Dumb, 5*time.Second),
			took(report.Operator, 7*time.Second),
			took(report.Operator, 5*time.Second),
			took(report.Dumb, 4*time.Second),
		},
		Stages: []report.Stage{
			{Name: report.StageConverge, Counts: patched(1024, 200)},
			{Name: report.StageOneMore, Counts: patched(1, 200)},
			{Name: report.StageGroupLabel},
			{Name: report.StageGroupStatus},
			{Name: report.StageUnrelated},
			{Name: report.StageRestart, Counts: audit.Counts{{Verb: "update", Resource: "leases", Code: 200}: 3}},
		},
		Memory: []report.Memory{
			{When: report.StageNone, Resident: 20 << 20, Peak: 20 << 20},
			{When: report.StageConverge, Resident: 46 << 20, Peak: 60 << 20},
			{When: report.StageRestart, Resident: 30 << 20, Peak: 40 << 20},
		},
	}
}

// proxies reaches all goals, just.
func proxies() report.Measurement {
	m := measurement()
	m.Type = report.Proxies
	m.Stages[0].Counts = proxiesMade(1024)
	m.Stages[1].Counts = proxiesMade(1)
	m.Memory[1].Resident = m.Memory[0].Resident + 1024*60<<10
	return m
}

func proxiesMade(count int) audit.Counts {
	counts := patched(2*count, 200)
	for _, resource := range []string{"serviceaccounts", "configmaps", "services", "deployments"} {
		counts[audit.Request{Verb: "patch", Resource: resource, Code: 201}] = count
		counts[audit.Request{Verb: "get", Resource: resource, Code: 404}] = count
	}
	counts[audit.Request{Verb: "create", Resource: "events", Code: 201}] = count
	return counts
}

func missed(m report.Measurement) []string {
	var names []string
	for _, goal := range m.Goals() {
		if !goal.Reached {
			names = append(names, goal.Name+": "+goal.Measured)
		}
	}
	return names
}

func TestGoals(t *testing.T) {
	tests := []struct {
		name   string
		change func(*report.Measurement)
		missed []string
	}{
		{name: "at the limits all are reached", change: func(*report.Measurement) {}},
		{
			name:   "one write too many",
			change: func(m *report.Measurement) { m.Stages[0].Counts = patched(1025, 200) },
			missed: []string{"writes: all endpoints new: 1,025"},
		},
		{
			name:   "a write that was refused is a write, and a conflict counts in any stage",
			change: func(m *report.Measurement) { m.Stages[5].Counts = patched(1, 409) },
			missed: []string{"writes: restarted with all in place: 1", "conflicts, in all stages: 1"},
		},
		{
			name: "reading what is unrelated",
			change: func(m *report.Measurement) {
				m.Stages[4].Counts = audit.Counts{{Verb: "get", Resource: "secrets", Code: 200}: 1}
			},
			missed: []string{"reads: unrelated ConfigMap and Secret created, changed, deleted: 1"},
		},
		{
			name:   "the best run of each client counts",
			change: func(m *report.Measurement) { m.Runs[0] = took(report.Dumb, 2500*time.Millisecond) },
			missed: []string{"time from the first to the last write, over that of the dumb client: 2.00"},
		},
		{
			name:   "the stage with the most memory counts",
			change: func(m *report.Measurement) { m.Memory[2].Resident = 47 << 20 },
			missed: []string{"resident memory, settled, after the stage with the most: 47.0 MiB"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := measurement()
			test.change(&m)
			assert.Equal(t, test.missed, missed(m))
			assert.Equal(t, len(test.missed) == 0, m.Reached())
		})
	}
}

func TestGoalsOfProxies(t *testing.T) {
	tests := []struct {
		name   string
		change func(*report.Measurement)
		missed []string
	}{
		{name: "at the limits all are reached", change: func(*report.Measurement) {}},
		{
			name: "an object that is written twice",
			change: func(m *report.Measurement) {
				m.Stages[0].Counts[audit.Request{Verb: "patch", Resource: "services", Code: 200}] = 1
			},
			missed: []string{"writes: all endpoints new: 6,145", "writes of services: 1,025"},
		},
		{
			name:   "a status that is written three times",
			change: func(m *report.Measurement) { m.Stages[0].Counts[patch("mcpremoteendpoints/status")]++ },
			missed: []string{"writes: all endpoints new: 6,145"},
		},
		{
			name:   "what is held without a proxy does not count",
			change: func(m *report.Measurement) { m.Memory[0].Resident -= 1 << 20 },
			missed: []string{"resident memory for each proxy, over that with none, settled, after the stage with the most: 61.0 KiB"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := proxies()
			test.change(&m)
			assert.Equal(t, test.missed, missed(m))
		})
	}
}

func TestWriteProxies(t *testing.T) {
	var out strings.Builder
	require.NoError(t, proxies().Write(&out))
	for _, line := range []string{
		"== 1,024 proxies ==",
		"get deployments 404 1,024 1.00",
		"patch mcpremoteendpoints/status 200 2,048 2.00",
		"writes 6,144 6.00",
		"reads 4,096 4.00",
		"Lease and events 1,024 1.00",
		"no endpoints 20.0 MiB",
		"all endpoints new 80.0 MiB 0.0 MiB 60.0 MiB 60.0 KiB",
		"writes of deployments = 1,024 1,024 PASS",
	} {
		assert.Contains(t, squeeze(out.String()), squeeze(line))
	}
}

func TestWrite(t *testing.T) {
	m := measurement()
	m.Runs[2] = took(report.Operator, 8*time.Second)
	m.RestartReady = 250 * time.Millisecond
	var out strings.Builder
	require.NoError(t, m.Write(&out))
	for _, line := range []string{
		"== 1,024 direct endpoints ==",
		"dumb client 5.00 s 205 6.00 s 2.50 s",
		"operator 7.00 s 146 8.00 s 7.50 s 3.50 s 0.30 s",
		"best operator / best dumb client 1.75 1.60 1.75",
		"operator restarted, all in place 0.25 s",
		"all endpoints new            patch   mcpremoteendpoints/status  200     1,024",
		"group's label changed        none",
		"restarted with all in place  30.0 MiB",
		"<= 1.25      1.75      FAIL",
		"= 1,024      1,024     PASS",
	} {
		assert.Contains(t, squeeze(out.String()), squeeze(line))
	}
}

// squeeze makes runs of spaces one, since the width of columns is not at stake.
func squeeze(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ")
	}
	return strings.Join(lines, "\n")
}
