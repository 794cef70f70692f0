// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// configDirectory is where the files of the ConfigMap are in the container.
const configDirectory = "/etc/vmcp-config"

func (g *gateway) configMap() (*corev1.ConfigMap, error) {
	files, err := g.vmcp.Encode()
	if err != nil {
		return nil, err
	}
	return &corev1.ConfigMap{ObjectMeta: g.metadata(kind.ConfigMap), Data: files}, nil
}
