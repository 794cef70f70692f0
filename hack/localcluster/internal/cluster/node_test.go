// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/isolation"
)

func TestNodeComponentsComeAfterTheControlPlane(t *testing.T) {
	var names []string
	for _, one := range components(endpoints{node: &nodeSetup{}}) {
		names = append(names, one.name)
	}
	assert.Equal(t, []string{Etcd, APIServer, ControllerManager, Scheduler, Containerd, Kubelet, Proxy, DNS}, names)
}

func TestAPIServerIsReachedByPodsOnlyWithANode(t *testing.T) {
	with := strings.Join(components(endpoints{node: &nodeSetup{}})[1].args, " ")
	without := strings.Join(components(endpoints{})[1].args, " ")
	for _, arg := range nodeAPIServerArgs() {
		assert.Contains(t, with, arg)
		assert.NotContains(t, without, arg)
	}
	assert.Less(t, strings.Index(with, "--bind-address=127.0.0.1"), strings.Index(with, "--bind-address=0.0.0.0"), "the last counts")
}

func TestEachClientHasTheKubeconfigThatItsArgumentsName(t *testing.T) {
	for _, node := range []*nodeSetup{nil, {}} {
		var args []string
		for _, one := range components(endpoints{node: node}) {
			args = append(args, one.args...)
		}
		corefile, err := nodeFiles.ReadFile(nodeDir + "/Corefile")
		require.NoError(t, err)
		for _, one := range clients(node != nil) {
			if one.kubeconfig == dnsKubeconfig {
				assert.Contains(t, string(corefile), isolation.Home+"/"+one.kubeconfig)
				continue
			}
			assert.Contains(t, args, "--kubeconfig="+one.kubeconfig)
		}
	}
}

func TestNodeFilesAgreeWithTheNetwork(t *testing.T) {
	tests := map[string][]string{
		"containerd.toml":      {isolation.ContainerdSocket, `"` + isolation.Home + "/" + nodeDir + "/cni"},
		"kubelet.yaml":         {isolation.ContainerdSocket, "clusterDNS: [" + isolation.NodeAddress + "]", isolation.Home + "/" + logsDir},
		"cni/10-pods.conflist": {isolation.PodRange, `"gateway": "` + isolation.NodeAddress + `"`},
		"Corefile":             {"bind " + isolation.NodeAddress, isolation.Home + "/" + nodeDir + "/hosts"},
		"hosts":                {isolation.MachineAddress + " host.localcluster"},
	}
	for name, texts := range tests {
		data, err := nodeFiles.ReadFile(filepath.Join(nodeDir, name))
		require.NoError(t, err)
		for _, text := range texts {
			assert.Contains(t, string(data), text, name)
		}
	}
}

func TestSetupOfANode(t *testing.T) {
	dir, err := OpenDirectory(t.TempDir())
	require.NoError(t, err)
	defer dir.Close()
	var none *Node
	setup, err := none.setup(dir, "/absent/localcluster")
	require.NoError(t, err)
	assert.Nil(t, setup)
	assert.NoDirExists(t, dir.file(nodeDir))

	built := t.TempDir()
	executable, dns, pause := filepath.Join(built, "localcluster"), filepath.Join(built, "coredns"), filepath.Join(built, "pause.tar")
	leftover := dir.file("node/containerd/content")
	require.NoError(t, os.MkdirAll(leftover, 0o700))
	_, err = new(Node).setup(dir, executable)
	require.ErrorContains(t, err, dns, "the build has not made it")
	assert.NoDirExists(t, leftover, "of an earlier node")
	for _, path := range []string{dns, pause} {
		require.NoError(t, os.WriteFile(path, nil, 0o600))
	}

	_, err = (&Node{Images: []string{"/absent.tar"}}).setup(dir, executable)
	require.ErrorContains(t, err, "/absent.tar")
	setup, err = (&Node{Images: []string{pause}, Cgroup: "c"}).setup(dir, executable)
	require.NoError(t, err)
	assert.Equal(t, &nodeSetup{cgroup: "c", dns: dns, images: []string{pause, pause}}, setup)
	assert.FileExists(t, dir.file("node/cni/10-pods.conflist"))
}
