// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"slices"
	"time"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
)

// Measurement is what was measured with one number of endpoints of one type.
type Measurement struct {
	Type      Type
	Endpoints int
	// Runs are in the order in which they were made. There is at least one of each client.
	Runs []Convergence
	// Stages are the operator's requests, stage by stage.
	Stages []Stage
	// Memory is what the operator held after some stages.
	Memory []Memory
	// RestartReady is the time from the start of a process to its readiness, with all in place.
	RestartReady time.Duration
}

// Client is one of those that are compared.
type Client string

// The clients.
const (
	Dumb     Client = "dumb client"
	Operator Client = "operator"
)

// Convergence says how long a client took to bring all endpoints from created to Ready.
type Convergence struct {
	Client Client
	// Started is when its process was started (the operator), or when it began to list (the dumb client).
	Started time.Time
	// Leading is when the operator got its Lease.
	Leading time.Time
	// Ready is the time from the start of the operator to its readiness.
	Ready time.Duration
	// FirstWrite is when the API server received the first write, LastWrite when it had answered the last one.
	FirstWrite, LastWrite time.Time
	// CPU is the processor time that the client used.
	CPU time.Duration
}

// Writing is the time from the first to the last write.
func (c Convergence) Writing() time.Duration { return c.LastWrite.Sub(c.FirstWrite) }

// Total is the time from the start to the last write.
func (c Convergence) Total() time.Duration { return c.LastWrite.Sub(c.Started) }

// best is the shortest time that any run of a client took.
func (m Measurement) best(client Client, taken func(Convergence) time.Duration) time.Duration {
	var times []time.Duration
	for _, run := range m.Runs {
		if run.Client == client {
			times = append(times, taken(run))
		}
	}
	return slices.Min(times)
}

// ratio compares the best runs of the two clients.
func (m Measurement) ratio(taken func(Convergence) time.Duration) float64 {
	return m.best(Operator, taken).Seconds() / m.best(Dumb, taken).Seconds()
}

// Stage is a part of the operator's run, and what it asked of the API server in it.
type Stage struct {
	Name   StageName
	Counts audit.Counts
}

// StageName says what happened in a stage.
type StageName string

// The stages, in their order.
const (
	StageNone        StageName = "no endpoints"
	StageConverge    StageName = "all endpoints new"
	StageOneMore     StageName = "one endpoint more"
	StageGroupLabel  StageName = "group's label changed"
	StageGroupStatus StageName = "group's status changed"
	StageUnrelated   StageName = "unrelated ConfigMap and Secret created, changed, deleted"
	StageRestart     StageName = "restarted with all in place"
)

// Memory is what a process held at a moment, in bytes.
type Memory struct {
	When StageName
	// Resident is VmRSS, Anonymous the part of it that is no file's, and Peak the highest VmRSS since the process started.
	Resident, Anonymous, Peak int64
}

// base is what the operator held when there were no endpoints.
func (m Measurement) base() int64 {
	for _, memory := range m.Memory {
		if memory.When == StageNone {
			return memory.Resident
		}
	}
	return 0
}

// most is what the operator held after the stage with the most.
func (m Measurement) most() int64 {
	var most int64
	for _, memory := range m.Memory {
		most = max(most, memory.Resident)
	}
	return most
}

// perEndpoint is how much of so many bytes each endpoint accounts for.
func (m Measurement) perEndpoint(resident int64) int64 {
	return (resident - m.base()) / int64(m.Endpoints)
}

// Environment is what the measurements depend on.
type Environment struct {
	Operator   string
	GoVersion  string
	Kubernetes string
	Cores      int
	Workers    int
}
