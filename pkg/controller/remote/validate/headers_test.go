// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

type headers = map[string]string

// forward makes an endpoint forward these headers: plain ones, and others from a key of a Secret that is there.
func forward(plain headers, fromSecret ...string) change {
	return func(in *validate.Input) {
		in.Endpoint.Spec.HeaderForward = &v1alpha1.HeaderForward{AddPlaintextHeaders: plain}
		for _, name := range fromSecret {
			in.Endpoint.Spec.HeaderForward.AddHeadersFromSecret = append(in.Endpoint.Spec.HeaderForward.AddHeadersFromSecret,
				headerFromSecret(name, "keys", "api-key"))
		}
	}
}

// invalid is a finding about each header.
func invalid(headers ...string) []finding {
	var findings []finding
	for _, header := range headers {
		findings = append(findings, configuration(v1alpha1.ReasonHeaderInvalid, header, "spec.headerForward"))
	}
	return findings
}

func TestHeaderNames(t *testing.T) {
	tests := map[string]struct {
		name  string
		valid bool
	}{
		"letters and hyphens":              {"X-API-Key", true},
		"digits":                           {"0", true},
		"every other character of a token": {"!#$%&'*+-.^_`|~", true},
		"Authorization is not reserved":    {"Authorization", true},
		"a name that only begins reserved": {"Hosting", true},
		"a name that only ends reserved":   {"X-Host", true},
		"no name":                          {"", false},
		"a space":                          {"X Key", false},
		"a space at the end":               {"X-Key ", false},
		"a tab":                            {"X\tKey", false},
		"a line feed":                      {"X-Key\nHost", false},
		"a null":                           {"X\x00", false},
		"a delete":                         {"X\x7f", false},
		"a colon":                          {"X:", false},
		"a slash":                          {"a/b", false},
		"quotes":                           {`"X"`, false},
		"parentheses":                      {"(X)", false},
		"brackets":                         {"[X]", false},
		"braces":                           {"{X}", false},
		"angle brackets":                   {"<X>", false},
		"an at sign":                       {"@X", false},
		"a comma":                          {"A,B", false},
		"a semicolon":                      {"A;B", false},
		"an equals sign":                   {"A=B", false},
		"a question mark":                  {"A?", false},
		"a backslash":                      {`A\B`, false},
		"a letter beyond ASCII":            {"Schlüssel", false},
		"a Kelvin sign, whose lower case is an ASCII letter": {"\u212aeep-Alive", false},
		"bytes that are not UTF-8":                           {"X\xff", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for place, change := range map[string]change{"plain": forward(headers{tt.name: "v"}), "from a Secret": forward(nil, tt.name)} {
				want := []finding(nil)
				if !tt.valid {
					want = invalid(strconv.Quote(tt.name))
				}
				t.Run(place, func(t *testing.T) {
					requireFindings(t, want, validate.Endpoint(input(change)))
				})
			}
		})
	}
}

// The proxy runner does not start with these.
func TestReservedHeaders(t *testing.T) {
	for _, name := range []string{
		"Host", "Connection", "Keep-Alive", "Te", "Trailer", "Upgrade", "Http2-Settings", "Proxy-Authorization",
		"Proxy-Authenticate", "Proxy-Connection", "Transfer-Encoding", "Content-Length", "Forwarded", "X-Forwarded-For",
		"X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip",
	} {
		for _, spelling := range []string{name, strings.ToLower(name), strings.ToUpper(name), oddCase(name)} {
			t.Run(spelling, func(t *testing.T) {
				requireFindings(t, invalid(spelling), validate.Endpoint(input(forward(headers{spelling: "v"}))))
				requireFindings(t, invalid(spelling), validate.Endpoint(input(forward(nil, spelling))))
			})
		}
	}
}

// oddCase writes every second letter in upper case, from the second on.
func oddCase(name string) string {
	letters := []rune(strings.ToLower(name))
	for i := 1; i < len(letters); i += 2 {
		letters[i] = []rune(strings.ToUpper(string(letters[i])))[0]
	}
	return string(letters)
}

func TestHeadersAreGivenOnce(t *testing.T) {
	tests := map[string]struct {
		change change
		want   []finding
	}{
		"different names":                        {forward(headers{"A": "1", "B": "2"}, "C", "D"), nil},
		"hyphen and dot differ":                  {forward(headers{"X-Key": "1"}, "X.Key"), nil},
		"twice in the map, in another case":      {forward(headers{"X-Key": "1", "x-key": "2"}), invalid(`"x-key"`)},
		"twice in the list":                      {forward(nil, "X-Key", "X-Key"), invalid(`"X-Key"`)},
		"twice in the list, in another case":     {forward(nil, "X-Key", "X-KEY"), invalid(`"X-KEY"`)},
		"in the map and in the list":             {forward(headers{"X-Key": "1"}, "X-Key"), invalid(`"X-Key"`)},
		"in both, in another case":               {forward(headers{"X-Key": "1"}, "x-kEY"), invalid(`"x-kEY"`)},
		"three times is one too many twice":      {forward(headers{"X-Key": "1"}, "x-key", "X-KEY"), invalid(`"x-key"`, `"X-KEY"`)},
		"a reserved name is not called a double": {forward(headers{"Host": "1"}, "host"), invalid("remove it", "remove it")},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.Endpoint(input(tt.change)))
		})
	}
}

