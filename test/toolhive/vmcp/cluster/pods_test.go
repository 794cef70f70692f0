// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	operatorpod "github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/remote"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/wait"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

// domain is that of all remote servers: an endpoint must not point to the loopback interface, and certificates are for names in this one.
const domain = ".example.com"

// named is the URL of a remote server under a name that only pods know.
func named(t *testing.T, name string, server *remote.Server) string {
	t.Helper()
	address, err := url.Parse(endpoint(server))
	require.NoError(t, err)
	address.Host = name + domain + ":" + address.Port()
	return address.String()
}

// hosts are the names that pods know, all of them of this machine: those of remote servers, and the URLs of proxies.
func hosts(t *testing.T, names ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "hosts")
	var text strings.Builder
	for _, name := range names {
		text.WriteString("127.0.0.1 " + name + "\n")
	}
	require.NoError(t, os.WriteFile(file, []byte(text.String()), 0o600))
	return file
}

// withDomain adds the domain to names of remote servers.
func withDomain(names ...string) []string {
	full := make([]string, 0, len(names))
	for _, name := range names {
		full = append(full, name+domain)
	}
	return full
}

// startGateway starts the gateway as its Deployment says that its pods should be.
func (s *operated) startGateway(t *testing.T, names ...string) *runner.Runner {
	t.Helper()
	process := gateway.Materialize(t, s.objects(t, gateway.Name))
	process.Env = append(process.Env, clusterEnvironment(t)...)
	process.HostsFile = hosts(t, names...)
	return runner.Start(t, program, process)
}

// startProxy starts the proxy of an endpoint in the same way.
func (s *operated) startProxy(t *testing.T, name string, names ...string) *runner.Runner {
	t.Helper()
	process, err := pod.Materialize(t.TempDir(), "toolhive", s.objects(t, name))
	require.NoError(t, err)
	process.Dir = filepath.Join(process.Dir, "etc", "runconfig") // The runner looks there as well, if not in the root directory.
	process.HostsFile = hosts(t, names...)
	return runner.Start(t, proxyRunner, process)
}

// objects are those that a kubelet reads for a Deployment's pods, as the API server has them.
func (s *operated) objects(t *testing.T, name string) pod.Objects {
	t.Helper()
	configMaps, err := kube.CoreV1().ConfigMaps(s.namespace).List(t.Context(), metav1.ListOptions{})
	require.NoError(t, err)
	secrets, err := kube.CoreV1().Secrets(s.namespace).List(t.Context(), metav1.ListOptions{})
	require.NoError(t, err)
	template := s.deployment(t, name).Spec.Template
	return pod.Objects{
		Template: template, ConfigMaps: configMaps.Items, Secrets: secrets.Items,
		Namespace: s.namespace, ServiceAccountToken: s.token(t, template.Spec.ServiceAccountName),
	}
}

func (s *operated) deployment(t *testing.T, name string) *appsv1.Deployment {
	t.Helper()
	deployment, err := kube.AppsV1().Deployments(s.namespace).Get(t.Context(), name, metav1.GetOptions{})
	require.NoError(t, err)
	return deployment
}

// awaitDeployment waits until the gateway has a Deployment, and something holds for its pods.
func (s *operated) awaitDeployment(t *testing.T, holds func(*corev1.PodTemplateSpec) bool) {
	t.Helper()
	wait.Until(t, s, func() bool {
		deployment, err := kube.AppsV1().Deployments(s.namespace).Get(t.Context(), gateway.Name, metav1.GetOptions{})
		if apierrors.IsNotFound(err) {
			return false
		}
		require.NoError(t, err)
		return holds(&deployment.Spec.Template)
	})
}

// awaitConfigured waits until the gateway's configuration and its Deployment are of one mind, and have exactly these backends.
func (s *operated) awaitConfigured(t *testing.T, names ...string) {
	t.Helper()
	s.awaitDeployment(t, func(template *corev1.PodTemplateSpec) bool {
		config, err := kube.CoreV1().ConfigMaps(s.namespace).Get(t.Context(), gateway.Name+"-vmcp-config", metav1.GetOptions{})
		require.NoError(t, err) // It is made first.
		return slices.Equal(names, configured(t, config.Data[configFile])) &&
			template.Annotations[operatorpod.ConfigChecksum] == operatorpod.DataChecksum(config.Data)
	})
}

// configured are the names of the backends in a configuration.
func configured(t *testing.T, text string) []string {
	t.Helper()
	var config gateway.Config
	require.NoError(t, yaml.Unmarshal([]byte(text), &config))
	var names []string
	for _, backend := range config.Backends {
		names = append(names, backend.Name)
	}
	slices.Sort(names)
	return names
}

// awaitVariables waits until exactly these environment variables of the gateway's pods are taken from Secrets.
func (s *operated) awaitVariables(t *testing.T, names ...string) {
	t.Helper()
	s.awaitDeployment(t, func(template *corev1.PodTemplateSpec) bool { return slices.Equal(names, secretVariables(template)) })
}

// secretVariables are the names of the environment variables of a pod that are taken from Secrets, sorted.
func secretVariables(template *corev1.PodTemplateSpec) []string {
	var names []string
	for _, variable := range template.Spec.Containers[0].Env {
		if variable.ValueFrom != nil && variable.ValueFrom.SecretKeyRef != nil {
			names = append(names, variable.Name)
		}
	}
	slices.Sort(names)
	return names
}
