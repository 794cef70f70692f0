// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/events"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

var errDead = errors.New("the operator was killed")

// mortal is the operator's controller of one namespace, in this process, with the operator's rights. After so many writes it is dead: it
// asks the API server for nothing any more, as if its process had been killed.
type mortal struct {
	writes atomic.Int64
	dead   chan struct{}
	once   sync.Once
	base   http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (m *mortal) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodGet && m.writes.Add(-1) < 0 {
		m.once.Do(func() { close(m.dead) })
	}
	select {
	case <-m.dead:
		return nil, errDead
	default:
		return m.base.RoundTrip(request)
	}
}

// runMortal starts one. Only then does it live: stop ends what is left of it.
func (e *environment) runMortal(t *testing.T, namespace string, writes int) (dead <-chan struct{}, stop func()) {
	t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", e.kubeconfig)
	require.NoError(t, err)
	config.QPS = -1
	m := &mortal{dead: make(chan struct{})}
	m.writes.Store(int64(writes))
	config.Wrap(func(base http.RoundTripper) http.RoundTripper {
		m.base = base
		return m
	})
	toolhive, err := versioned.NewForConfig(config)
	require.NoError(t, err)
	kube, err := kubernetes.NewForConfig(config)
	require.NoError(t, err)
	meta, err := metadata.NewForConfig(config)
	require.NoError(t, err)

	started := served.New(kube.Discovery())
	controller, err := remote.New(remote.Config{
		Toolhive: toolhive, Kube: kube, Metadata: meta, Recorder: &events.FakeRecorder{}, Informers: started,
		Settings: render.Settings{ProxyImage: "stacklok/toolhive/proxyrunner:v0.44.0"},
		Legacy:   true,
		Scopes: []remote.Scope{{
			Namespace: namespace,
			Toolhive:  externalversions.NewSharedInformerFactoryWithOptions(toolhive, 0, externalversions.WithNamespace(namespace)),
			Published: externalversions.NewSharedInformerFactoryWithOptions(toolhive, 0, externalversions.WithNamespace(namespace),
				externalversions.WithTweakListOptions(selecting(remote.ChildrenSelector))),
			Metadata: metadatainformer.NewFilteredSharedInformerFactory(meta, 0, namespace, nil),
			Children: labelled(kube, namespace, remote.ChildrenSelector),
			Pods:     labelled(kube, namespace, remote.PodsSelector),
		}},
	})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
	})
	t.Cleanup(stop)
	running.Go(func() { started.Run(ctx) })
	require.NoError(t, started.WaitForSync(testContext(t)))
	running.Go(func() { controller.Run(ctx, 1) })
	return m.dead, stop
}

func labelled(kube kubernetes.Interface, namespace, selector string) informers.SharedInformerFactory {
	return informers.NewSharedInformerFactoryWithOptions(kube, 0, informers.WithNamespace(namespace), informers.WithTweakListOptions(selecting(selector)))
}

func selecting(labels string) func(*metav1.ListOptions) {
	return func(options *metav1.ListOptions) { options.LabelSelector = labels }
}

// pauseOperator ends the shared operator until the test has ended.
func pauseOperator(t *testing.T) {
	t.Helper()
	require.NoError(t, operator.Stop())
	t.Cleanup(func() {
		started, err := shared.startOperator(context.WithoutCancel(t.Context()))
		require.NoError(t, err)
		operator = started
	})
}
