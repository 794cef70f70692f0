// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import "net/netip"

// addressRange gives all addresses of a prefix their class.
type addressRange struct {
	prefix netip.Prefix
	class  hostClass
	what   string
}

// domain gives a name, and every name under it, their class.
type domain struct {
	name  string
	class hostClass
	what  string
}

// addressRanges covers all addresses; the first row that contains one decides. The ranges are those of IANA's special-purpose
// registries (RFC 6890), the metadata services' addresses those of the clouds' own documentation. Judgement calls:
//   - An IPv6 address that carries an IPv4 address is refused whatever that is, since the IPv4 address can be written instead.
//   - Documentation and reserved ranges are refused: no server is there. Benchmarking networks are real, and private.
//   - Whole blocks are refused where a cloud gives a block to its metadata and credential services.
var addressRanges = []addressRange{
	in("127.0.0.0/8", refused, "a loopback address"),
	in("0.0.0.0/8", refused, "an unspecified address"),
	in("169.254.0.0/16", refused, "a link-local or cloud metadata address"),
	in("100.100.100.200/32", refused, "a cloud metadata address"), // Alibaba Cloud
	in("100.96.0.96/32", refused, "a cloud metadata address"),     // Volcano Engine
	in("168.63.129.16/32", refused, "a cloud metadata address"),   // Azure WireServer
	in("192.0.0.0/24", refused, "a cloud metadata or protocol address"),
	in("192.0.2.0/24", refused, "a documentation address"),
	in("198.51.100.0/24", refused, "a documentation address"),
	in("203.0.113.0/24", refused, "a documentation address"),
	in("192.88.99.0/24", refused, "a 6to4 relay"),
	in("224.0.0.0/3", refused, "a multicast, reserved or broadcast address"),

	in("10.0.0.0/8", private, "a private address"),
	in("172.16.0.0/12", private, "a private address"),
	in("192.168.0.0/16", private, "a private address"),
	in("100.64.0.0/10", private, "a carrier-grade NAT address"),
	in("198.18.0.0/15", private, "a benchmarking address"),

	in("0.0.0.0/0", public, ""),

	in("fd00:ec2::/32", refused, "a cloud metadata address"),          // AWS
	in("fd20:ce::254/128", refused, "a cloud metadata address"),       // Google Cloud
	in("fd00:c1::a9fe:a9fe/128", refused, "a cloud metadata address"), // Oracle Cloud
	in("fd00:42::42/128", refused, "a cloud metadata address"),        // Scaleway
	in("fd00:a9fe:a9fe::1/128", refused, "a cloud metadata address"),  // Akamai
	in("fd00:100::100:200/128", refused, "a cloud metadata address"),  // Alibaba Cloud
	in("2001::/23", refused, "a Teredo or protocol address"),
	in("2001:db8::/32", refused, "a documentation address"),
	in("3fff::/20", refused, "a documentation address"),
	in("2002::/16", refused, "an IPv4 address inside an IPv6 address (6to4)"),

	in("fc00::/7", private, "a private address"),

	in("2000::/3", public, ""),

	in("::1/128", refused, "a loopback address"),
	in("::/128", refused, "an unspecified address"),
	in("::ffff:0:0/96", refused, "an IPv4 address inside an IPv6 address (IPv4-mapped)"),
	in("::/96", refused, "an IPv4 address inside an IPv6 address (IPv4-compatible)"),
	in("64:ff9b::/96", refused, "an IPv4 address inside an IPv6 address (NAT64)"),
	in("64:ff9b:1::/48", refused, "an IPv4 address inside an IPv6 address (NAT64)"),
	in("fe80::/10", refused, "a link-local address"),
	in("ff00::/8", refused, "a multicast address"),
	in("::/0", refused, "an address outside IPv6's global unicast range"),
}

// domains lists names and the names under them; the first row that fits decides, and a name with no row is public. A name of
// two labels, such as service.namespace, may be in the cluster too, but nothing tells it from a public one.
var domains = []domain{
	{"localhost", refused, "a loopback name"}, // RFC 6761, section 6.3
	// The other names of 127.0.0.1 and ::1 in the hosts files of pods and of common distributions.
	{"localhost.localdomain", refused, "a loopback name"},
	{"localhost4", refused, "a loopback name"},
	{"localhost4.localdomain4", refused, "a loopback name"},
	{"localhost6", refused, "a loopback name"},
	{"localhost6.localdomain6", refused, "a loopback name"},
	{"ip6-localhost", refused, "a loopback name"},
	{"ip6-loopback", refused, "a loopback name"},
	{"metadata", refused, "a cloud metadata name"}, // Google Cloud, by the search path of its machines
	{"metadata.google.internal", refused, "a cloud metadata name"},
	{"metadata.goog", refused, "a cloud metadata name"},
	{"instance-data", refused, "a cloud metadata name"}, // AWS, likewise
	{"instance-data.ec2.internal", refused, "a cloud metadata name"},
	{"api.metadata.cloud.ibm.com", refused, "a cloud metadata name"},
	{"metadata.tencentyun.com", refused, "a cloud metadata name"},
	{"metadata.exoscale.com", refused, "a cloud metadata name"},
	{"kubernetes", refused, "the Kubernetes API server"},
	{"kubernetes.default", refused, "the Kubernetes API server"},
	{"kubernetes.default.svc", refused, "the Kubernetes API server"},
	{"kubernetes.docker.internal", refused, "the Kubernetes API server"}, // Docker Desktop

	{"svc", private, "a name inside the cluster"},
	{"cluster.local", private, "a name inside the cluster"},
	{"internal", private, "a private name"},                 // reserved for private use by ICANN in 2024
	{"home.arpa", private, "a private name"},                // RFC 8375
	{"local", private, "a name of the local network"},       // RFC 6762
	{"localdomain", private, "a name of the local network"}, // what routers without a domain hand out
	// Top-level domains that private networks use, and that the root zone will not delegate (RFC 6762, appendix G).
	{"intranet", private, "a private name"},
	{"private", private, "a private name"},
	{"corp", private, "a private name"},
	{"home", private, "a private name"},
	{"lan", private, "a private name"},
}

func in(cidr string, class hostClass, what string) addressRange {
	return addressRange{netip.MustParsePrefix(cidr), class, what}
}
