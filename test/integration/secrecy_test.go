// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/hack/devenv"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// secretPart is like nothing else in the cluster. The value repeats it, so that it also shows in a hexadecimal dump, whose lines
// are 16 bytes long.
const secretPart = "zq7zq7"

var secretValue = strings.Repeat(secretPart, 20)

// R5.4: a Secret's value is in no log, even one that has everything else in it, in no status, Event or metric.
func TestSecretValuesAreNotTold(t *testing.T) {
	namespace := shared.newNamespace(t)
	pauseOperator(t) // It would write what the one here is to log.
	shared.createSecret(t, namespace, "key", map[string]string{"key": secretValue})
	createAuthConfig(t, namespace)
	var log bytes.Buffer
	talkative, err := devenv.StartOperator(testContext(t), devenv.OperatorOptions{
		Binary: shared.binary, Kubeconfig: shared.kubeconfig, Log: &log,
		Args: []string{"-v", "10", "--leader-elect=false", "--namespaces", namespace},
	})
	require.NoError(t, err)
	shared.createEndpoint(t, namespace, direct("good", withHeaderSecret("key", "key"), withAuthConfig("auth")))
	shared.createEndpoint(t, namespace, direct("bad", withHeaderSecret("key", "other")))
	shared.awaitEndpoint(t, namespace, "good", isReady)
	shared.awaitEndpoint(t, namespace, "bad", hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonHeaderSecretNotFound))
	awaitEvents(t, namespace, 1)
	answer, err := http.Get(talkative.MetricsURL)
	require.NoError(t, err)
	metrics, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.NoError(t, talkative.Stop())

	require.Contains(t, log.String(), `has no key \"other\"`, "the Secret was read")
	require.Contains(t, log.String(), remoteURL, "bodies of answers are in the log")
	assert.NotContains(t, log.String(), secretPart)
	assert.NotContains(t, string(metrics), secretPart)
	endpoints, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).List(testContext(t), metav1.ListOptions{})
	require.NoError(t, err)
	events, err := shared.kube.EventsV1().Events(namespace).List(testContext(t), metav1.ListOptions{})
	require.NoError(t, err)
	for _, told := range []any{endpoints, events} {
		encoded, err := json.Marshal(told)
		require.NoError(t, err)
		assert.NotContains(t, string(encoded), secretPart)
	}
}
