// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
)

const (
	// OperatorNamespace is where the operator runs.
	OperatorNamespace = "mcp-remote-endpoint-operator"
	// operatorName is the name of the operator's Deployment, and of the Lease of its replicas.
	operatorName = "mcp-remote-endpoint-operator"

	// interval is how often the cluster is asked for what a test waits for.
	interval = 100 * time.Millisecond
	// patience is how long the operator may take to come up on a busy machine.
	patience = 2 * time.Minute
)

// Install deploys the operator from its manifests, or puts it right, and returns when all of it serves.
func (c *Cluster) Install(ctx context.Context) error { return c.install(ctx, "standalone") }

// InstallAlongsideToolHive makes it one for endpoints alone, which has no rights for the rest.
func (c *Cluster) InstallAlongsideToolHive(ctx context.Context) error {
	if _, err := c.Kubectl(ctx, "delete", "clusterrole,clusterrolebinding", operatorName+"-toolhive-kinds"); err != nil {
		return err
	}
	return c.install(ctx, "alongside-toolhive")
}

func (c *Cluster) install(ctx context.Context, manifests string) error {
	if _, err := c.Kubectl(ctx, "apply", "--server-side", "--force-conflicts", "-k", filepath.Join(c.Root, "manifests", manifests)); err != nil {
		return err
	}
	return c.AwaitOperator(ctx)
}

// AwaitOperator waits until all replicas of the operator that are wanted serve, and no others are left.
func (c *Cluster) AwaitOperator(ctx context.Context) error {
	var seen *appsv1.Deployment
	err := wait.PollUntilContextTimeout(ctx, interval, patience, true, func(ctx context.Context) (bool, error) {
		var err error
		seen, err = c.Kube.AppsV1().Deployments(OperatorNamespace).Get(ctx, operatorName, metav1.GetOptions{})
		if err != nil {
			return false, nil //nolint:nilerr // The API server may be away.
		}
		now, wanted := seen.Status, *seen.Spec.Replicas
		return now.ObservedGeneration == seen.Generation && now.UpdatedReplicas == wanted && now.AvailableReplicas == wanted && now.Replicas == wanted, nil
	})
	if err != nil {
		pods, _ := c.Kubectl(ctx, "-n", OperatorNamespace, "get", "pods,events")
		return fmt.Errorf("wait for the operator: %w: %+v\n%s", err, seen, pods)
	}
	return nil
}
