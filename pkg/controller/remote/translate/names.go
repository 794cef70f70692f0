// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import "strings"

// maxProxyName is the longest name for which the Service mcp-<name>-remote-proxy can be made (R1.3).
const maxProxyName = 46

func (n *notes) proxyName(name string) {
	if len(name) > maxProxyName || strings.Contains(name, ".") {
		n.decide("metadata.name", "has a dot or more than %d characters, and so there never was a Service: give the endpoint another name", maxProxyName)
	}
}
