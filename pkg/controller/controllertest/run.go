// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/klog/v2"
	"k8s.io/klog/v2/ktesting"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/slim"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

// Start wires a controller with setup, runs its informers, waits until they have synced, and runs what setup returned, which
// is to return when its context is done. All ends with the test, or when stop is called. A cluster can be started
// again after that, like an operator that is restarted.
func (c *Cluster) Start(t *testing.T, setup func(*served.Informers) (run func(context.Context), err error)) (stop func()) {
	t.Helper()
	logger := ktesting.NewLogger(t, ktesting.NewConfig(ktesting.Verbosity(1)))
	serving, endServing := context.WithCancel(klog.NewContext(t.Context(), logger))
	working, endWorking := context.WithCancel(serving)

	informers := served.New(c.Discovery)
	run, err := setup(informers)
	require.NoError(t, err)

	var background, work sync.WaitGroup
	stop = sync.OnceFunc(func() {
		endWorking()
		work.Wait()
		endServing()
		background.Wait()
	})
	t.Cleanup(stop)
	background.Go(func() { informers.Run(serving) })
	require.NoError(t, informers.WaitForSync(serving))
	work.Go(func() { run(working) })
	synctest.Wait()
	return stop
}

// ToolhiveInformers returns a factory of informers of one namespace, or of all if that is empty.
func (c *Cluster) ToolhiveInformers(namespace string) externalversions.SharedInformerFactory {
	return externalversions.NewSharedInformerFactoryWithOptions(c.Toolhive, 0,
		externalversions.WithNamespace(namespace), externalversions.WithTransform(slim.Object))
}

// PublishedInformers returns a factory of informers of objects with these labels, of one namespace, or of all if that is empty.
func (c *Cluster) PublishedInformers(namespace, selector string) externalversions.SharedInformerFactory {
	return externalversions.NewSharedInformerFactoryWithOptions(c.Toolhive, 0, externalversions.WithNamespace(namespace),
		externalversions.WithTweakListOptions(func(options *metav1.ListOptions) { options.LabelSelector = selector }))
}

// MetadataInformers returns a factory of informers of one namespace, or of all if that is empty.
func (c *Cluster) MetadataInformers(namespace string) metadatainformer.SharedInformerFactory {
	return metadatainformer.NewFilteredSharedInformerFactory(c.Metadata, 0, namespace, nil)
}

// KubeInformers returns a factory of informers of objects with these labels, in one namespace, or in all if that is empty.
func (c *Cluster) KubeInformers(namespace, selector string) informers.SharedInformerFactory {
	return informers.NewSharedInformerFactoryWithOptions(c.Kube, 0, informers.WithNamespace(namespace),
		informers.WithTweakListOptions(func(options *metav1.ListOptions) { options.LabelSelector = selector }))
}
