// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

// clockTick is the unit of processor time in /proc, which is the same on every Linux.
const clockTick = 10 * time.Millisecond

// memoryOf reads what a process holds. Linux tells; elsewhere it is an error.
func memoryOf(pid int) (report.Memory, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return report.Memory{}, fmt.Errorf("read the operator's memory (the benchmark needs Linux): %w", err)
	}
	return parseMemory(content)
}

// parseMemory reads /proc/<pid>/status.
func parseMemory(status []byte) (report.Memory, error) {
	var memory report.Memory
	wanted := map[string]*int64{"VmRSS": &memory.Resident, "RssAnon": &memory.Anonymous, "VmHWM": &memory.Peak}
	lines := bufio.NewScanner(bytes.NewReader(status))
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		field, ok := wanted[name]
		if !ok {
			continue
		}
		kibibytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		if err != nil {
			return memory, fmt.Errorf("parse %s: %w", name, err)
		}
		*field = kibibytes << 10
		delete(wanted, name)
	}
	if len(wanted) > 0 {
		return memory, fmt.Errorf("the status of the process lacks %d of the memory fields", len(wanted))
	}
	return memory, nil
}

// cpuOf reads the processor time that a process has used.
func cpuOf(pid int) (time.Duration, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("read the operator's processor time (the benchmark needs Linux): %w", err)
	}
	return parseCPU(content)
}

// parseCPU reads /proc/<pid>/stat: user and system time are the fields 14 and 15, and field 2 may hold spaces in parentheses.
func parseCPU(stat []byte) (time.Duration, error) {
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("the statistics of the process have only %d fields", len(fields))
	}
	user, err := strconv.ParseInt(fields[11], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("parse the user time: %w", err)
	}
	system, err := strconv.ParseInt(fields[12], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("parse the system time: %w", err)
	}
	return time.Duration(user+system) * clockTick, nil
}
