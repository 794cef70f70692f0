// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// rendering is what an operator makes of one proxy.
type rendering struct {
	RunConfig  map[string]any
	Deployment *appsv1.Deployment
	Service    *corev1.Service
	// PullSecrets are those of the ServiceAccount.
	PullSecrets []corev1.LocalObjectReference
	// Children has the resources and names of all objects.
	Children map[string]bool
}

func (r *rendering) pod() *corev1.PodTemplateSpec { return &r.Deployment.Spec.Template }

func set(list []string) map[string]bool {
	members := map[string]bool{}
	for _, member := range list {
		members[member] = true
	}
	return members
}

// container is the proxy's.
func (r *rendering) container() *corev1.Container {
	containers := r.pod().Spec.Containers
	for i := range containers {
		if containers[i].Name == "toolhive" {
			return &containers[i]
		}
	}
	panic("there is no container of the proxy")
}

// rendered returns what this operator made, with the defaults that the API server would have set.
func (s *situation) rendered() *rendering {
	s.Helper()
	r := &rendering{Deployment: s.deployment(), Service: s.service(), Children: s.children}
	require.NoError(s, json.Unmarshal([]byte(s.configMap().Data["runconfig.json"]), &r.RunConfig))
	if account := s.name + "-remote-proxy-runner"; s.children["serviceaccounts/"+account] {
		r.PullSecrets = controllertest.Get(s, s.Cluster, &corev1.ServiceAccount{ObjectMeta: named(account)}).ImagePullSecrets
	}
	r.Deployment.Status = appsv1.DeploymentStatus{}
	r.Deployment.APIVersion, r.Deployment.Kind = "apps/v1", "Deployment"
	r.Service.APIVersion, r.Service.Kind = "v1", "Service"
	for _, meta := range []*metav1.ObjectMeta{&r.Deployment.ObjectMeta, &r.Service.ObjectMeta} {
		*meta = metav1.ObjectMeta{
			Namespace: meta.Namespace, Name: meta.Name, Labels: meta.Labels, Annotations: meta.Annotations, OwnerReferences: meta.OwnerReferences,
		}
		for i := range meta.OwnerReferences {
			meta.OwnerReferences[i].UID = ""
		}
	}
	setDeploymentDefaults(&r.Deployment.Spec)
	setFileModes(r.pod().Spec.Volumes)
	setServiceDefaults(&r.Service.Spec)
	return r
}

// compare lists in which values two renderings differ.
func compare(theirs, ours *rendering) []string {
	was, is := flat(theirs), flat(ours)
	paths := maps.Clone(was)
	maps.Copy(paths, is)
	var different []string
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		if was[path] != is[path] {
			different = append(different, fmt.Sprintf("%s: ToolHive has %v, and here it is %v", path, was[path], is[path]))
		}
	}
	return different
}

func flat(r *rendering) map[string]any {
	values := map[string]any{}
	flatten(values, "", tree(r))
	return values
}

// flatten puts each value below the path that leads there. The items of a list are told apart by their names, if they all have different
// ones, so that their order does not count.
func flatten(into map[string]any, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		into[path] = "{}"
		for key, member := range value {
			flatten(into, path+"/"+key, member)
		}
	case []any:
		into[path] = "[]"
		keys := keysOf(value)
		for i, item := range value {
			flatten(into, fmt.Sprintf("%s[%s]", path, keys[i]), item)
		}
	default:
		into[path] = value
	}
}

// keysOf returns what tells the items of a list apart.
func keysOf(list []any) []string {
	names, numbers, seen := make([]string, len(list)), make([]string, len(list)), map[string]bool{"": true}
	unique := true
	for i, item := range list {
		names[i], numbers[i] = nameOf(item), strconv.Itoa(i)
		unique = unique && !seen[names[i]]
		seen[names[i]] = true
	}
	if unique {
		return names
	}
	return numbers
}

// nameOf is empty for what has no name.
func nameOf(item any) string {
	fields, _ := item.(map[string]any)
	for _, key := range []string{"mountPath", "name"} {
		if name, ok := fields[key].(string); ok {
			return name
		}
	}
	return ""
}
