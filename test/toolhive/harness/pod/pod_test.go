// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/pod"
)

// objects returns a pod with a volume of each kind. Each call returns others.
func objects() pod.Objects {
	local := corev1.LocalObjectReference{Name: "config"}
	return pod.Objects{
		Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
			AutomountServiceAccountToken: new(false),
			Containers: []corev1.Container{{Name: "sidecar"}, {
				Name: "toolhive", Args: []string{"run", "--host=0.0.0.0", "--config=/etc/runconfig/x"},
				Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 8080}},
				ReadinessProbe: &corev1.Probe{ProbeHandler: corev1.ProbeHandler{
					HTTPGet: &corev1.HTTPGetAction{Path: "/ready", Port: intstr.FromString("http")}}},
				Env: []corev1.EnvVar{
					{Name: "HOME", Value: "/tmp"},
					{Name: "KEY", ValueFrom: &corev1.EnvVarSource{SecretKeyRef: &corev1.SecretKeySelector{
						LocalObjectReference: corev1.LocalObjectReference{Name: "keys"}, Key: "key"}}},
					{Name: "HEADERS", Value: "a=$(KEY),b=$$(KEY),c=$(OTHER)"},
					{Name: "SSL_CERT_DIR", Value: "/etc/ca:/etc/ssl/certs"},
					{Name: "URL", Value: "http://example.com/etc/ca"},
				},
				VolumeMounts: []corev1.VolumeMount{
					{Name: "runconfig", MountPath: "/etc/runconfig"},
					{Name: "ca", MountPath: "/etc/ca"},
					{Name: "keys", MountPath: "/etc/keys/key.pem", SubPath: "key.pem"},
					{Name: "token", MountPath: "/var/run/token"},
				},
			}},
			Volumes: []corev1.Volume{
				{Name: "runconfig", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{LocalObjectReference: local}}},
				{Name: "ca", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
					LocalObjectReference: local, Items: []corev1.KeyToPath{{Key: "ca", Path: "ca.crt"}}}}},
				{Name: "keys", VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
					SecretName: "keys", Items: []corev1.KeyToPath{{Key: "key", Path: "key.pem"}}}}},
				{Name: "token", VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{Sources: []corev1.VolumeProjection{
					{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Path: "token"}},
					{ConfigMap: &corev1.ConfigMapProjection{LocalObjectReference: local, Items: []corev1.KeyToPath{{Key: "ca", Path: "ca.crt"}}}},
				}}}},
			},
		}},
		ConfigMaps: []corev1.ConfigMap{{ObjectMeta: metav1.ObjectMeta{Name: "config"}, Data: map[string]string{
			"runconfig.json": `{"host":"0.0.0.0","port":8080,"ca":"/etc/ca/ca.crt","keys":"/etc/keys","list":["/etc/other","/tmp/x"]}`,
			"config.yaml":    "ca: /etc/ca/ca.crt # kept\nca: \"/etc/other\"\nlist:\n    - /tmp/x\n",
			"ca":             "certificate",
		}}},
		Secrets:             []corev1.Secret{{ObjectMeta: metav1.ObjectMeta{Name: "keys"}, Data: map[string][]byte{"key": []byte("s3cret")}}},
		ServiceAccountToken: "token-of-the-pod",
	}
}

