// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

const (
	containerName = "toolhive"
	portName      = "http"

	// runConfigDir and runConfigFile are where the runner looks for its configuration. It looks in its working directory as well.
	runConfigDir  = "/etc/runconfig"
	runConfigFile = "runconfig.json"
)

// Objects are a pod template and all that it refers to.
type Objects struct {
	Template   corev1.PodTemplateSpec
	ConfigMaps []corev1.ConfigMap
	Secrets    []corev1.Secret
	// ServiceAccountToken is what the pod finds where a token of its ServiceAccount is projected.
	ServiceAccountToken string
}

// Process is the proxy container of a pod as a process of this machine.
type Process struct {
	// Dir is the working directory. It holds runconfig.json.
	Dir string
	// Args are without the program's name.
	Args []string
	// Env is the whole environment, as name=value.
	Env []string
	// Port is where the container serves HTTP.
	Port int32
}

// Materialize writes the files of the proxy container under root, an empty folder. The error is what keeps a kubelet from
// starting the container, or what the pod uses that this package does not know.
func Materialize(root string, objects Objects) (Process, error) {
	container, err := proxyContainer(objects.Template.Spec)
	if err != nil {
		return Process{}, err
	}
	paths := newRelocation(root, container.VolumeMounts)
	if err := os.MkdirAll(filepath.Join(root, scratchDir), 0o700); err != nil {
		return Process{}, err
	}
	for _, mount := range container.VolumeMounts {
		if err := objects.mount(mount, paths); err != nil {
			return Process{}, err
		}
	}
	env, err := objects.environment(container, paths)
	if err != nil {
		return Process{}, err
	}
	port, err := containerPort(container)
	return Process{Dir: filepath.Join(root, runConfigDir), Args: container.Args, Env: env, Port: port}, err
}

func proxyContainer(spec corev1.PodSpec) (corev1.Container, error) {
	for _, container := range spec.Containers {
		if container.Name == containerName {
			return container, nil
		}
	}
	return corev1.Container{}, fmt.Errorf("the pod has no container %q", containerName)
}

func containerPort(container corev1.Container) (int32, error) {
	for _, port := range container.Ports {
		if port.Name == portName {
			return port.ContainerPort, nil
		}
	}
	return 0, fmt.Errorf("container %q has no port %q", container.Name, portName)
}

// mount writes a volume, or the one file of it that subPath names, to where it is mounted.
func (o Objects) mount(mount corev1.VolumeMount, paths relocation) error {
	if mount.SubPathExpr != "" {
		return errors.New("subPathExpr is not known here")
	}
	files, err := o.volume(mount.Name)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		target := path.Join(mount.MountPath, name)
		switch mount.SubPath {
		case "":
		case name:
			target = mount.MountPath
		default:
			continue
		}
		if err := writeFile(target, files[name], paths); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(target string, data []byte, paths relocation) error {
	if path.Base(target) == runConfigFile {
		var err error
		if data, err = paths.runConfig(data); err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
	}
	moved := filepath.Join(paths.root, target)
	if err := os.MkdirAll(filepath.Dir(moved), 0o700); err != nil {
		return err
	}
	return os.WriteFile(moved, data, 0o600)
}
