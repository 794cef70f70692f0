// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryAddressHasAClass(t *testing.T) {
	for _, everything := range []string{"0.0.0.0/0", "::/0"} {
		assert.True(t, slices.ContainsFunc(addressRanges, func(r addressRange) bool {
			return r.prefix == netip.MustParsePrefix(everything)
		}), everything)
	}
}

func TestNoRowOfTheTablesIsShadowed(t *testing.T) {
	for i, r := range addressRanges {
		for _, earlier := range addressRanges[:i] {
			assert.False(t, covers(earlier.prefix, r.prefix), "%s comes after %s, so it never decides", r.prefix, earlier.prefix)
		}
	}
	for i, d := range domains {
		for _, earlier := range domains[:i] {
			assert.False(t, isUnder(d.name, earlier.name), "%s comes after %s, so it never decides", d.name, earlier.name)
		}
	}
}

func TestCorpusHasEveryRowOfTheTables(t *testing.T) {
	var hosts []string
	for _, c := range remoteURLCorpus(t) {
		if u, err := url.Parse(c.URL); err == nil {
			hosts = append(hosts, strings.TrimSuffix(strings.ToLower(u.Hostname()), "."))
		}
	}
	for _, r := range addressRanges {
		assert.True(t, slices.ContainsFunc(hosts, func(host string) bool {
			addr, err := netip.ParseAddr(host)
			return err == nil && r.prefix.Contains(addr)
		}), r.prefix)
	}
	for _, d := range domains {
		assert.True(t, slices.ContainsFunc(hosts, func(host string) bool { return isUnder(host, d.name) }), d.name)
	}
}

// TestAdmissionHasTheSameRules compares the expressions, messages and lists here with those in the markers on the API type, so
// that neither side changes alone. That both judge alike is shown with the corpus on a real API server.
func TestAdmissionHasTheSameRules(t *testing.T) {
	data, err := os.ReadFile("../../../apis/toolhive/v1alpha1/mcpremoteendpoint_types.go")
	require.NoError(t, err)
	source := string(data)
	requireInSource := func(want string) {
		t.Helper()
		// Not assert.Contains, which would print the whole file.
		if !strings.Contains(source, want) {
			t.Errorf("the markers on MCPRemoteEndpointSpec lack %s", want)
		}
	}

	for _, rule := range urlRules {
		requireInSource(celMatches(rule))
		requireInSource(`message="spec.remoteURL ` + rule.must + `"`)
	}
	requireInSource(`host.matches(r'` + dnsName.String() + `')`)
	requireInSource(`startsWith('` + apiServerPrefix + `')`)

	var addresses, names [refused + 1][]string
	for _, r := range addressRanges {
		if r.prefix.Bits() > 0 {
			addresses[r.class] = append(addresses[r.class], r.prefix.String())
		}
	}
	for _, d := range domains {
		names[d.class] = append(names[d.class], d.name)
	}
	// Outside these ranges the CRD refuses all addresses, and so needs no list of them.
	known := []string{"0.0.0.0/0", "2000::/3", "fc00::/7"}
	addresses[refused] = slices.DeleteFunc(addresses[refused], func(cidr string) bool {
		return !slices.ContainsFunc(known, func(k string) bool {
			return covers(netip.MustParsePrefix(k), netip.MustParsePrefix(cidr))
		})
	})
	for _, list := range [][]string{known, addresses[private], addresses[refused], names[private], names[refused]} {
		requireInSource(`['` + strings.Join(list, `','`) + `'].exists(`)
	}
}

// celMatches writes a rule as the CRD does. CEL takes either quote around a string.
func celMatches(rule urlRule) string {
	expression, quote, not := rule.expression.String(), `'`, "!"
	if strings.Contains(expression, quote) {
		quote = `"`
	}
	if rule.matches {
		not = ""
	}
	return "rule=`" + not + "self.matches(r" + quote + expression + quote + ")"
}

func covers(outer, inner netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

func isUnder(name, domain string) bool {
	return name == domain || strings.HasSuffix(name, "."+domain)
}
