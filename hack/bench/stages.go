// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
	"github.com/mcp-remote-endpoint/operator/hack/devenv"
)

// idleStage is what all others are compared with.
func (t *trial) idleStage() []stage { return []stage{{report.StageNone, t.idle}} }

// firstStage is what is compared with the dumb client.
func (t *trial) firstStage() []stage { return []stage{{report.StageConverge, t.converge}} }

func (t *trial) allStages() []stage {
	return []stage{
		{report.StageConverge, t.converge},
		{report.StageOneMore, t.createOneMore},
		{report.StageGroupLabel, t.changeGroupLabel},
		{report.StageGroupStatus, t.changeGroupStatus},
		{report.StageUnrelated, t.changeUnrelated},
		{report.StageRestart, t.restart},
	}
}

// start starts the operator, and returns when it was started and how long it took to be ready.
func (t *trial) start(ctx context.Context) (started time.Time, ready time.Duration, err error) {
	started = time.Now()
	options := devenv.OperatorOptions{
		Binary:     t.binary,
		Kubeconfig: t.kubeconfig,
		// What endpoints cost is measured. The status of their group would be another write for each burst of them.
		Args: []string{fmt.Sprintf("--workers=%d", t.workers), "--proxy-image=" + proxyImage, "--controllers=remote,legacy"},
	}
	t.operator, err = devenv.StartOperator(ctx, options)
	return started, time.Since(started), err
}

func (t *trial) idle(ctx context.Context) error {
	_, _, err := t.start(ctx)
	return err
}

func (t *trial) converge(ctx context.Context) error {
	started, ready, err := t.start(ctx)
	if err != nil {
		return err
	}
	if err := t.recorder.awaitStatuses(ctx, operatorAgent, started, t.load); err != nil {
		return err
	}
	run := convergence(report.Operator, t.recorder.between(operatorAgent, started, time.Now()), started)
	run.Ready = ready
	if run.CPU, err = cpuOf(t.operator.PID); err != nil {
		return err
	}
	t.result.Runs = append(t.result.Runs, run)
	return t.verify(ctx, t.load)
}

func (t *trial) restart(ctx context.Context) error {
	if err := t.operator.Stop(); err != nil {
		return err
	}
	var err error
	_, t.result.RestartReady, err = t.start(ctx)
	return err
}

func (t *trial) createOneMore(ctx context.Context) error {
	since := time.Now()
	if err := t.createEndpoint(ctx, t.load.kind, t.load.count); err != nil {
		return fmt.Errorf("create an endpoint: %w", err)
	}
	t.load.count++
	return t.recorder.awaitStatuses(ctx, operatorAgent, since, load{t.load.kind, 1})
}

func (t *trial) changeGroupLabel(ctx context.Context) error {
	patch := fmt.Sprintf(`{"metadata":{"labels":{"example.com/changed":"with-%d"}}}`, t.load.count)
	return t.patchGroup(ctx, patch)
}

func (t *trial) changeGroupStatus(ctx context.Context) error {
	return t.patchGroup(ctx, fmt.Sprintf(`{"status":{"phase":"Ready","remoteEndpointCount":%d}}`, t.load.count), "status")
}

func (t *trial) patchGroup(ctx context.Context, patch string, subresources ...string) error {
	groups := t.toolhive.ToolhiveV1beta1().MCPGroups(namespace)
	if _, err := groups.Patch(ctx, group, types.MergePatchType, []byte(patch), metav1.PatchOptions{}, subresources...); err != nil {
		return fmt.Errorf("change the group: %w", err)
	}
	return nil
}

// changeUnrelated creates, changes and deletes a ConfigMap and a Secret that no endpoint refers to.
func (t *trial) changeUnrelated(ctx context.Context) error {
	core := t.kube.CoreV1()
	object := metav1.ObjectMeta{Name: "unrelated"}
	before, after := map[string]string{"key": "before"}, map[string]string{"key": "after"}

	_, err1 := core.ConfigMaps(namespace).Create(ctx, &corev1.ConfigMap{ObjectMeta: object, Data: before}, metav1.CreateOptions{})
	_, err2 := core.Secrets(namespace).Create(ctx, &corev1.Secret{ObjectMeta: object, StringData: before}, metav1.CreateOptions{})
	_, err3 := core.ConfigMaps(namespace).Update(ctx, &corev1.ConfigMap{ObjectMeta: object, Data: after}, metav1.UpdateOptions{})
	_, err4 := core.Secrets(namespace).Update(ctx, &corev1.Secret{ObjectMeta: object, StringData: after}, metav1.UpdateOptions{})
	return errors.Join(err1, err2, err3, err4,
		core.ConfigMaps(namespace).Delete(ctx, object.Name, metav1.DeleteOptions{}),
		core.Secrets(namespace).Delete(ctx, object.Name, metav1.DeleteOptions{}))
}
