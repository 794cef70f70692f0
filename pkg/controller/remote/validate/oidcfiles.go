// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// caBundle looks for certificates where those of the provider's authority should be.
func (f *oidcFaults) caBundle() {
	ref := f.source.CABundleRef
	if ref == nil {
		return
	}
	if fault := certificatesFault(f.in.ConfigMaps, ref.Name, ref.Key); fault != "" {
		f.add(v1alpha1.ReasonOIDCCABundleInvalid, "there are no certificates in caBundleRef: %s", fault)
	}
}

// files looks at those files that the user puts into the pod. The proxy runner does not start without them.
func (f *oidcFaults) files() {
	f.file("jwksAuthTokenPath", f.source.AuthTokenFile)
	if f.source.CABundleRef == nil {
		f.file("thvCABundlePath", f.source.CACertPath)
	}
}

func (f *oidcFaults) file(field, file string) {
	switch {
	case file == "" || runconfig.IsClusterFile(file):
	case !path.IsAbs(file):
		f.invalid("%s must be an absolute path in the pod: begin it with /", field)
	case !f.isMounted(file):
		f.invalid("nothing is mounted at %s %q: mount a volume with that file into container %s with spec.proxyConfig.podTemplateSpec, or correct the path",
			field, file, render.ContainerName)
	}
}

func (f *oidcFaults) isMounted(file string) bool {
	patch := f.in.Endpoint.Spec.ProxyConfig.PodTemplateSpec
	if patch == nil {
		return false
	}
	template, err := pod.Decode(patch.Raw)
	if err != nil {
		return true // That the template is none is found elsewhere.
	}
	for _, container := range template.Spec.Containers {
		if container.Name == render.ContainerName && mounts(container.VolumeMounts, path.Clean(file)) {
			return true
		}
	}
	return false
}

func mounts(volumes []corev1.VolumeMount, file string) bool {
	for _, mount := range volumes {
		at := path.Clean(mount.MountPath)
		if file == at || strings.HasPrefix(file, strings.TrimSuffix(at, "/")+"/") {
			return true
		}
	}
	return false
}
