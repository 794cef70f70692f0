// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
)

const (
	containerName = "vmcp"
	portName      = "http"
	portFlag      = "--port="
	configFlag    = "--config="
	port          = 4483

	configDir  = "/etc/vmcp-config"
	configFile = "config.yaml"
)

// Gateway is a pod of vmcp.
type Gateway struct {
	Config  Config
	Objects pod.Objects
}

// New returns a gateway that serves the backends to everybody, and does not talk to the API server.
func New(backends ...Backend) *Gateway {
	g := &Gateway{Config: newConfig(backends)}
	g.Objects.Template.Spec.Containers = []corev1.Container{{
		Name:  containerName,
		Args:  []string{"serve", configFlag + path.Join(configDir, configFile), "--host=0.0.0.0", fmt.Sprint(portFlag, port)},
		Ports: []corev1.ContainerPort{{Name: portName, ContainerPort: port}},
		ReadinessProbe: &corev1.Probe{ProbeHandler: corev1.ProbeHandler{
			HTTPGet: &corev1.HTTPGetAction{Path: "/readyz", Port: intstr.FromString(portName)},
		}},
	}}
	g.Env("HOME", "/tmp")
	g.Env("XDG_CONFIG_HOME", "/tmp")
	g.Env("TOOLHIVE_RUNTIME", "kubernetes")
	return g
}

func (g *Gateway) container() *corev1.Container { return &g.Objects.Template.Spec.Containers[0] }

// Env sets an environment variable.
func (g *Gateway) Env(name, value string) {
	g.container().Env = append(g.container().Env, corev1.EnvVar{Name: name, Value: value})
}

// SecretEnv puts the value of a Secret into an environment variable.
func (g *Gateway) SecretEnv(name, value string) {
	secret := fmt.Sprintf("secret-%d", len(g.Objects.Secrets))
	g.Objects.Secrets = append(g.Objects.Secrets, corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: secret}, Data: map[string][]byte{"value": []byte(value)},
	})
	g.container().Env = append(g.container().Env, corev1.EnvVar{Name: name, ValueFrom: &corev1.EnvVarSource{
		SecretKeyRef: &corev1.SecretKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: secret}, Key: "value"},
	}})
}

// Mount mounts a ConfigMap with one file in a directory.
func (g *Gateway) Mount(directory, file, content string) {
	name := fmt.Sprintf("volume-%d", len(g.Objects.ConfigMaps))
	g.Objects.ConfigMaps = append(g.Objects.ConfigMaps, corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: name}, Data: map[string]string{file: content},
	})
	spec := &g.Objects.Template.Spec
	spec.Volumes = append(spec.Volumes, corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{
		ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: name}},
	}})
	g.container().VolumeMounts = append(g.container().VolumeMounts, corev1.VolumeMount{Name: name, MountPath: directory})
}

// Process makes the process of the pod, on a free port.
func (g *Gateway) Process(t *testing.T) pod.Process {
	t.Helper()
	text, err := yaml.Marshal(g.Config)
	require.NoError(t, err)
	g.Mount(configDir, configFile, string(text))
	return Materialize(t, g.Objects)
}

// Materialize makes the process of a pod of vmcp, on a free port.
func Materialize(t *testing.T, objects pod.Objects) pod.Process {
	t.Helper()
	process, err := pod.Materialize(t.TempDir(), containerName, objects)
	require.NoError(t, err)
	process.Port = runner.FreePort(t)
	for i, arg := range process.Args {
		if strings.HasPrefix(arg, portFlag) {
			process.Args[i] = fmt.Sprint(portFlag, process.Port)
		}
	}
	return process
}

// Validation is the process that checks the configuration of another.
func Validation(process pod.Process) pod.Process {
	isConfig := func(arg string) bool { return strings.HasPrefix(arg, configFlag) }
	process.Args = []string{"validate", process.Args[slices.IndexFunc(process.Args, isConfig)]}
	return process
}
