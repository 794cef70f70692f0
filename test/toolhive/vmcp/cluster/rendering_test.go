// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"

	toolhivescheme "github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned/scheme"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/issuer"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/manifest"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/standin"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/vmcp/gateway"
)

const (
	configFile     = "config.yaml"
	authServerFile = "authserver-config.yaml"
)

// rendering is a gateway as the operator renders it, in a namespace of its own: what was rendered, and what that was made from.
type rendering struct {
	scene

	name       string
	input      []runtime.Object
	config     map[string]any
	configMap  *corev1.ConfigMap
	deployment *appsv1.Deployment
	role       *rbacv1.Role
	binding    *rbacv1.RoleBinding
	// published are the names of the members that the gateway finds in the cluster.
	published []string
}

func readGolden(t *testing.T, directory string) *rendering {
	t.Helper()
	g := &rendering{input: manifest.Read(t, filepath.Join(directory, "input.yaml"), toolhivescheme.AddToScheme)}
	for _, object := range manifest.Read(t, filepath.Join(directory, "golden.yaml"), rbacv1.AddToScheme) {
		switch object := object.(type) {
		case *corev1.ConfigMap:
			g.configMap = object
		case *appsv1.Deployment:
			g.deployment = object
		case *rbacv1.Role:
			g.role = object
		case *rbacv1.RoleBinding:
			g.binding = object
		}
	}
	require.NotNil(t, g.configMap)
	g.readConfig(t)
	return g
}

func (g *rendering) readConfig(t *testing.T) {
	t.Helper()
	require.NoError(t, yaml.Unmarshal([]byte(g.configMap.Data[configFile]), &g.config))
}

// source is where the gateway has its backends from.
func (g *rendering) source() any { return standin.Section(g.config, "outgoingAuth")["source"] }

// process makes the process of the pod, with servers on this machine in the place of those that it needs to start.
func (g *rendering) process(t *testing.T, provider *issuer.Issuer) pod.Process {
	t.Helper()
	hostsFile := g.lead(t, provider)
	objects := pod.Objects{
		Template: g.deployment.Spec.Template, Namespace: g.namespace, ServiceAccountToken: g.token(t, g.accountName()),
		ConfigMaps: []corev1.ConfigMap{*g.configMap, standin.ClusterAuthority(string(config.CAData))},
	}
	for _, object := range g.input {
		switch object := object.(type) {
		case *corev1.ConfigMap:
			objects.ConfigMaps = append(objects.ConfigMaps, *object)
		case *corev1.Secret:
			objects.Secrets = append(objects.Secrets, *object)
		}
	}
	if file, ok := standin.Section(g.config, "telemetry")["caCertPath"].(string); ok {
		mountUnlessMounted(&objects, file, provider.CA)
	}
	standin.Trust(objects.Secrets, provider.CA)
	process := gateway.Materialize(t, objects)
	process.HostsFile = hostsFile
	process.Env = append(process.Env, standin.Confinement(t, provider.CA)...)
	process.Env = append(process.Env, clusterEnvironment(t)...)
	return process
}

// mountUnlessMounted mounts a file that a user names, as the user has to, with spec.podTemplateSpec.
func mountUnlessMounted(objects *pod.Objects, file, content string) {
	const volume = "file-of-the-user"
	spec := objects.Template.Spec.DeepCopy()
	directory, name := path.Split(file)
	directory = path.Clean(directory)
	mounts := &spec.Containers[0].VolumeMounts
	if slices.ContainsFunc(*mounts, func(mount corev1.VolumeMount) bool { return mount.MountPath == directory }) {
		return
	}
	*mounts = append(*mounts, corev1.VolumeMount{Name: volume, MountPath: directory})
	spec.Volumes = append(spec.Volumes, corev1.Volume{Name: volume, VolumeSource: corev1.VolumeSource{
		ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: volume}},
	}})
	objects.Template.Spec = *spec
	objects.ConfigMaps = append(objects.ConfigMaps, corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: volume}, Data: map[string]string{name: content},
	})
}

// lead changes the configuration where it names a server that vmcp talks to before it serves. It returns the file of names of hosts that vmcp must
// have for that, or nothing.
func (g *rendering) lead(t *testing.T, provider *issuer.Issuer) (hostsFile string) {
	t.Helper()
	if sessions := standin.Section(g.config, "sessionStorage"); sessions != nil {
		sessions["address"] = standin.Redis(t, false)
		g.configMap.Data[configFile] = encode(t, g.config)
	}
	if text, ok := g.configMap.Data[authServerFile]; ok {
		var authServer map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(text), &authServer))
		hostsFile = standin.AuthServer(t, authServer, provider)
		g.configMap.Data[authServerFile] = encode(t, authServer)
	}
	return hostsFile
}

func encode(t *testing.T, document any) string {
	t.Helper()
	text, err := yaml.Marshal(document)
	require.NoError(t, err)
	return string(text)
}

func (g *rendering) accountName() string { return g.deployment.Spec.Template.Spec.ServiceAccountName }
