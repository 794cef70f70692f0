// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
)

// Legend says what is compared with what.
const Legend = `What is compared
  Each client gets the same endpoints, new, in the same control plane; one client works at a time; all were warmed up before.
  operator     the operator as a process of its own, as a ServiceAccount with the shipped RBAC: it lists, watches, checks, elects a leader.
  dumb client  goroutines of this process, as many as the operator has workers, with one connection, no limit on the rate and the
               same ServiceAccount: it lists the endpoints once, and makes for each the writes that the operator would make, in the
               same order. For proxies it renders the objects before it begins to write, and watches the Deployments.
  They take turns, and the other one begins each time. The best run of the one is compared with the best run of the other.
  There are no nodes. A stand-in for the Deployment controller, which is off, says of each Deployment that it is available as soon as it
  appears, for both clients alike. So are the controllers of endpoints off: no Service has any here.
  Times are by the API server's audit log, but for the start of a client. "writing" is from the first write received to the last one
  answered, "from start" is from the start of the operator's process, or the dumb client's list, to the last one answered.
  CPU is the processor time that the client's process used from its start to the last write; that of the dumb client includes what the
  benchmark needs to follow the audit log, and the stand-in.
  writes are all requests that change something, whatever the answer; Leases and events are counted apart, as upkeep.
  Memory is VmRSS; "anonymous" is the part that is not the program's file, "peak" is VmHWM since the process started, "per endpoint" is
  by how much VmRSS is more than without endpoints.
`

// Write writes the tables of one measurement.
func (m Measurement) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\n== %s %s ==\n\n", thousands(m.Endpoints), m.Type)
	for _, table := range [][][]string{m.times(), m.requests(), m.totals(), m.memory(), m.verdicts()} {
		align(&b, table)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// String is one line.
func (e Environment) String() string {
	return fmt.Sprintf("operator %s (%s), %d workers, Kubernetes %s, %d cores", e.Operator, e.GoVersion, e.Workers, e.Kubernetes, e.Cores)
}

func (m Measurement) times() [][]string {
	rows := [][]string{{"client", "writing", "per second", "from start", "from Lease", "CPU", "ready after"}}
	for _, run := range m.Runs {
		row := []string{string(run.Client), seconds(run.Writing()), m.rate(run), seconds(run.Total()), "", seconds(run.CPU), ""}
		if run.Client == Operator {
			row[4], row[6] = seconds(run.LastWrite.Sub(run.Leading)), seconds(run.Ready)
		}
		rows = append(rows, row)
	}
	ratio := func(taken func(Convergence) time.Duration) string { return fmt.Sprintf("%.2f", m.ratio(taken)) }
	used := func(run Convergence) time.Duration { return run.CPU }
	return append(rows,
		[]string{"best operator / best dumb client", ratio(Convergence.Writing), "", ratio(Convergence.Total), "", ratio(used)},
		[]string{"operator restarted, all in place", "", "", "", "", "", seconds(m.RestartReady)})
}

func (m Measurement) rate(run Convergence) string {
	return fmt.Sprintf("%.0f", float64(m.Endpoints)/run.Writing().Seconds())
}

func (m Measurement) requests() [][]string {
	rows := [][]string{{"the operator's requests", "verb", "resource", "answer", "count", "per endpoint"}}
	for _, stage := range m.Stages {
		name := string(stage.Name)
		for _, request := range stage.Counts.Requests() {
			count := stage.Counts[request]
			row := []string{name, request.Verb, request.Resource, strconv.Itoa(request.Code), thousands(count)}
			if stage.Name == StageConverge {
				row = append(row, m.each(count))
			}
			rows = append(rows, row)
			name = ""
		}
		if name != "" {
			rows = append(rows, []string{name, "none", "", "", "0"})
		}
	}
	return rows
}

// totals sums up what the operator asked while it dealt with the new endpoints.
func (m Measurement) totals() [][]string {
	rows := [][]string{{"requests for new endpoints", "count", "per endpoint"}}
	for _, stage := range m.Stages {
		if stage.Name != StageConverge {
			continue
		}
		for _, of := range []struct {
			name  string
			holds func(audit.Request) bool
		}{{"writes", audit.IsWrite}, {"reads", audit.IsRead}, {"Lease and events", audit.IsUpkeep}} {
			count := stage.Counts.Total(of.holds)
			rows = append(rows, []string{of.name, thousands(count), m.each(count)})
		}
	}
	return rows
}

func (m Measurement) each(count int) string {
	return fmt.Sprintf("%.2f", float64(count)/float64(m.Endpoints))
}

func (m Measurement) memory() [][]string {
	rows := [][]string{{"the operator's memory after", "resident", "anonymous", "peak", "per endpoint"}}
	for _, memory := range m.Memory {
		row := []string{string(memory.When), mebibytes(memory.Resident), mebibytes(memory.Anonymous), mebibytes(memory.Peak)}
		if memory.When != StageNone {
			row = append(row, kibibytes(m.perEndpoint(memory.Resident)))
		}
		rows = append(rows, row)
	}
	return rows
}

func (m Measurement) verdicts() [][]string {
	rows := [][]string{{"goal", "limit", "measured", ""}}
	for _, goal := range m.Goals() {
		verdict := "PASS"
		if !goal.Reached {
			verdict = "FAIL"
		}
		rows = append(rows, []string{goal.Name, goal.Limit, goal.Measured, verdict})
	}
	return rows
}

// align writes rows as columns. A tabwriter on a strings.Builder has no errors.
func align(b *strings.Builder, rows [][]string) {
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.TrimRight(strings.Join(row, "\t"), "\t"))
	}
	_ = w.Flush()
	b.WriteByte('\n')
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func kibibytes(bytes int64) string { return fmt.Sprintf("%.1f KiB", float64(bytes)/(1<<10)) }

func mebibytes(bytes int64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20)) }

// thousands writes a number with a comma between groups of three digits.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
