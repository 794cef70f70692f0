// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

func podTemplate() *corev1.PodTemplateSpec {
	return &corev1.PodTemplateSpec{Spec: corev1.PodSpec{
		ServiceAccountName: "search",
		Containers: []corev1.Container{{
			Name: "toolhive", Image: "proxyrunner", Args: []string{"run"}, Env: []corev1.EnvVar{{Name: "HOME", Value: "/tmp"}},
		}},
	}}
}

func TestMerge(t *testing.T) {
	for _, test := range []struct {
		name, patch string
		want        func(*corev1.PodTemplateSpec)
	}{
		{"nothing", `{}`, func(*corev1.PodTemplateSpec) {}},
		{"a field", `{"spec": {"serviceAccountName": "other"}}`, func(p *corev1.PodTemplateSpec) { p.Spec.ServiceAccountName = "other" }},
		{"nothing in place of a field", `{"spec": {"serviceAccountName": null}}`, func(p *corev1.PodTemplateSpec) { p.Spec.ServiceAccountName = "" }},
		{
			"a field of the container of that name", `{"spec": {"containers": [{"name": "toolhive", "image": "other"}]}}`,
			func(p *corev1.PodTemplateSpec) { p.Spec.Containers[0].Image = "other" },
		},
		{
			"a variable of that name", `{"spec": {"containers": [{"name": "toolhive", "env": [{"name": "HOME", "value": "/"}]}]}}`,
			func(p *corev1.PodTemplateSpec) { p.Spec.Containers[0].Env[0].Value = "/" },
		},
		{
			"a list without names is replaced", `{"spec": {"containers": [{"name": "toolhive", "args": ["stop"]}]}}`,
			func(p *corev1.PodTemplateSpec) { p.Spec.Containers[0].Args = []string{"stop"} },
		},
		{
			"a directive", `{"spec": {"containers": [{"name": "toolhive", "env": [{"name": "HOME", "$patch": "delete"}]}]}}`,
			func(p *corev1.PodTemplateSpec) { p.Spec.Containers[0].Env = []corev1.EnvVar{} },
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := podTemplate()
			test.want(want)
			got, err := pod.Merge(podTemplate(), []byte(test.patch))
			require.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

// The API server adds these, inside structures that have one owner as a whole, so that what is applied must have them.
func TestDefaultsInsideWhatIsAppliedAsAWhole(t *testing.T) {
	merged, err := pod.Merge(podTemplate(), []byte(`{"spec": {
		"containers": [{"name": "toolhive", "env": [
			{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
			{"name": "B", "valueFrom": {"fileKeyRef": {"volumeName": "files", "path": "env", "key": "B"}}},
			{"name": "C", "valueFrom": {"fileKeyRef": {"volumeName": "files", "path": "env", "key": "C", "optional": true}}}]}],
		"volumes": [{"name": "files", "emptyDir": {}},
			{"name": "facts", "downwardAPI": {"items": [{"path": "a", "fieldRef": {"fieldPath": "metadata.labels"}}]}},
			{"name": "sources", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}},
				{"downwardAPI": {"items": [{"path": "a", "fieldRef": {"fieldPath": "metadata.name"}}]}}]}}]}}`))
	require.NoError(t, err)
	values := map[string]*corev1.EnvVarSource{}
	for _, env := range merged.Spec.Containers[0].Env {
		values[env.Name] = env.ValueFrom
	}
	assert.Equal(t, "v1", values["A"].FieldRef.APIVersion)
	assert.Equal(t, new(false), values["B"].FileKeyRef.Optional)
	assert.Equal(t, new(true), values["C"].FileKeyRef.Optional)
	volumes := map[string]corev1.VolumeSource{}
	for _, volume := range merged.Spec.Volumes {
		volumes[volume.Name] = volume.VolumeSource
	}
	assert.Equal(t, "v1", volumes["facts"].DownwardAPI.Items[0].FieldRef.APIVersion)
	assert.Equal(t, new(int64(3600)), volumes["sources"].Projected.Sources[0].ServiceAccountToken.ExpirationSeconds)
	assert.Equal(t, "v1", volumes["sources"].Projected.Sources[1].DownwardAPI.Items[0].FieldRef.APIVersion)
}

func TestWhatCannotBeMerged(t *testing.T) {
	for name, patch := range map[string]string{
		"no JSON":             `spec: {}`,
		"no object":           `[]`,
		"a value of no type":  `{"spec": {"containers": "toolhive"}}`,
		"an item with no key": `{"spec": {"containers": [{"image": "other"}]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := pod.Merge(podTemplate(), []byte(patch))
			assert.Error(t, err)
		})
	}
}
