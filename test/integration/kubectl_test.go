// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

func kubectl(t *testing.T, args ...string) string {
	t.Helper()
	stdout, _, err := shared.cluster.Kubectl(testContext(t), args...)
	require.NoError(t, err)
	return stdout
}

// columns splits the first line of a table; no heading has two spaces in it.
func columns(table string) []string {
	heading, _, _ := strings.Cut(table, "\n")
	var names []string
	for name := range strings.SplitSeq(heading, "  ") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// What a user sees.
func TestKubectlReadsWell(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, direct("good"))
	shared.createEndpoint(t, namespace, direct("bad", withCABundle("ca")))
	shared.awaitEndpoint(t, namespace, "bad", hasReason(v1alpha1.ConditionReady, v1alpha1.ReasonCABundleNotFound))

	t.Run("wait", func(t *testing.T) {
		assert.Contains(t, kubectl(t, "-n", namespace, "wait", "--for=condition=Ready", "mcpre/good", "--timeout=60s"), "condition met")
	})
	t.Run("get", func(t *testing.T) {
		table := kubectl(t, "-n", namespace, "get", "mcpre")
		assert.Equal(t, []string{"NAME", "TYPE", "PHASE", "REMOTE URL", "URL", "AGE"}, columns(table))
		assert.Regexp(t, `good +direct +Ready +`+remoteURL+` +`+remoteURL, table)
		assert.Regexp(t, `bad +direct +Failed +`+remoteURL, table)
	})
	t.Run("get -o wide", func(t *testing.T) {
		table := kubectl(t, "-n", namespace, "get", "mcpre", "-o", "wide")
		assert.Equal(t, []string{"NAME", "TYPE", "PHASE", "REMOTE URL", "URL", "AGE", "GROUP", "REASON", "MESSAGE"}, columns(table))
		assert.Regexp(t, `bad .*CABundleNotFound +ConfigMap "ca" does not exist`, table)
	})
	t.Run("get by category", func(t *testing.T) {
		assert.Contains(t, kubectl(t, "-n", namespace, "get", "toolhive"), "mcpremoteendpoint.toolhive.stacklok.dev/good")
	})
	t.Run("describe", func(t *testing.T) {
		awaitEvents(t, namespace, 1)
		text := kubectl(t, "-n", namespace, "describe", "mcpre", "bad")
		assert.Contains(t, text, `ConfigMap "ca" does not exist in this namespace: create it, or correct spec.caBundleRef.name`)
		assert.Regexp(t, `Warning +CABundleNotFound .*mcp-remote-endpoint-operator`, text)
	})
	t.Run("explain", func(t *testing.T) {
		text := kubectl(t, "explain", "mcpre.spec.proxyConfig")
		for _, field := range []string{"oidcConfig", "oidcConfigRef", "authzConfig", "audit", "telemetry", "resources", "proxyPort", "sessionAffinity"} {
			assert.Contains(t, text, field)
		}
		for _, word := range []string{"kubebuilder", "TODO", "<none>"} {
			assert.NotContains(t, text, word)
		}
	})
}

// R1.6: applying a legacy object, in either version, prints what replaces it.
func TestKubectlWarnsOfLegacyKinds(t *testing.T) {
	namespace := shared.newNamespace(t)
	for kind, spec := range map[string]string{
		"MCPRemoteProxy": "{remoteUrl: https://mcp.example.com}",
		"MCPServerEntry": "{remoteUrl: https://mcp.example.com, transport: sse, groupRef: {name: team}}",
	} {
		for _, version := range []string{"v1alpha1", "v1beta1"} {
			file := filepath.Join(t.TempDir(), "legacy.yaml")
			manifest := "apiVersion: toolhive.stacklok.dev/" + version + "\nkind: " + kind + "\nmetadata: {name: " + version + "}\nspec: " + spec + "\n"
			require.NoError(t, os.WriteFile(file, []byte(manifest), 0o600))
			_, warnings, err := shared.cluster.Kubectl(testContext(t), "-n", namespace, "apply", "-f", file)
			require.NoError(t, err)
			assert.Contains(t, warnings, "use MCPRemoteEndpoint", "%s %s", kind, version)
		}
	}
}

// R1.4, R6.1: the manifests apply in both ways, and no annotation grows past its limit.
func TestManifestsApplyWithKubectl(t *testing.T) {
	e := newEnvironment(t)
	for _, args := range [][]string{{"apply", "-k"}, {"apply", "--server-side", "--force-conflicts", "-k"}, {"diff", "-k"}} {
		_, _, err := e.cluster.Kubectl(testContext(t), append(args, "../../manifests/standalone")...)
		require.NoError(t, err)
	}
}
