// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// RestartAPIServer restarts the API server and returns when it is ready again.
func (c *Cluster) RestartAPIServer(ctx context.Context) error {
	return c.restart(ctx, syscall.SIGUSR1, "kube-apiserver")
}

// RestartKubelet restarts containerd and the kubelet, and returns when both are ready again.
func (c *Cluster) RestartKubelet(ctx context.Context) error {
	return c.restart(ctx, syscall.SIGUSR2, "containerd", "kubelet")
}

func (c *Cluster) restart(ctx context.Context, signal os.Signal, names ...string) error {
	if err := c.process.command.Process.Signal(signal); err != nil {
		return err
	}
	for _, name := range names {
		line, err := c.process.next(ctx)
		if err != nil {
			return err
		}
		if line != "restarted "+name {
			return fmt.Errorf("the node said %q when %s was restarted", line, name)
		}
	}
	return nil
}

// OperatorPods are the pods of the operator, but for those that are about to end.
func (c *Cluster) OperatorPods(ctx context.Context) ([]corev1.Pod, error) {
	list, err := c.Kube.CoreV1().Pods(OperatorNamespace).List(ctx, metav1.ListOptions{LabelSelector: "app.kubernetes.io/name=" + operatorName})
	if err != nil {
		return nil, err
	}
	var found []corev1.Pod
	for _, pod := range list.Items {
		if pod.DeletionTimestamp == nil {
			found = append(found, pod)
		}
	}
	return found, nil
}

// Leader returns the identity of the operator's replica that works, and the name of its pod.
func (c *Cluster) Leader(ctx context.Context) (identity, pod string, err error) {
	lease, err := c.Kube.CoordinationV1().Leases(OperatorNamespace).Get(ctx, operatorName, metav1.GetOptions{})
	if err != nil || lease.Spec.HolderIdentity == nil {
		return "", "", err
	}
	pod, _, _ = strings.Cut(*lease.Spec.HolderIdentity, "_")
	return *lease.Spec.HolderIdentity, pod, nil
}

// Kill sends SIGKILL to the process of the pod's only container, which the kubelet then starts again. It says whether there was one.
func (c *Cluster) Kill(ctx context.Context, pod *corev1.Pod) (killed bool, err error) {
	statuses := pod.Status.ContainerStatuses
	if len(statuses) != 1 || statuses[0].State.Running == nil {
		return false, nil
	}
	first, err := os.ReadFile(filepath.Join(c.dir, "node.pid"))
	if err != nil {
		return false, err
	}
	// The kernel shows the node's files to root.
	socket := "/proc/" + strings.TrimSpace(string(first)) + "/root/run/containerd/containerd.sock"
	id := strings.TrimPrefix(statuses[0].ContainerID, "containerd://")
	_, err = run(exec.CommandContext(ctx, "ctr", "--address="+socket, "--namespace=k8s.io", "tasks", "kill", "--signal=SIGKILL", id))
	if err != nil && strings.Contains(err.Error(), "not found") {
		return false, nil // It has ended already.
	}
	return err == nil, err
}

// Scale sets the number of the operator's replicas, and waits until there are so many.
func (c *Cluster) Scale(ctx context.Context, replicas int) error {
	if _, err := c.Kubectl(ctx, "-n", OperatorNamespace, "scale", "deployment", operatorName, fmt.Sprintf("--replicas=%d", replicas)); err != nil {
		return err
	}
	return c.AwaitOperator(ctx)
}
