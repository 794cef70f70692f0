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
	// baseMemory and memoryPerEndpoint are what the operator may hold with direct endpoints, in bytes.
	baseMemory        = 40 << 20
	memoryPerEndpoint = 6 << 10
	// memoryPerProxy is what it may hold for each proxy besides what it holds without any, in bytes.
	memoryPerProxy = 60 << 10
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
		Name:     "time from the first to the last write, over that of the dumb client",
		Limit:    fmt.Sprintf("<= %.2f", maxRatio),
		Measured: fmt.Sprintf("%.2f", ratio),
		Reached:  ratio <= maxRatio,
	})
	return append(goals, m.memoryGoal())
}

func (m Measurement) memoryGoal() Goal {
	const name = "settled, after the stage with the most"
	if m.Type == Proxies {
		each := m.perEndpoint(m.most())
		return Goal{
			Name:     "resident memory for each proxy, over that with none, " + name,
			Limit:    "<= " + kibibytes(memoryPerProxy),
			Measured: kibibytes(each),
			Reached:  each <= memoryPerProxy,
		}
	}
	budget := int64(baseMemory + m.Endpoints*memoryPerEndpoint)
	return Goal{
		Name:     "resident memory, " + name,
		Limit:    "<= " + mebibytes(budget),
		Measured: mebibytes(m.most()),
		Reached:  m.most() <= budget,
	}
}

// countGoals judges what was counted. These goals hold on any machine.
func (m Measurement) countGoals() []Goal {
	created := map[StageName]int{StageConverge: m.Endpoints, StageOneMore: 1}
	var goals []Goal
	conflicts := 0
	for _, stage := range m.Stages {
		writes := created[stage.Name] * m.Type.writes()
		goals = append(goals, exactly("writes: "+string(stage.Name), writes, stage.Counts.Total(audit.IsWrite)))
		if stage.Name == StageConverge {
			goals = append(goals, m.childGoals(stage)...)
		}
		if stage.Name == StageUnrelated {
			goals = append(goals, exactly("reads: "+string(stage.Name), 0, stage.Counts.Total(audit.IsRead)))
		}
		conflicts += stage.Counts.Total(audit.IsConflict)
	}
	return append(goals, exactly("conflicts, in all stages", 0, conflicts))
}

// childGoals judges what the writes were: each object that was to be there was written once, so the rest were of the status.
func (m Measurement) childGoals(stage Stage) []Goal {
	var goals []Goal
	for _, resource := range m.Type.children() {
		of := func(request audit.Request) bool { return request.Resource == resource }
		goals = append(goals, exactly("writes of "+resource, m.Endpoints, stage.Counts.Total(audit.IsWrite, of)))
	}
	return goals
}

func exactly(name string, want, got int) Goal {
	return Goal{Name: name, Limit: "= " + thousands(want), Measured: thousands(got), Reached: got == want}
}
