// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestArgs(t *testing.T) {
	tests := []struct {
		name  string
		args  []string
		has   []string
		lacks []string
	}{
		{
			name:  "etcd listens on no port",
			args:  etcdArgs(),
			has:   []string{"--listen-client-urls=unix://etcd.sock", "--listen-peer-urls=unix://etcd-peer.sock"},
			lacks: []string{"http://", "127.0.0.1"},
		},
		{
			name: "the API server finds etcd where it listens",
			args: apiServerArgs(6443, ""),
			has:  []string{"--etcd-servers=unix://etcd.sock"},
		},
		{
			name: "the API server has the reserved loopback port",
			args: apiServerArgs(6443, ""),
			has:  []string{"--bind-address=127.0.0.1", "--secure-port=6443", "--permit-port-sharing"},
		},
		{
			name:  "there is no audit log unless one is asked for",
			args:  apiServerArgs(6443, ""),
			lacks: []string{"audit"},
		},
		{
			name: "an audit event is written before the request counts as done",
			args: apiServerArgs(6443, "/logs/audit.json"),
			has:  []string{"--audit-log-path=/logs/audit.json", "--audit-policy-file=audit-policy.yaml", "--audit-log-mode=blocking"},
		},
		{
			name:  "the controller manager has its own port and no leader election",
			args:  controllerManagerArgs(10257, nil),
			has:   []string{"--secure-port=10257", "--permit-port-sharing", "--leader-elect=false", "--use-service-account-credentials"},
			lacks: []string{"--controllers"},
		},
		{
			name: "the controller manager runs the controllers that are asked for",
			args: controllerManagerArgs(10257, []string{"*", "-deployment-controller"}),
			has:  []string{"--controllers=*,-deployment-controller"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, want := range test.has {
				assert.Contains(t, test.args, want)
			}
			for _, unwanted := range test.lacks {
				assert.NotContains(t, strings.Join(test.args, " "), unwanted)
			}
		})
	}
}

func TestFilesInArgsAreRelativeToTheDirectory(t *testing.T) {
	for _, one := range components(endpoints{dir: "/d", apiPort: 1, controllerPort: 2}) {
		for _, arg := range one.args {
			_, value, _ := strings.Cut(arg, "=")
			assert.False(t, filepath.IsAbs(value), "%s %s", one.name, arg)
		}
	}
}

func TestComponentsStartInOrderOfNeed(t *testing.T) {
	var names []string
	for _, one := range components(endpoints{}) {
		names = append(names, one.name)
	}
	assert.Equal(t, []string{Etcd, APIServer, ControllerManager}, names)
}
