// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package audit

import (
	"bytes"
	"fmt"
	"io"
	"os"
)

// Log is a growing audit log.
type Log struct {
	file *os.File
	rest []byte
}

// Open opens the log at its beginning.
func Open(path string) (*Log, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the audit log: %w", err)
	}
	return &Log{file: file}, nil
}

// Close closes the file.
func (l *Log) Close() error { return l.file.Close() }

// Read returns the events that were added since the last Read. A line that is still being written is left to the next one.
func (l *Log) Read() ([]Event, error) {
	added, err := io.ReadAll(l.file)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	l.rest = append(l.rest, added...)
	var events []Event
	for {
		line, rest, found := bytes.Cut(l.rest, []byte("\n"))
		if !found {
			return events, nil
		}
		l.rest = rest
		event, err := Parse(line)
		if err != nil {
			return events, err
		}
		events = append(events, event)
	}
}
