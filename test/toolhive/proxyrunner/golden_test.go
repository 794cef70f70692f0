// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package proxyrunner

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/manifest"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/standin"
)

const (
	// goldenDirectory has a directory for each endpoint that rendering is tested with.
	goldenDirectory = "../../../pkg/controller/remote/render/testdata/golden"
)

func TestTheRunnerStartsWithEveryGoldenFile(t *testing.T) {
	t.Parallel()
	directories, err := os.ReadDir(goldenDirectory)
	require.NoError(t, err)
	require.NotEmpty(t, directories)
	provider := issuer.Start(t, issuer.Options{TLS: true})
	for _, directory := range directories {
		t.Run(directory.Name(), func(t *testing.T) {
			t.Parallel()
			runner.Start(t, program, goldenProcess(t, filepath.Join(goldenDirectory, directory.Name()), provider))
		})
	}
}

// goldenProcess makes the process of a directory's pod, with servers on this machine in the place of those that it needs to start.
func goldenProcess(t *testing.T, directory string, provider *issuer.Issuer) pod.Process {
	t.Helper()
	port := runner.FreePort(t)
	config := readRunConfig(t, directory)
	config["port"] = port
	hostsFile := lead(t, config, provider)

	objects := goldenObjects(t, directory, config)
	objects.ConfigMaps = append(objects.ConfigMaps, standin.ClusterAuthority(provider.CA))
	standin.Trust(objects.Secrets, provider.CA)
	process := materialize(t, objects)
	process.Port, process.HostsFile = port, hostsFile
	process.Env = append(process.Env, standin.Confinement(t, provider.CA)...)
	return process
}

func readRunConfig(t *testing.T, directory string) map[string]any {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(directory, runConfigFile))
	require.NoError(t, err)
	var config map[string]any
	require.NoError(t, json.Unmarshal(data, &config))
	return config
}

// goldenObjects are what the operator rendered, with that run configuration, and what the endpoint refers to.
func goldenObjects(t *testing.T, directory string, config map[string]any) pod.Objects {
	t.Helper()
	data, err := json.Marshal(config)
	require.NoError(t, err)
	objects := pod.Objects{ServiceAccountToken: serviceAccountToken}
	for _, object := range manifest.Read(t, filepath.Join(directory, "children.yaml")) {
		switch object := object.(type) {
		case *appsv1.Deployment:
			objects.Template = object.Spec.Template
		case *corev1.ConfigMap:
			object.Data[runConfigFile] = string(data)
			objects.ConfigMaps = append(objects.ConfigMaps, *object)
		}
	}
	for _, object := range manifest.Read(t, filepath.Join(directory, "input.yaml")) {
		switch object := object.(type) {
		case *corev1.ConfigMap:
			objects.ConfigMaps = append(objects.ConfigMaps, *object)
		case *corev1.Secret:
			objects.Secrets = append(objects.Secrets, *object)
		}
	}
	return objects
}
