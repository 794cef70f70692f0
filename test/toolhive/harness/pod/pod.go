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

const portName = "http"

// ServiceAccountDir is where a pod finds the token of its ServiceAccount, the cluster's authority and the name of its namespace.
const ServiceAccountDir = "/var/run/secrets/kubernetes.io/serviceaccount"

// Objects are a pod template and all that it refers to.
type Objects struct {
	Template   corev1.PodTemplateSpec
	ConfigMaps []corev1.ConfigMap
	Secrets    []corev1.Secret
	// Namespace is that of the pod.
	Namespace string
	// ServiceAccountToken is what the pod finds where a token of its ServiceAccount is projected.
	ServiceAccountToken string
}

// Process is a container of a pod as a process of this machine.
type Process struct {
	// Dir is the working directory, which stands for the container's root file system.
	Dir string
	// Args are without the program's name.
	Args []string
	// Env is the whole environment, as name=value.
	Env []string
	// Port is where the container serves HTTP.
	Port int32
	// ReadyPath is what the readiness probe gets there.
	ReadyPath string
	// ServiceAccountDir is what stands for the constant of that name, if the container has it. Client-go looks nowhere else, so that
	// the process needs more than moved paths.
	ServiceAccountDir string
	// HostsFile is what stands for /etc/hosts, and so for name servers, unless it is empty.
	HostsFile string
}

// Materialize writes the files of the container of that name under root, an empty folder. The error is what keeps a kubelet from
// starting the container, or what the pod uses that this package does not know.
func Materialize(root, name string, objects Objects) (Process, error) {
	objects = objects.admitted()
	container, err := find(objects.Template.Spec, name)
	if err != nil {
		return Process{}, err
	}
	paths := newRelocation(root, container.VolumeMounts)
	if err := makeScratch(container, paths); err != nil {
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
	if err != nil {
		return Process{}, err
	}
	ready, err := readyPath(container)
	return Process{
		Dir: root, Args: paths.args(container.Args), Env: env, Port: port, ReadyPath: ready,
		ServiceAccountDir: serviceAccountDir(root, container),
	}, err
}

func serviceAccountDir(root string, container corev1.Container) string {
	if slices.ContainsFunc(container.VolumeMounts, isServiceAccount) {
		return filepath.Join(root, ServiceAccountDir)
	}
	return ""
}

func isServiceAccount(mount corev1.VolumeMount) bool { return mount.MountPath == ServiceAccountDir }

// makeScratch makes the folder that is writable in ToolHive's images, unless the image is not writable at all. (Root may write everywhere, so
// that the folder is missing then.)
func makeScratch(container corev1.Container, paths relocation) error {
	if security := container.SecurityContext; security != nil && security.ReadOnlyRootFilesystem != nil && *security.ReadOnlyRootFilesystem {
		return nil
	}
	return os.MkdirAll(filepath.Join(paths.root, scratchDir), 0o700)
}

func find(spec corev1.PodSpec, name string) (corev1.Container, error) {
	for _, container := range spec.Containers {
		if container.Name == name {
			return container, nil
		}
	}
	return corev1.Container{}, fmt.Errorf("the pod has no container %q", name)
}

func containerPort(container corev1.Container) (int32, error) {
	for _, port := range container.Ports {
		if port.Name == portName {
			return port.ContainerPort, nil
		}
	}
	return 0, fmt.Errorf("container %q has no port %q", container.Name, portName)
}

func readyPath(container corev1.Container) (string, error) {
	if probe := container.ReadinessProbe; probe != nil && probe.HTTPGet != nil && probe.HTTPGet.Port.String() == portName {
		return probe.HTTPGet.Path, nil
	}
	return "", fmt.Errorf("container %q has no readiness probe that gets a path of port %q", container.Name, portName)
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
	if mount.SubPath == "" {
		if err := os.MkdirAll(filepath.Join(paths.root, mount.MountPath), 0o700); err != nil {
			return err
		}
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
	data, err := paths.configuration(path.Base(target), data)
	if err != nil {
		return fmt.Errorf("%s: %w", target, err)
	}
	moved := filepath.Join(paths.root, target)
	if err := os.MkdirAll(filepath.Dir(moved), 0o700); err != nil {
		return err
	}
	return os.WriteFile(moved, data, 0o600)
}
