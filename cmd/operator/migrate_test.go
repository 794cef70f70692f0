// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

const (
	readyEntry = `{kind: MCPServerEntry, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: ready},
  spec: {remoteUrl: "https://mcp.example.com/mcp", transport: sse, groupRef: {name: remotes}}}
`
	lossyEntry = `{kind: MCPServerEntry, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: lossy},
  spec: {remoteUrl: "https://mcp.example.com/mcp", transport: sse, groupRef: {name: remotes}, colour: red}}
`
	openProxy = `{kind: MCPRemoteProxy, apiVersion: toolhive.stacklok.dev/v1beta1, metadata: {name: open},
  spec: {remoteUrl: "https://mcp.example.com/mcp", groupRef: {name: remotes}}}
`
	unreadable = "kind: {{ .Values.kind }}\n"
)

// migrated is what the command prints, and the exit code of the program.
type migrated struct {
	stdout, stderr string
	code           int
}

func runMigrate(t *testing.T, stdin string, args ...string) migrated {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := newCommand()
	cmd.SetIn(strings.NewReader(stdin))
	cmd.SetOut(&stdout)
	cmd.SetErr(&stderr)
	cmd.SetArgs(append([]string{"migrate"}, args...))
	result := migrated{}
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		result.code = exitCode(err)
		stderr.WriteString(err.Error())
	}
	result.stdout, result.stderr = stdout.String(), stderr.String()
	return result
}

func TestExitCodesOfMigrate(t *testing.T) {
	for _, test := range []struct {
		name  string
		stdin string
		want  int
	}{
		{"nothing to migrate", "kind: ConfigMap\n", 0},
		{"all is ready", readyEntry, 0},
		{"something must be decided", readyEntry + "---\n" + openProxy, 2},
		{"something is lost", lossyEntry, 2},
		{"something cannot be read", unreadable, 1},
		{"an error counts more than a decision", openProxy + "---\n" + unreadable, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, args := range [][]string{{"-f", "-"}, {"-f", "-", "--report"}} {
				got := runMigrate(t, test.stdin, args...)
				assert.Equal(t, test.want, got.code, got.stderr)
				assert.NotEmpty(t, got.stdout, "what can be read is printed")
				assert.Equal(t, test.want != 0, got.stderr != "")
			}
		})
	}
}

func TestMigrateReportsInsteadOfManifests(t *testing.T) {
	got := runMigrate(t, openProxy, "-f", "-", "--report")
	assert.Regexp(t, `^OBJECT +RESULT +WHAT CHANGES +WHAT HAS NO PLACE\nMCPRemoteProxy open +decide +spec.oidcConfigRef +-\n`, got.stdout)
	assert.NotContains(t, got.stdout, "kind:")
}

func TestMigrateReadsFilesAndDirectories(t *testing.T) {
	directory := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(directory, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	write("tree/b.yaml", "kind: B\n")
	write("tree/a.yml", "kind: A\n")
	write("tree/c.json", "{}\n")
	write("tree/README.md", "no manifest")
	write("tree/deep/d.yaml", "kind: D\n")
	bare := write("bare/manifest", "kind: E\n")
	tree, absent := filepath.Join(directory, "tree"), filepath.Join(directory, "absent")

	for _, test := range []struct {
		name       string
		args       []string
		want       string
		wantCode   int
		wantStderr string
	}{
		{"a directory, in the order of its names", []string{"-f", tree}, "kind: A\n---\nkind: B\n---\n{}\n", 0, ""},
		{"a directory with those in it", []string{"-f", tree, "-R"}, "kind: A\n---\nkind: B\n---\n{}\n---\nkind: D\n", 0, ""},
		{"a file, whatever it is called", []string{"--filename", bare}, "kind: E\n", 0, ""},
		{"several, in the order given", []string{"-f", bare, "-f", "-", "-f", bare}, "kind: E\n---\nkind: stdin\n---\nkind: E\n", 0, ""},
		{"what is there, when something is not", []string{"-f", absent, "-f", bare}, "kind: E\n", 1, absent},
		{"no directory without manifests", []string{"-f", filepath.Dir(bare)}, "", 1, "no file in this directory ends in"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := runMigrate(t, "kind: stdin\n", test.args...)
			assert.Equal(t, test.want, got.stdout)
			assert.Equal(t, test.wantCode, got.code)
			assert.Contains(t, got.stderr, test.wantStderr)
		})
	}
}

func TestMigrateNamesTheDocumentThatCannotBeRead(t *testing.T) {
	got := runMigrate(t, readyEntry+"---\n"+unreadable, "-f", "-")
	assert.Contains(t, got.stderr, "standard input: document 2 (line 3): ")
}

