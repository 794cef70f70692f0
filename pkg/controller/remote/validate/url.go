// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
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
	// Tolerable means that it is only about how the URL is written, and that Go's parser, by which ToolHive went, takes it as it is.
	Tolerable bool
}

// maxURLLength is the longest remote URL, in bytes (R1.1).
const maxURLLength = 2048

// urlRule is a regular expression that a remote URL must match, or must not, and what to do when it breaks the rule.
type urlRule struct {
	expression *regexp.Regexp
	matches    bool
	must       string
	// tolerable is that of URLFault.
	tolerable bool
}

// urlRules are the rules on how a remote URL is written (R1.1). They are stricter than RFC 3986 wherever two programs might
// read one URL differently. The CRD's rules on spec.remoteURL have the same expressions and messages, to the letter.
var urlRules = []urlRule{
	{
		regexp.MustCompile(`^https?://`), true,
		"must begin with https:// or http://, in lower case", false,
	}, {
		regexp.MustCompile(`^([\w.~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})*$`), true,
		"must consist of the characters that RFC 3986 gives to URLs: percent-encode all others (a percent sign is %25), " +
			"and write an international host name in its xn-- form", true,
	}, {
		regexp.MustCompile(`^[^/]*//[^/?#]*@`), false,
		"must not contain user information (user:password@): " +
			"use spec.externalAuthConfigRef or spec.headerForward.addHeadersFromSecret", false,
	}, {
		regexp.MustCompile(`#`), false,
		"must not have a fragment: remove the # and what follows it", true,
	}, {
		regexp.MustCompile(`^[^/]*//([^/?#]*@)?(` + urlHost + `)(:(` + urlPort + `))?([/?#]|$)`), true,
		urlForm, false,
	},
}

// urlCharacter matches what may stand next in a URL.
var urlCharacter = regexp.MustCompile(`^([\w.~:/?@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})`)

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
	mistakes, tolerable := spellingMistakes(raw)
	host := hostOf(raw)
	if host.class == refused && !slices.Contains(mistakes, host.message) {
		mistakes, tolerable = append(mistakes, host.message), false
	}

	var faults []URLFault
	if len(mistakes) > 0 {
		faults = append(faults, URLFault{v1alpha1.ReasonInvalidURL, "spec.remoteURL " + strings.Join(mistakes, "; it "), tolerable})
	}
	if host.class == private && !policy.AllowPrivate {
		faults = append(faults, URLFault{Reason: v1alpha1.ReasonPrivateURL, Message: "spec.remoteURL " + host.message})
	}
	if strings.HasPrefix(raw, "http://") && !policy.AllowHTTP {
		faults = append(faults, URLFault{
			Reason: v1alpha1.ReasonInsecureURL, Message: "spec.remoteURL is plain http, which anyone on the way can read and change: use https, " +
				"or annotate the endpoint with " + v1alpha1.AllowInsecureAnnotation + `: "true" to accept that`,
		})
	}
	return faults
}

func spellingMistakes(raw string) (mistakes []string, tolerable bool) {
	tolerable = true
	if len(raw) > maxURLLength {
		mistakes = append(mistakes, "must be at most 2048 characters long")
	}
	for _, rule := range urlRules {
		if rule.expression.MatchString(raw) != rule.matches {
			mistakes, tolerable = append(mistakes, rule.must), tolerable && rule.tolerable
		}
	}
	return mistakes, tolerable
}

// Encoded returns a URL as it has to be written when what is wrong with it is tolerable: without a fragment, and with all characters encoded that need it.
func Encoded(raw string) string {
	raw, _, _ = strings.Cut(raw, "#")
	var encoded strings.Builder
	for i := range len(raw) {
		if c := raw[i]; urlCharacter.MatchString(raw[i:]) {
			encoded.WriteByte(c)
		} else {
			fmt.Fprintf(&encoded, "%%%02X", c)
		}
	}
	return encoded.String()
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
