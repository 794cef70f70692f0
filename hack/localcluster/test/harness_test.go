// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/test/harness"
)

// binary builds the program once and returns its path.
var binary = sync.OnceValues(func() (string, error) { return harness.Build("../build.sh") })

// run is one run of "localcluster start".
type run struct{ *harness.Run }

// start runs "localcluster start" and does not wait for the cluster.
func start(t *testing.T, args ...string) *run {
	t.Helper()
	path, err := binary()
	require.NoError(t, err, "build localcluster")
	return &run{harness.Start(t, path, args...)}
}

// family is the run's process and its children.
func (r *run) family(t *testing.T) map[int]string {
	t.Helper()
	pid := r.Command.Process.Pid
	family := harness.Children(t, pid)
	assert.Len(t, family, 3)
	family[pid] = "localcluster"
	return family
}

// cluster is a run that is ready.
type cluster struct {
	*run
	kubeconfig string
	config     *rest.Config
	client     kubernetes.Interface
}

func startCluster(t *testing.T, args ...string) *cluster {
	t.Helper()
	return start(t, args...).ready(t)
}

func (r *run) ready(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{run: r, kubeconfig: r.Await(t, "ready kubeconfig=")}
	var err error
	c.config, err = clientcmd.BuildConfigFromFlags("", c.kubeconfig)
	require.NoError(t, err)
	c.client, err = kubernetes.NewForConfig(c.config)
	require.NoError(t, err)
	return c
}
