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
)

// Legend says what is compared with what.
const Legend = `What is compared
  Each client gets the same endpoints, new, in the same control plane; one client works at a time; all were warmed up before.
  operator     the operator as a process of its own, as a ServiceAccount with the shipped RBAC: it lists, watches, checks, elects a leader.
  dumb client  goroutines of this process, as many as the operator has workers, with one connection, no limit on the rate and the
               same ServiceAccount: it lists the endpoints once, and sends each the status write that the operator would send.
  They take turns, and the other one begins each time. The best run of the one is compared with the best run of the other.
  Times are by the API server's audit log, but for the start of a client. "writing" is from the first status write received to the last
  one answered, "from start" is from the start of the operator's process, or the dumb client's list, to the last one answered.
  CPU is the processor time that the client's process used from its start to the last status write; that of the dumb client includes
  what the benchmark needs to follow the audit log.
  writes are all requests that change something, whatever the answer; Leases and events are counted apart, as upkeep.
  Memory is VmRSS; "anonymous" is the part that is not the program's file, "peak" is VmHWM since the process started.
`

// Write writes the tables of one measurement.
func (m Measurement) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\n== %s endpoints ==\n\n", thousands(m.Endpoints))
	for _, table := range [][][]string{m.times(), m.requests(), m.memory(), m.verdicts()} {
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
	rows := [][]string{{"the operator's requests", "verb", "resource", "answer", "count"}}
	for _, stage := range m.Stages {
		name := string(stage.Name)
		for _, request := range stage.Counts.Requests() {
			count := thousands(stage.Counts[request])
			rows = append(rows, []string{name, request.Verb, request.Resource, strconv.Itoa(request.Code), count})
			name = ""
		}
		if name != "" {
			rows = append(rows, []string{name, "none", "", "", "0"})
		}
	}
	return rows
}

func (m Measurement) memory() [][]string {
	rows := [][]string{{"the operator's memory after", "resident", "anonymous", "peak"}}
	for _, memory := range m.Memory {
		rows = append(rows, []string{
			string(memory.When), mebibytes(memory.Resident), mebibytes(memory.Anonymous), mebibytes(memory.Peak),
		})
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

func mebibytes(bytes int64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20)) }

// thousands writes a number with a comma between groups of three digits.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