func TestPlaintextHeaderValues(t *testing.T) {
	tests := map[string]struct {
		value string
		valid bool
	}{
		"words":                  {"a b", true},
		"a tab between words":    {"a\tb", true},
		"an empty value":         {"", true},
		"letters beyond ASCII":   {"Schlüssel", true},
		"bytes beyond ASCII":     {"\xff", true},
		"a space in front":       {" a", false},
		"a space at the end":     {"a ", false},
		"a tab at the end":       {"a\t", false},
		"nothing but a space":    {" ", false},
		"a line feed":            {"a\nHost: b", false},
		"a line feed at the end": {"a\n", false},
		"a carriage return":      {"a\rb", false},
		"a null":                 {"a\x00b", false},
		"an escape":              {"a\x1bb", false},
		"a delete":               {"a\x7fb", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want := []finding(nil)
			if !tt.valid {
				want = invalid(`"X-Key"`)
			}
			requireFindings(t, want, validate.Endpoint(input(forward(headers{"X-Key": tt.value}))))
		})
	}
}

func TestHeaderValuesAreNotRepeated(t *testing.T) {
	for _, problem := range validate.Endpoint(input(forward(headers{"B A D": "s3cret", "Host": "s3cret", "X-Key": "s3cret\n"}, "x-key"))) {
		assert.NotContains(t, problem.Message, "s3cret")
	}
}

func TestHeaderSecrets(t *testing.T) {
	missing := func(mentions ...string) finding {
		return configuration(v1alpha1.ReasonHeaderSecretNotFound, mentions...)
	}
	tests := map[string]struct {
		secrets map[string]digest.Digest
		want    []finding
	}{
		"all are there": {
			map[string]digest.Digest{"keys": {"api-key": someValue, "other": {}}, "more": {"k": someValue}},
			nil,
		},
		"no Secret at all": {
			nil,
			[]finding{missing(`"X-A"`, `Secret "keys"`, `"api-key"`), missing(`"X-B"`, `Secret "more"`, `"k"`)},
		},
		"one Secret is missing": {
			map[string]digest.Digest{"keys": {"api-key": someValue}},
			[]finding{missing(`"X-B"`, `Secret "more"`, `"k"`)},
		},
		"one is known to be missing": {
			map[string]digest.Digest{"keys": nil, "more": {"k": someValue}},
			[]finding{missing(`"X-A"`, `Secret "keys"`, "create it")},
		},
		"a Secret without the key": {
			map[string]digest.Digest{"keys": {"API-KEY": someValue}, "more": {"k": someValue}},
			[]finding{missing(`"X-A"`, `Secret "keys"`, `no key "api-key"`)},
		},
		"a Secret without keys": {
			map[string]digest.Digest{"keys": {}, "more": {"k": someValue}},
			[]finding{missing(`"X-A"`, `Secret "keys"`, `no key "api-key"`)},
		},
		// The proxy runner takes an empty value for a missing one.
		"an empty value": {
			map[string]digest.Digest{"keys": {"api-key": someValue}, "more": {"k": {}}},
			[]finding{missing(`"X-B"`, `Secret "more"`, `"k"`, "empty")},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			in := input(func(in *validate.Input) {
				in.Endpoint.Spec.ExternalAuthConfigRef = nil
				in.Endpoint.Spec.HeaderForward.AddHeadersFromSecret = []v1alpha1.HeaderFromSecret{
					headerFromSecret("X-A", "keys", "api-key"), headerFromSecret("X-B", "more", "k"),
				}
				in.Secrets = tt.secrets
			})
			requireFindings(t, tt.want, validate.Endpoint(in))
		})
	}
}

// A line feed at the end of a Secret's value is a common mistake, with which each request of a proxy would fail.
func TestHeaderSecretsOfProxiesCanBeSent(t *testing.T) {
	broken := func(in *validate.Input) { in.Secrets["keys"]["api-key"] = digest.Entry{Length: 40} }
	proxy := endpointType(v1alpha1.EndpointTypeProxy)
	assert.Empty(t, validate.ExternalAuth(input(proxy)))
	assert.Empty(t, validate.ExternalAuth(input(broken)), "a direct endpoint has no part in it")
	requireFindings(t, []finding{
		configuration(v1alpha1.ReasonHeaderSecretInvalid, `"X-API-Key"`, `Secret "keys"`, `"api-key"`, "line breaks"),
	}, validate.ExternalAuth(input(proxy, broken)))
}
