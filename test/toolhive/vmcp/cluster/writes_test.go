// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/hack/bench/audit"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
)

// Who makes requests, as the API server notes it.
const (
	operatorAgent = "mcp-remote-endpoint-operator/"
	vmcpAgent     = "vmcp/"
)

// writes are the operator's in a namespace, as the audit log has them, and those of others that are waited for.
type writes struct {
	log       *audit.Log
	namespace string
	operator  []string
	reports   int
}

// watchWrites begins to look at writes, as soon as the operator has made all that are due.
func (s *operated) watchWrites(t *testing.T) *writes {
	t.Helper()
	s.settleOperator(t)
	log, err := audit.Open(auditLog)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, log.Close()) })
	w := &writes{log: log, namespace: s.namespace}
	w.read(t)
	require.NotEmpty(t, w.operator, "what came before is in the log")
	w.operator, w.reports = nil, 0
	return w
}

// read takes note of what was added to the log.
func (w *writes) read(t *testing.T) {
	t.Helper()
	events, err := w.log.Read()
	require.NoError(t, err)
	for _, event := range events {
		w.note(event)
	}
}

// settleOperator returns once the operator has looked at a new group and a new gateway, and so at all that changed before.
func (s *operated) settleOperator(t *testing.T) {
	t.Helper()
	const last = "last"
	api := toolhive.ToolhiveV1beta1()
	create(t, &v1beta1.MCPGroup{ObjectMeta: metav1.ObjectMeta{Name: last}}, api.MCPGroups(s.namespace).Create)
	create(t, &v1beta1.VirtualMCPServer{
		ObjectMeta: metav1.ObjectMeta{Name: last},
		Spec: v1beta1.VirtualMCPServerSpec{
			GroupRef: v1beta1.MCPGroupRef{Name: "missing"}, IncomingAuth: v1beta1.IncomingAuthConfig{Type: v1beta1.IncomingAuthTypeAnonymous},
		},
	}, api.VirtualMCPServers(s.namespace).Create)
	wait.Until(t, s, func() bool {
		group, err := api.MCPGroups(s.namespace).Get(t.Context(), last, metav1.GetOptions{})
		require.NoError(t, err)
		return group.Status.Phase != "" && s.server(t, last).Status.Phase != ""
	})
}

// afterReports returns the operator's writes by the time that vmcp has reported its status so often.
func (w *writes) afterReports(t *testing.T, reports int) []string {
	t.Helper()
	wait.Until(t, w, func() bool {
		w.read(t)
		return w.reports >= reports
	})
	return w.operator
}

func (w *writes) note(event audit.Event) {
	switch {
	case event.Namespace != w.namespace || !audit.IsWrite(event.Request):
	case strings.HasPrefix(event.UserAgent, operatorAgent):
		w.operator = append(w.operator, fmt.Sprintf("%s %s %s: %d", event.Verb, event.Resource, event.Name, event.Code))
	case strings.HasPrefix(event.UserAgent, vmcpAgent) && event.Resource == "virtualmcpservers/status" && event.Code == http.StatusOK:
		w.reports++
	}
}

// String is what was seen so far.
func (w *writes) String() string {
	return fmt.Sprintf("%d reports of vmcp, and writes of the operator: %s", w.reports, w.operator)
}

// requireAllowed requires that the operator had the right to all that it has done in the namespace.
func (s *operated) requireAllowed(t *testing.T) {
	t.Helper()
	log, err := audit.Open(auditLog)
	require.NoError(t, err)
	defer log.Close()
	events, err := log.Read()
	require.NoError(t, err)
	for _, event := range events {
		if event.Namespace == s.namespace && strings.HasPrefix(event.UserAgent, operatorAgent) {
			assert.NotEqual(t, http.StatusForbidden, event.Code, "%s %s %s", event.Verb, event.Resource, event.Name)
		}
	}
}
