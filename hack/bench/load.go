// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/hack/bench/report"
)

// load is a number of endpoints of one type.
type load struct {
	kind  report.Type
	count int
}

func (l load) String() string { return fmt.Sprintf("%d %s", l.count, l.kind) }

// loads is what to measure with, in turn.
func (o options) loads() []load {
	var loads []load
	for _, count := range o.direct {
		loads = append(loads, load{report.Direct, count})
	}
	for _, count := range o.proxies {
		loads = append(loads, load{report.Proxies, count})
	}
	return loads
}
