// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runner

import (
	"bytes"
	"strings"
	"sync"
)

// output collects what a process writes while it is read.
type output struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

// Write is for the process.
func (o *output) Write(data []byte) (int, error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.Write(data)
}

// String is all that was written so far.
func (o *output) String() string {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.text.String()
}

// lines are the lines written so far, without one that is not complete yet.
func (o *output) lines() []string {
	lines := strings.Split(o.String(), "\n")
	return lines[:len(lines)-1]
}