func TestAContainerFindsWhatAKubeletWouldGiveIt(t *testing.T) {
	root := t.TempDir()
	process, err := pod.Materialize(root, "toolhive", objects())
	require.NoError(t, err)

	for path, content := range map[string]string{
		"etc/ca/ca.crt": "certificate", "etc/keys/key.pem": "s3cret",
		"var/run/token/token": "token-of-the-pod", "var/run/token/ca.crt": "certificate",
	} {
		data, err := os.ReadFile(filepath.Join(root, path))
		require.NoError(t, err)
		assert.Equal(t, content, string(data), path)
	}
	config, err := os.ReadFile(filepath.Join(process.Dir, "etc/runconfig/config.yaml"))
	require.NoError(t, err)
	assert.Equal(t, "ca: "+root+"/etc/ca/ca.crt # kept\nca: \"/etc/other\"\nlist:\n    - "+root+"/tmp/x\n", string(config))
	config, err = os.ReadFile(filepath.Join(process.Dir, "etc/runconfig/runconfig.json"))
	require.NoError(t, err)
	assert.JSONEq(t, `{"host":"127.0.0.1","port":8080,"ca":"`+root+`/etc/ca/ca.crt","keys":"`+root+`/etc/keys",
		"list":["/etc/other","`+root+`/tmp/x"]}`, string(config))
	assert.Equal(t, []string{
		"HOME=" + root + "/tmp", "KEY=s3cret", "HEADERS=a=s3cret,b=$(KEY),c=$(OTHER)",
		"SSL_CERT_DIR=" + root + "/etc/ca:/etc/ssl/certs", "URL=http://example.com/etc/ca",
	}, process.Env)
	assert.Equal(t, []string{"run", "--host=127.0.0.1", "--config=" + root + "/etc/runconfig/x"}, process.Args)
	assert.Equal(t, int32(8080), process.Port)
	assert.Equal(t, "/ready", process.ReadyPath)
	assert.Empty(t, process.ServiceAccountDir)
}

func TestAContainerHasTheCredentialsOfItsServiceAccount(t *testing.T) {
	for name, mounted := range map[string]bool{"added to the pod": false, "mounted by the pod": true} {
		t.Run(name, func(t *testing.T) {
			o := objects()
			o.Namespace = "here"
			o.ConfigMaps = append(o.ConfigMaps, corev1.ConfigMap{
				ObjectMeta: metav1.ObjectMeta{Name: "kube-root-ca.crt"}, Data: map[string]string{"ca.crt": "authority"},
			})
			o.Template.Spec.AutomountServiceAccountToken = nil
			if mounted {
				container := &o.Template.Spec.Containers[1]
				container.VolumeMounts = append(container.VolumeMounts, corev1.VolumeMount{Name: "token", MountPath: pod.ServiceAccountDir})
			}
			process, err := pod.Materialize(t.TempDir(), "toolhive", o)
			require.NoError(t, err)

			want := map[string]string{"token": "token-of-the-pod", "ca.crt": "authority", "namespace": "here"}
			if mounted {
				want = map[string]string{"token": "token-of-the-pod", "ca.crt": "certificate"}
			}
			entries, err := os.ReadDir(process.ServiceAccountDir)
			require.NoError(t, err)
			assert.Len(t, entries, len(want))
			for file, content := range want {
				data, err := os.ReadFile(filepath.Join(process.ServiceAccountDir, file))
				require.NoError(t, err)
				assert.Equal(t, content, string(data), file)
			}
		})
	}
}

func TestAContainerDoesNotStartWithout(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*pod.Objects)
		message string
	}{
		"a ConfigMap":       {func(o *pod.Objects) { o.ConfigMaps = nil }, "ConfigMap config not found"},
		"a key":             {func(o *pod.Objects) { delete(o.ConfigMaps[0].Data, "ca") }, "ConfigMap config has no key ca"},
		"a Secret":          {func(o *pod.Objects) { o.Secrets = nil }, "Secret keys not found"},
		"a volume":          {func(o *pod.Objects) { o.Template.Spec.Volumes = nil }, `volume "runconfig" is mounted`},
		"a container":       {func(o *pod.Objects) { o.Template.Spec.Containers = nil }, `no container "toolhive"`},
		"a variable's key":  {func(o *pod.Objects) { o.Template.Spec.Containers[1].Env[1].ValueFrom.SecretKeyRef.Key = "x" }, "KEY: Secret keys has no key x"},
		"a port to look at": {func(o *pod.Objects) { o.Template.Spec.Containers[1].Ports = nil }, `no port "http"`},
		"a readiness probe": {func(o *pod.Objects) { o.Template.Spec.Containers[1].ReadinessProbe = nil }, "no readiness probe"},
	} {
		t.Run(name, func(t *testing.T) {
			o := objects()
			c.change(&o)
			_, err := pod.Materialize(t.TempDir(), "toolhive", o)
			assert.ErrorContains(t, err, c.message)
		})
	}
}