func TestFlagsOfMigrateThatContradictEachOther(t *testing.T) {
	for _, args := range [][]string{
		{}, {"-f", "-", "--from-cluster"}, {"-f", "-", "-n", "team"}, {"--from-cluster", "-R"}, {"-f", "-", "manifest.yaml"},
	} {
		assert.Equal(t, exitFailure, runMigrate(t, "", args...).code, args)
	}
}

// serveLists answers requests for lists as an API server would, and returns a kubeconfig for it. Other requests are not found.
func serveLists(t *testing.T, lists map[string]string) (kubeconfig string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		list, found := lists[r.URL.Path]
		if !found {
			w.WriteHeader(http.StatusNotFound)
			list = `{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}`
		}
		_, err := w.Write([]byte(list))
		assert.NoError(t, err)
	}))
	t.Cleanup(server.Close)
	config := clientcmdapi.NewConfig()
	config.Clusters["test"] = &clientcmdapi.Cluster{Server: server.URL}
	config.Contexts["test"] = &clientcmdapi.Context{Cluster: "test"}
	config.CurrentContext = "test"
	kubeconfig = filepath.Join(t.TempDir(), "kubeconfig")
	require.NoError(t, clientcmd.WriteToFile(*config, kubeconfig))
	return kubeconfig
}

func listOf(t *testing.T, version, kind string, names ...string) string {
	t.Helper()
	var items []map[string]any
	for _, name := range names {
		items = append(items, map[string]any{
			"metadata": metav1.ObjectMeta{Namespace: "team", Name: name, UID: "1", ResourceVersion: "2"},
			"spec": map[string]any{
				"remoteUrl": "https://mcp.example.com/mcp", "transport": "sse", "groupRef": map[string]string{"name": "remotes"},
				"oidcConfigRef": map[string]string{"name": "company", "audience": name},
			},
		})
	}
	text, err := json.Marshal(map[string]any{"apiVersion": "toolhive.stacklok.dev/" + version, "kind": kind + "List", "items": items})
	require.NoError(t, err)
	return string(text)
}

func TestMigrateReadsTheCluster(t *testing.T) {
	const group = "/apis/toolhive.stacklok.dev/"
	everywhere := map[string]string{
		group + "v1beta1/mcpremoteproxies":    listOf(t, "v1beta1", "MCPRemoteProxy", "search"),
		group + "v1beta1/mcpserverentries":    listOf(t, "v1beta1", "MCPServerEntry", "docs"),
		group + "v1alpha1/mcpremoteendpoints": listOf(t, "v1alpha1", "MCPRemoteEndpoint"),
	}
	team := map[string]string{group + "v1beta1/namespaces/team/mcpserverentries": listOf(t, "v1beta1", "MCPServerEntry", "docs")}
	for _, test := range []struct {
		name         string
		lists        map[string]string
		args         []string
		want         []string
		wantWarnings []string
	}{
		{"all namespaces", everywhere, nil, []string{"MCPRemoteProxy team/search", "MCPServerEntry team/docs"}, nil},
		{"one namespace, without some of the kinds", team, []string{"-n", "team"}, []string{"MCPServerEntry team/docs"},
			[]string{"mcpremoteproxies", "mcpremoteendpoints"}},
		{"without any of the kinds", nil, nil, nil, []string{"mcpremoteproxies", "mcpserverentries", "mcpremoteendpoints"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := append([]string{"--from-cluster", "--kubeconfig", serveLists(t, test.lists)}, test.args...)
			got := runMigrate(t, "", args...)
			require.Zero(t, got.code, got.stderr)
			assert.Equal(t, len(test.want), strings.Count(got.stdout, "kind: MCPRemoteEndpoint\n"))
			assert.Equal(t, len(test.wantWarnings), strings.Count(got.stderr, "\n"), got.stderr)
			for _, resource := range test.wantWarnings {
				assert.Contains(t, got.stderr, "does not serve "+resource)
			}

			got = runMigrate(t, "", append(args, "--report")...)
			for _, name := range test.want {
				assert.Contains(t, got.stdout, name)
			}
		})
	}
}

func TestMigrateSaysWhenThereIsNoCluster(t *testing.T) {
	got := runMigrate(t, "", "--from-cluster", "--kubeconfig", filepath.Join(t.TempDir(), "absent"))
	assert.Equal(t, exitFailure, got.code)
	assert.Contains(t, got.stderr, "find the cluster")

	broken := map[string]string{"/apis/toolhive.stacklok.dev/v1beta1/mcpremoteproxies": "no JSON"}
	got = runMigrate(t, "", "--from-cluster", "--kubeconfig", serveLists(t, broken))
	assert.Equal(t, exitFailure, got.code)
	assert.Contains(t, got.stderr, "list mcpremoteproxies: ")
	assert.Empty(t, got.stdout)
}
