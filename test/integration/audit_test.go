// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/devenv"
)

// operatorUser is who the operator is to the API server.
const operatorUser = "system:serviceaccount:" + devenv.OperatorNamespace + ":" + devenv.OperatorServiceAccount

// auditLog is the path of the API server's audit log: the requests that it really answered.
type auditLog string

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
func (a auditLog) operatorEvents(t *testing.T) []auditEvent {
	t.Helper()
	content, err := os.ReadFile(string(a))
	require.NoError(t, err)
	var events []auditEvent
	lines := bufio.NewScanner(bytes.NewReader(content))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var event auditEvent
		if json.Unmarshal(lines.Bytes(), &event) != nil {
			continue // the line that is just being written
		}
		if event.User.Username == operatorUser {
			events = append(events, event)
		}
	}
	require.NoError(t, lines.Err())
	return events
}

// writesSince returns the operator's writes in a namespace after its first n requests, but for those of groups, which are made when a burst
// of changes is over (see groupWrites).
func (a auditLog) writesSince(t *testing.T, n int, namespace string) []string {
	t.Helper()
	var writes []string
	for _, event := range a.operatorEvents(t)[n:] {
		if event.isWrite() && event.ObjectRef.Namespace == namespace && event.ObjectRef.Resource != "mcpgroups" {
			writes = append(writes, event.String())
		}
	}
	return writes
}
