// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"slices"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
)

const (
	// maxRatio is how much longer than the dumb client the operator may take.
	maxRatio = 1.25
	// baseMemory and memoryPerEndpoint are what the operator may hold, in bytes.
	baseMemory        = 40 << 20
	memoryPerEndpoint = 6 << 10
)

// Goal is what was to be reached, and whether it was.
type Goal struct {
	Name     string
	Limit    string
	Measured string
	Reached  bool
}

// Reached says whether all goals were reached.
func (m Measurement) Reached() bool {
	return !slices.ContainsFunc(m.Goals(), func(goal Goal) bool { return !goal.Reached })
}

// Goals judges one measurement.
func (m Measurement) Goals() []Goal {
	ratio := m.ratio(Convergence.Writing)
	goals := append(m.countGoals(), Goal{
		Name:     "time from the first to the last status write, over that of the dumb client",
		Limit:    fmt.Sprintf("<= %.2f", maxRatio),
		Measured: fmt.Sprintf("%.2f", ratio),
		Reached:  ratio <= maxRatio,
	})
	budget := int64(baseMemory + m.Endpoints*memoryPerEndpoint)
	var most int64
	for _, memory := range m.Memory {
		most = max(most, memory.Resident)
	}
	return append(goals, Goal{
		Name:     "resident memory, settled, after the stage with the most",
		Limit:    "<= " + mebibytes(budget),
		Measured: mebibytes(most),
		Reached:  most <= budget,
	})
}

// countGoals judges what was counted. These goals hold on any machine.
func (m Measurement) countGoals() []Goal {
	writes := map[StageName]int{
		StageConverge:    m.Endpoints,
		StageOneMore:     1,
		StageGroupLabel:  0,
		StageGroupStatus: 0,
		StageUnrelated:   0,
		StageRestart:     0,
	}
	var goals []Goal
	conflicts := 0
	for _, stage := range m.Stages {
		goals = append(goals, exactly("writes: "+string(stage.Name), writes[stage.Name], stage.Counts.Total(audit.IsWrite)))
		if stage.Name == StageUnrelated {
			goals = append(goals, exactly("reads: "+string(stage.Name), 0, stage.Counts.Total(audit.IsRead)))
		}
		conflicts += stage.Counts.Total(audit.IsConflict)
	}
	return append(goals, exactly("conflicts, in all stages", 0, conflicts))
}

func exactly(name string, want, got int) Goal {
	return Goal{Name: name, Limit: "= " + thousands(want), Measured: thousands(got), Reached: got == want}
}
