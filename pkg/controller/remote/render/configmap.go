// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// The files of the ConfigMap, and where the runner looks for them.
const (
	configDirectory = "/etc/runconfig"
	configFile      = "runconfig.json"
	kubeconfigFile  = "kubeconfig"
)

// kubeconfig leads nowhere. The runner does not start without a configuration for a client that it then never uses.
const kubeconfig = `apiVersion: v1
kind: Config
clusters:
- name: none
  cluster:
    server: https://kubernetes.invalid
contexts:
- name: none
  context:
    cluster: none
    user: none
users:
- name: none
  user: {}
current-context: none
`

func (p *proxy) configMap() (*corev1.ConfigMap, error) {
	config, err := json.MarshalIndent(p.runner.Config, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the run configuration: %w", err)
	}
	return &corev1.ConfigMap{
		ObjectMeta: p.metadata(kind.ConfigMap, nil),
		Data:       map[string]string{configFile: string(config) + "\n", kubeconfigFile: kubeconfig},
	}, nil
}
