// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// secretMode lets nobody but the program read files made of Secrets.
const secretMode = 0o400

// tokenLifetime is how long a projected service account token is asked to be valid, in seconds. The odd number is what Kubernetes itself
// uses for the token of every pod: API servers accept such tokens for a year, for programs that read the file only when they start.
const tokenLifetime = 3607

// clusterTokenDirectory is where programs in pods look for the token and the cluster's CA certificates.
const clusterTokenDirectory = "/var/run/secrets/kubernetes.io/serviceaccount"

const clusterToken = "cluster-token"

// Volumes are the volumes of what is needed, and how the container mounts them.
func (n *Needs) Volumes() ([]corev1.Volume, []corev1.VolumeMount) {
	var volumes []corev1.Volume
	var mounts []corev1.VolumeMount
	for _, file := range n.Files {
		volumes = append(volumes, fileVolume(file))
		mounts = append(mounts, fileMount(file))
	}
	if n.ClusterToken {
		volumes = append(volumes, clusterTokenVolume())
		mounts = append(mounts, corev1.VolumeMount{Name: clusterToken, MountPath: clusterTokenDirectory, ReadOnly: true})
	}
	return volumes, mounts
}

// ConfigMapVolume is a volume with keys of a ConfigMap, or with all of them.
func ConfigMapVolume(name, configMap string, items ...corev1.KeyToPath) corev1.Volume {
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{
		LocalObjectReference: corev1.LocalObjectReference{Name: configMap}, Items: items,
	}}}
}

func fileVolume(file File) corev1.Volume {
	name, item := volumeName(file.Volume), corev1.KeyToPath{Key: file.Key, Path: path.Base(file.Path)}
	if file.Kind == kind.ConfigMap {
		volume := ConfigMapVolume(name, file.Name, item)
		volume.ConfigMap.Optional = optional(file.Optional)
		return volume
	}
	item.Mode = new(int32(secretMode))
	return corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{
		SecretName: file.Name, Items: []corev1.KeyToPath{item}, Optional: optional(file.Optional),
	}}}
}

func fileMount(file File) corev1.VolumeMount {
	mount := corev1.VolumeMount{Name: volumeName(file.Volume), MountPath: path.Dir(file.Path), ReadOnly: true}
	if file.SubPath {
		mount.MountPath, mount.SubPath = file.Path, path.Base(file.Path)
	}
	return mount
}

func clusterTokenVolume() corev1.Volume {
	sources := []corev1.VolumeProjection{
		{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Path: "token", ExpirationSeconds: new(int64(tokenLifetime))}},
		{ConfigMap: &corev1.ConfigMapProjection{
			LocalObjectReference: corev1.LocalObjectReference{Name: "kube-root-ca.crt"},
			Items:                []corev1.KeyToPath{{Key: "ca.crt", Path: "ca.crt"}},
		}},
	}
	return corev1.Volume{Name: clusterToken, VolumeSource: corev1.VolumeSource{Projected: &corev1.ProjectedVolumeSource{Sources: sources}}}
}

// volumeName makes the name of a volume, a DNS label, of one that may be longer or have dots, as names of ConfigMaps may.
func volumeName(name string) string {
	if len(validation.IsDNS1123Label(name)) == 0 {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	suffix := "-" + hex.EncodeToString(sum[:4])
	label := strings.ReplaceAll(name, ".", "-")
	return strings.TrimRight(label[:min(len(label), validation.DNS1123LabelMaxLength-len(suffix))], "-") + suffix
}
