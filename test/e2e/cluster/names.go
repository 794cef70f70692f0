// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// machineAddress is where pods reach servers on this machine's loopback interface.
const machineAddress = "10.244.0.2"

// Names of this machine for pods. The certificates of net/http/httptest are for all of them.
const (
	Remote    = "remote.example.com"
	Issuer    = "issuer.example.com"
	Collector = "collector.example.com"
)

// nameMachine has pods find this machine by its names.
func (c *Cluster) nameMachine() error {
	hosts, err := os.OpenFile(filepath.Join(c.dir, "node", "hosts"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer hosts.Close()
	_, err = fmt.Fprintln(hosts, machineAddress, Remote, Issuer, Collector)
	return err
}

// Rename has an address or a URL of a server on the loopback interface be one by which pods find it.
func Rename(local, name string) string { return strings.Replace(local, "127.0.0.1", name, 1) }
