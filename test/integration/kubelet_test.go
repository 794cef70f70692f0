// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"
)

// runKubelet stands for scheduler and kubelet in a namespace: every pod is said to run and to be ready as soon as it is there, unless it has the
// label "broken". The Deployment controller of the control plane does the rest.
func (e *environment) runKubelet(t *testing.T, namespace string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	factory := informers.NewSharedInformerFactoryWithOptions(e.kube, 0, informers.WithNamespace(namespace))
	_, err := factory.Core().V1().Pods().TypedInformer().AddTypedEventHandler(cache.TypedResourceEventHandlerFuncs[*corev1.Pod]{
		AddFunc: func(pod *corev1.Pod) { e.startPod(ctx, t, pod) },
	})
	assert.NoError(t, err)
	factory.StartWithContext(ctx)
	t.Cleanup(func() {
		stop()
		factory.Shutdown()
	})
}

func (e *environment) startPod(ctx context.Context, t *testing.T, pod *corev1.Pod) {
	t.Helper()
	if pod.Labels["broken"] != "" || pod.Status.Phase == corev1.PodRunning {
		return
	}
	patch := []byte(`{"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}`)
	_, err := e.kube.CoreV1().Pods(pod.Namespace).Patch(ctx, pod.Name, "application/strategic-merge-patch+json", patch, metav1.PatchOptions{}, "status")
	if err != nil && ctx.Err() == nil {
		t.Logf("start pod %s: %v", pod.Name, err)
	}
}
