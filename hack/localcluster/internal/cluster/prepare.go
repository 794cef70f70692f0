// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// auditPolicyText has the API server log each request once, when it has answered; for a watch that is when it ends.
const auditPolicyText = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived, ResponseStarted]
rules:
- level: Metadata
`

// prepare reserves the ports, writes the files that the components read, and decides the components and the kubeconfig.
func (c *Cluster) prepare() error {
	if err := removeKubeconfig(c.config.Kubeconfig); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(c.config.Kubeconfig), 0o700); err != nil {
		return fmt.Errorf("make the kubeconfig's directory: %w", err)
	}
	apiPort, err := c.reserve(c.config.Port)
	if err != nil {
		return err
	}
	controllerPort, err := c.reserve(0)
	if err != nil {
		return err
	}
	extraTokens, err := c.config.extraTokens()
	if err != nil {
		return err
	}
	creds, err := writeCredentials(c.dir, clients(c.config.Node != nil), extraTokens)
	if err != nil {
		return err
	}
	if err := c.writeFiles(serverURL(apiPort), creds); err != nil {
		return fmt.Errorf("prepare the cluster's directory: %w", err)
	}
	node, err := c.config.Node.setup(c.dir, c.executable)
	if err != nil {
		return err
	}
	admin, err := adminClient(creds)
	if err != nil {
		return err
	}
	c.components = components(endpoints{
		dir: c.dir.path, apiPort: apiPort, controllerPort: controllerPort, admin: admin,
		auditLog: c.config.AuditLog, controllers: c.config.Controllers, node: node,
	})
	c.kubeconfig, err = kubeconfig(serverURL(apiPort), creds.authority, creds.adminToken)
	return err
}

func (c *Cluster) reserve(number int) (int, error) {
	p, err := reservePort(number)
	if err != nil {
		return 0, err
	}
	c.ports = append(c.ports, p)
	return p.number, nil
}

func (c *Cluster) writeFiles(server string, creds credentials) error {
	for name, token := range creds.tokens {
		config, err := kubeconfig(server, creds.authority, token)
		if err != nil {
			return err
		}
		if err := c.dir.write(name, config); err != nil {
			return err
		}
	}
	return errors.Join(
		c.dir.write(auditPolicy, []byte(auditPolicyText)),
		os.MkdirAll(c.dir.file(logsDir), 0o700),
		// A socket that a killed etcd left would pass for one that is served.
		os.RemoveAll(c.dir.file(etcdSocket)),
	)
}
