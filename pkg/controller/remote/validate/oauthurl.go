// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"net/netip"
	"net/url"
	"strings"
)

// urlDemand says in words what is wrong with a URL, or nothing.
type urlDemand func(*url.URL) string

// urlFault says in words what is wrong with the URL of an OAuth endpoint or an issuer, or nothing. It never repeats the URL, which may
// hold a password.
func urlFault(raw string, demands ...urlDemand) string {
	u, err := url.Parse(raw)
	switch {
	case err != nil, u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "":
		return "is no URL of a server: write https://host/path"
	case u.User != nil:
		return "must not hold user information: remove what stands before the @"
	case strings.Contains(raw, "#"):
		return "must not have a fragment: remove the # and what follows it"
	}
	for _, demand := range demands {
		if fault := demand(u); fault != "" {
			return fault
		}
	}
	return ""
}

// secureUnless demands https, but of a host that is the proxy itself, and not where plain http is permitted. permission says how to
// permit it, if there is a way.
func secureUnless(permitted bool, permission string) urlDemand {
	return func(u *url.URL) string {
		if permitted || u.Scheme == "https" || isLoopback(u.Hostname()) {
			return ""
		}
		return plainHTTP(permission)
	}
}

// secureEverywhereUnless demands https of every host, where plain http is not permitted.
func secureEverywhereUnless(permitted bool, permission string) urlDemand {
	return func(u *url.URL) string {
		if permitted || u.Scheme == "https" {
			return ""
		}
		return plainHTTP(permission)
	}
}

func plainHTTP(permission string) string {
	if permission == "" {
		return "is plain http, which anyone on the way can read and change: use https"
	}
	return "is plain http, which anyone on the way can read and change: use https, or set " + permission + ": true where the network is trusted"
}

// isIssuer demands what identifies an issuer (RFC 8414, section 2).
func isIssuer(u *url.URL) string {
	if u.RawQuery != "" || u.ForceQuery {
		return "must not have a query: remove the ? and what follows it"
	}
	return ""
}

// noTrailingSlash is what the proxy runner demands of its own issuer.
func noTrailingSlash(u *url.URL) string {
	if strings.HasSuffix(u.Path, "/") {
		return "must not end in a slash: remove it"
	}
	return ""
}

// publicUnless demands that an address is none of a private network. Names are not looked at: they are not resolved here.
func publicUnless(permitted bool, permission string) urlDemand {
	return func(u *url.URL) string {
		addr, err := netip.ParseAddr(u.Hostname())
		if permitted || err != nil || classifyAddr(addr).class == public {
			return ""
		}
		return "points to a private address: use a public one, or set " + permission + ": true"
	}
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && addr.IsLoopback()
}
