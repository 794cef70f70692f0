// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// contents are the files of a volume, by their paths in it.
type contents map[string][]byte

func (o Objects) volume(name string) (contents, error) {
	i := slices.IndexFunc(o.Template.Spec.Volumes, func(volume corev1.Volume) bool { return volume.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("volume %q is mounted, but the pod has none of that name", name)
	}
	switch source := o.Template.Spec.Volumes[i].VolumeSource; {
	case source.ConfigMap != nil:
		return o.configMap(source.ConfigMap.Name, source.ConfigMap.Items, source.ConfigMap.Optional)
	case source.Secret != nil:
		return o.secret(source.Secret.SecretName, source.Secret.Items, source.Secret.Optional)
	case source.Projected != nil:
		return o.projected(source.Projected.Sources)
	case source.EmptyDir != nil:
		return nil, nil
	default:
		return nil, fmt.Errorf("volume %q is of a kind that is not known here", name)
	}
}

func (o Objects) projected(sources []corev1.VolumeProjection) (contents, error) {
	all := contents{}
	for _, source := range sources {
		files, err := o.projection(source)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, files)
	}
	return all, nil
}

func (o Objects) projection(source corev1.VolumeProjection) (contents, error) {
	switch {
	case source.ConfigMap != nil:
		return o.configMap(source.ConfigMap.Name, source.ConfigMap.Items, source.ConfigMap.Optional)
	case source.Secret != nil:
		return o.secret(source.Secret.Name, source.Secret.Items, source.Secret.Optional)
	case source.ServiceAccountToken != nil:
		return contents{source.ServiceAccountToken.Path: []byte(o.ServiceAccountToken)}, nil
	case source.DownwardAPI != nil:
		return o.downward(source.DownwardAPI.Items)
	default:
		return nil, fmt.Errorf("a projected volume has a source that is not known here: %v", source)
	}
}

func (o Objects) downward(items []corev1.DownwardAPIVolumeFile) (contents, error) {
	files := contents{}
	for _, item := range items {
		if item.FieldRef == nil || item.FieldRef.FieldPath != namespaceField {
			return nil, fmt.Errorf("a projected volume has a field that is not known here: %v", item)
		}
		files[item.Path] = []byte(o.Namespace)
	}
	return files, nil
}

func (o Objects) configMap(name string, items []corev1.KeyToPath, optional *bool) (contents, error) {
	data, found := o.configMapData(name)
	return project("ConfigMap "+name, data, found, items, optional)
}

func (o Objects) secret(name string, items []corev1.KeyToPath, optional *bool) (contents, error) {
	data, found := o.secretData(name)
	return project("Secret "+name, data, found, items, optional)
}

// project picks the items, or everything when there are none, as a kubelet does.
func project(object string, data map[string][]byte, found bool, items []corev1.KeyToPath, optional *bool) (contents, error) {
	mayMiss := optional != nil && *optional
	if !found && !mayMiss {
		return nil, fmt.Errorf("%s not found", object)
	}
	if len(items) == 0 {
		return data, nil
	}
	files := contents{}
	for _, item := range items {
		value, found := data[item.Key]
		switch {
		case found:
			files[item.Path] = value
		case !mayMiss:
			return nil, fmt.Errorf("%s has no key %s", object, item.Key)
		}
	}
	return files, nil
}

func (o Objects) configMapData(name string) (map[string][]byte, bool) {
	for _, configMap := range o.ConfigMaps {
		if configMap.Name == name {
			return merged(configMap.BinaryData, configMap.Data), true
		}
	}
	return nil, false
}

// secretData takes a Secret's stringData too, which an API server would have made data of.
func (o Objects) secretData(name string) (map[string][]byte, bool) {
	for _, secret := range o.Secrets {
		if secret.Name == name {
			return merged(secret.Data, secret.StringData), true
		}
	}
	return nil, false
}

func merged(data map[string][]byte, text map[string]string) map[string][]byte {
	all := map[string][]byte{}
	maps.Copy(all, data)
	for key, value := range text {
		all[key] = []byte(value)
	}
	return all
}
