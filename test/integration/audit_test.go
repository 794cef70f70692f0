// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/devenv"
)

// operatorUser is who the operator is to the API server.
const operatorUser = "system:serviceaccount:" + devenv.OperatorNamespace + ":" + devenv.OperatorServiceAccount

// auditLog is the API server's audit log: the requests that it really answered. It grows by tens of megabytes and is looked at all the time, so
// that each line is read once.
type auditLog struct {
	path   string
	mu     sync.Mutex
	read   int64        // bytes
	events []auditEvent // the operator's, of what is read
}

// auditEvent is the part of an audit event (audit.k8s.io/v1) that the tests look at.
type auditEvent struct {
	Verb      string                                                  `json:"verb"`
	User      struct{ Username string }                               `json:"user"`
	ObjectRef struct{ Resource, Subresource, Namespace, Name string } `json:"objectRef"`
	Response  struct{ Code int }                                      `json:"responseStatus"`
}

// String is the event as tests name it, for example "patch mcpremoteendpoints/status team/a".
func (e auditEvent) String() string {
	resource := e.ObjectRef.Resource
	if e.ObjectRef.Subresource != "" {
		resource += "/" + e.ObjectRef.Subresource
	}
	return fmt.Sprintf("%s %s %s/%s", e.Verb, resource, e.ObjectRef.Namespace, e.ObjectRef.Name)
}

// isWrite passes over the Lease, which a leader renews for as long as it lives.
func (e auditEvent) isWrite() bool {
	return !slices.Contains([]string{"get", "list", "watch"}, e.Verb) && e.ObjectRef.Resource != "leases"
}

// operatorEvents returns the operator's requests so far.
func (a *auditLog) operatorEvents(t *testing.T) []auditEvent {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	file, err := os.Open(a.path)
	require.NoError(t, err)
	defer file.Close()
	content, err := io.ReadAll(io.NewSectionReader(file, a.read, math.MaxInt64-a.read))
	require.NoError(t, err)
	content = content[:bytes.LastIndexByte(content, '\n')+1] // The last line may be just being written.
	for line := range bytes.Lines(content) {
		if !bytes.Contains(line, []byte(operatorUser)) {
			continue
		}
		var event auditEvent
		require.NoError(t, json.Unmarshal(line, &event))
		if event.User.Username == operatorUser {
			a.events = append(a.events, event)
		}
	}
	a.read += int64(len(content))
	return slices.Clip(a.events)
}

// writesSince returns the operator's writes in a namespace after its first n requests, but for those of groups, which are made when a burst
// of changes is over (see groupWrites).
func (a *auditLog) writesSince(t *testing.T, n int, namespace string) []string {
	t.Helper()
	var writes []string
	for _, event := range a.operatorEvents(t)[n:] {
		if event.isWrite() && event.ObjectRef.Namespace == namespace && event.ObjectRef.Resource != "mcpgroups" {
			writes = append(writes, event.String())
		}
	}
	return writes
}
