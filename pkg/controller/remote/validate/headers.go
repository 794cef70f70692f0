// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
)

// reservedHeaders are those that the proxy runner refuses to forward, since connections and proxies set them themselves,
// in lower case.
var reservedHeaders = []string{
	"connection", "content-length", "forwarded", "host", "http2-settings", "keep-alive", "proxy-authenticate",
	"proxy-authorization", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "x-forwarded-for",
	"x-forwarded-host", "x-forwarded-proto", "x-real-ip",
}

// checkHeaders finds headers that cannot be sent. Admission refuses most of them already.
func checkHeaders(in Input) []Problem {
	forward := in.Endpoint.Spec.HeaderForward
	if forward == nil {
		return nil
	}
	var problems []Problem
	invalid := func(format string, args ...any) {
		problems = append(problems, configuration(v1alpha1.ReasonHeaderInvalid, fmt.Sprintf(format, args...)))
	}
	seen := map[string]bool{}
	name := func(header string) {
		lower := strings.ToLower(header)
		if fault := headerNameFault(header); fault != "" {
			invalid("Header %q in spec.headerForward %s", header, fault)
		} else if seen[lower] {
			invalid("Header %q stands more than once in spec.headerForward (case does not matter in header names): keep one", header)
		}
		seen[lower] = true
	}
	for _, header := range slices.Sorted(maps.Keys(forward.AddPlaintextHeaders)) {
		name(header)
		if !digest.IsHeaderValue(forward.AddPlaintextHeaders[header]) {
			invalid("The value of header %q in spec.headerForward.addPlaintextHeaders has control characters or spaces at its ends: remove them", header)
		}
	}
	for _, header := range forward.AddHeadersFromSecret {
		name(header.HeaderName)
	}
	return problems
}

// checkHeaderSecrets looks for the Secrets with the values of headers, and whether a proxy can send these.
func checkHeaderSecrets(in Input) []Problem {
	if in.Endpoint.Spec.HeaderForward == nil {
		return nil
	}
	var problems []Problem
	for _, header := range in.Endpoint.Spec.HeaderForward.AddHeadersFromSecret {
		ref := header.ValueSecretRef
		if fault := secretFault(in.Secrets, ref); fault != "" {
			problems = append(problems, configuration(v1alpha1.ReasonHeaderSecretNotFound,
				fmt.Sprintf("Header %q has no value: %s", header.HeaderName, fault)))
		} else if isProxy(in) && !in.Secrets[ref.Name][ref.Key].HeaderValue {
			problems = append(problems, configuration(v1alpha1.ReasonHeaderSecretInvalid,
				fmt.Sprintf("Header %q cannot be sent: key %q of Secret %q %s", header.HeaderName, ref.Key, ref.Name, notAHeaderValue)))
		}
	}
	return problems
}

// notAHeaderValue describes a value that cannot be sent as a header: its digest.Entry.HeaderValue is false.
const notAHeaderValue = "has line breaks, other control characters, or spaces at its ends: remove them"

// headerNameFault says in words why the proxy runner would not send a header of that name, or nothing.
func headerNameFault(name string) string {
	switch {
	case !isToken(name):
		return "has a name that HTTP does not allow: use letters, digits and '-'"
	case slices.Contains(reservedHeaders, strings.ToLower(name)):
		return "cannot be forwarded, since the connection sets it: remove it"
	}
	return ""
}

// isToken says whether s is a token of RFC 9110, section 5.6.2.
func isToken(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool {
		alphanumeric := '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		return !alphanumeric && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	}) < 0
}
