// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// URLPolicy is what an endpoint permits its remote URL beyond https to a public host.
type URLPolicy struct {
	// AllowPrivate permits private addresses and names inside the cluster (spec.allowPrivateEndpoint).
	AllowPrivate bool
	// AllowHTTP permits plain http (the annotation v1alpha1.AllowInsecureAnnotation is "true").
	AllowHTTP bool
}

// URLFault is one reason for which an endpoint's remote URL cannot be used.
type URLFault struct {
	// Reason is v1alpha1.ReasonInvalidURL, ReasonPrivateURL or ReasonInsecureURL.
	Reason string
	// Message says what is wrong and what to do. It never repeats a part of the URL, which may hold a password.
	Message string
}

// maxURLLength is the longest remote URL, in bytes (R1.1).
const maxURLLength = 2048

// urlRule is a regular expression that a remote URL must match, or must not, and what to do when it breaks the rule.
type urlRule struct {
	expression *regexp.Regexp
	matches    bool
	must       string
}

// urlRules are the rules on how a remote URL is written (R1.1). They are stricter than RFC 3986 wherever two programs might
// read one URL differently. The CRD's rules on spec.remoteURL have the same expressions and messages, to the letter.
var urlRules = []urlRule{
	{
		regexp.MustCompile(`^https?://`), true,
		"must begin with https:// or http://, in lower case",
	}, {
		regexp.MustCompile(`^([\w.~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})*$`), true,
		"must consist of the characters that RFC 3986 gives to URLs: percent-encode all others (a percent sign is %25), " +
			"and write an international host name in its xn-- form",
	}, {
		regexp.MustCompile(`^[^/]*//[^/?#]*@`), false,
		"must not contain user information (user:password@): " +
			"use spec.externalAuthConfigRef or spec.headerForward.addHeadersFromSecret",
	}, {
		regexp.MustCompile(`#`), false,
		"must not have a fragment: remove the # and what follows it",
	}, {
		regexp.MustCompile(`^[^/]*//([^/?#]*@)?(` + urlHost + `)(:(` + urlPort + `))?([/?#]|$)`), true,
		urlForm,
	},
}

const (
	// urlHost matches anything that might be an IPv6 address in brackets, an IPv4 address, or a name; only a name may end
	// in a dot. classifyHost looks closer.
	urlHost = `\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]|[\w.-]*[\w-]|[\w.-]*[A-Za-z][\w-]*\.`
	// urlPort matches the decimal numbers from 1 to 65535, without leading zeros.
	urlPort = `[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]`

	urlForm = "must read https://host:port/path?query, where the host is a DNS name, an IPv4 address as four decimal numbers, " +
		"or an IPv6 address in brackets without a zone, and the port, if there is one, is a number from 1 to 65535"
)

// RemoteURL judges spec.remoteURL of an MCPRemoteEndpoint without any look-up (R1.1, R2.4). It returns at most one fault per
// reason, and none when the URL may be used. Admission refuses the same URLs, save for plain http.
func RemoteURL(raw string, policy URLPolicy) []URLFault {
	mistakes := spellingMistakes(raw)
	host := hostOf(raw)
	if host.class == refused && !slices.Contains(mistakes, host.message) {
		mistakes = append(mistakes, host.message)
	}

	var faults []URLFault
	if len(mistakes) > 0 {
		faults = append(faults, URLFault{v1alpha1.ReasonInvalidURL, "spec.remoteURL " + strings.Join(mistakes, "; it ")})
	}
	if host.class == private && !policy.AllowPrivate {
		faults = append(faults, URLFault{v1alpha1.ReasonPrivateURL, "spec.remoteURL " + host.message})
	}
	if strings.HasPrefix(raw, "http://") && !policy.AllowHTTP {
		faults = append(faults, URLFault{
			v1alpha1.ReasonInsecureURL, "spec.remoteURL is plain http, which anyone on the way can read and change: use https, " +
				"or annotate the endpoint with " + v1alpha1.AllowInsecureAnnotation + `: "true" to accept that`,
		})
	}
	return faults
}

func spellingMistakes(raw string) []string {
	var mistakes []string
	if len(raw) > maxURLLength {
		mistakes = append(mistakes, "must be at most 2048 characters long")
	}
	for _, rule := range urlRules {
		if rule.expression.MatchString(raw) != rule.matches {
			mistakes = append(mistakes, rule.must)
		}
	}
	return mistakes
}

// hostOf classifies the host that net/url, and with it every Go client, would connect to.
func hostOf(raw string) hostVerdict {
	u, err := url.Parse(raw)
	if err != nil {
		// The error repeats the URL, so it is not passed on.
		return hostVerdict{refused, urlForm}
	}
	return classifyHost(u.Hostname())
}
