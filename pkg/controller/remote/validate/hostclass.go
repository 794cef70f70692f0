// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// hostClass says what a host can be, judged by its spelling alone (R2.4).
type hostClass int

const (
	// public hosts may always be remotes.
	public hostClass = iota
	// private hosts are inside the cluster or its network: remotes only with spec.allowPrivateEndpoint.
	private
	// refused hosts are never remotes.
	refused
)

// hostVerdict is a host's class, and what its owner should know about it.
type hostVerdict struct {
	class   hostClass
	message string
}

// dnsName matches a lower-case DNS name without a final dot (RFC 1123; an underscore is let through, since DNS serves such
// names). Its last label begins with a letter, as every top-level domain does. This shuts out the other spellings of IPv4
// addresses that resolvers know (2130706433, 127.1, 0177.0.0.1, 0x7f.1): net/netip reads only four decimal numbers.
var dnsName = regexp.MustCompile(`^(\w([\w-]{0,61}\w)?\.)*[a-z]([\w-]{0,61}\w)?$`)

// maxNameLength is the longest DNS name, in characters, without a final dot (RFC 1035, section 2.3.4).
const maxNameLength = 253

// apiServerPrefix begins the API server's name whatever the cluster's domain is.
const apiServerPrefix = "kubernetes.default.svc."

// classifyHost judges a host as net/url's Hostname returns it: an address without brackets, or a name.
func classifyHost(host string) hostVerdict {
	if addr, err := netip.ParseAddr(host); err == nil {
		return classifyAddr(addr)
	}
	return classifyName(strings.TrimSuffix(strings.ToLower(host), "."))
}

func classifyAddr(addr netip.Addr) hostVerdict {
	// A prefix contains no address with a zone, and a zone does not change an address's class.
	addr = addr.WithZone("")
	i := slices.IndexFunc(addressRanges, func(r addressRange) bool { return r.prefix.Contains(addr) })
	r := addressRanges[i]
	return verdictOn(r.class, r.what+" ("+r.prefix.String()+")")
}

func classifyName(name string) hostVerdict {
	if len(name) > maxNameLength || !dnsName.MatchString(name) {
		return hostVerdict{refused, urlForm}
	}
	if strings.HasPrefix(name, apiServerPrefix) {
		return verdictOn(refused, "the Kubernetes API server")
	}
	for _, d := range domains {
		if name == d.name || strings.HasSuffix(name, "."+d.name) {
			return verdictOn(d.class, d.what+" ("+d.name+")")
		}
	}
	if !strings.Contains(name, ".") {
		return verdictOn(private, "a name without a dot, which only this cluster's network can resolve")
	}
	return verdictOn(public, "")
}

func verdictOn(class hostClass, what string) hostVerdict {
	switch class {
	case refused:
		return hostVerdict{refused, "must not point to " + what + ", which is never a remote server: use the server's own address or name"}
	case private:
		return hostVerdict{private, "points to " + what + ": use a public address or name, " +
			"or set spec.allowPrivateEndpoint: true if the server is meant to be there"}
	default:
		return hostVerdict{class: public}
	}
}
