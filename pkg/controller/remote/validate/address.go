// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

var (
	hostName      = regexp.MustCompile(`^\w([\w.-]*[\w.])?$`)
	collectorPath = regexp.MustCompile(`^[\w.~!$&'()*+,;=:@/-]*$`)
)

// isHostPort says whether an address has a host and a port, as what connects to it wants them.
func isHostPort(addr string) bool {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || !isPort(port) {
		return false
	}
	_, err = netip.ParseAddr(host)
	return err == nil || hostName.MatchString(host)
}

func isPort(port string) bool {
	number, err := strconv.ParseUint(port, 10, 16)
	return err == nil && number > 0
}

// splitCollector takes an address of a collector apart as ToolHive's exporters do: they drop a scheme, and put the path before those of their own.
func splitCollector(endpoint string) (host, path string) {
	endpoint = strings.TrimPrefix(strings.TrimPrefix(endpoint, "https://"), "http://")
	host, path, _ = strings.Cut(endpoint, "/")
	return host, path
}

// CollectorFault says in words why nothing can be sent to a collector at an address, or nothing. It never repeats the address, which may hold a
// password. Without a port, that of https or http is meant.
func CollectorFault(endpoint string) string {
	host, path := splitCollector(endpoint)
	switch {
	case strings.Contains(host, "@"):
		return "holds user information: remove what stands before the @, and send a header instead"
	case !isHostPort(host) && !isHostPort(host+":443"), !collectorPath.MatchString(path):
		return "is no address of a collector: write host:port, or https://host:port/path at most"
	}
	return ""
}

// failsAtStart says whether the exporter of metrics ends at once with an address. That of traces tries again for ever.
func failsAtStart(endpoint string) bool {
	host, path := splitCollector(endpoint)
	_, err := url.Parse((&url.URL{Scheme: "https", Host: host, Path: "/" + path}).String())
	return err != nil
}
