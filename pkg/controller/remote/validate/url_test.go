// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"net/netip"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// remoteURLCase is an entry of testdata/remote-urls.yaml, which says what the fields mean.
type remoteURLCase struct {
	URL       string `json:"url"`
	Class     string `json:"class"`
	Admission string `json:"admission,omitempty"`
	Why       string `json:"why"`
}

func remoteURLCorpus(tb testing.TB) []remoteURLCase {
	tb.Helper()
	data, err := os.ReadFile("testdata/remote-urls.yaml")
	require.NoError(tb, err)
	var corpus []remoteURLCase
	require.NoError(tb, yaml.UnmarshalStrict(data, &corpus))
	return corpus
}

func TestRemoteURLCorpus(t *testing.T) {
	wantReasons := map[string]struct{ byDefault, allowPrivate []string }{
		"ok":      {nil, nil},
		"private": {[]string{v1alpha1.ReasonPrivateURL}, nil},
		"refused": {[]string{v1alpha1.ReasonInvalidURL}, []string{v1alpha1.ReasonInvalidURL}},
	}
	seen := map[string]bool{}
	for _, c := range remoteURLCorpus(t) {
		t.Run(c.Why+" "+c.URL, func(t *testing.T) {
			require.Contains(t, wantReasons, c.Class)
			require.Contains(t, []string{"", "ok", "refused"}, c.Admission)
			require.False(t, seen[c.URL], "the corpus has this URL twice")
			seen[c.URL] = true

			want := wantReasons[c.Class]
			byDefault := reasonsOf(RemoteURL(c.URL, URLPolicy{AllowHTTP: true}))
			if c.Class == "refused" {
				// A URL can be both, such as one with user information and a private host.
				assert.Subset(t, byDefault, want.byDefault)
			} else {
				assert.Equal(t, want.byDefault, byDefault)
			}
			assert.Equal(t, want.allowPrivate, reasonsOf(RemoteURL(c.URL, URLPolicy{AllowHTTP: true, AllowPrivate: true})))
		})
	}
}

func TestRemoteURLOverPlainHTTP(t *testing.T) {
	tests := map[string]struct {
		url    string
		policy URLPolicy
		want   []string
	}{
		"https needs no permission":               {"https://mcp.example.com/mcp", URLPolicy{}, nil},
		"http is refused":                         {"http://mcp.example.com/mcp", URLPolicy{}, []string{v1alpha1.ReasonInsecureURL}},
		"http is permitted":                       {"http://mcp.example.com/mcp", URLPolicy{AllowHTTP: true}, nil},
		"private does not permit http":            {"http://backend.ns.svc/mcp", URLPolicy{AllowPrivate: true}, []string{v1alpha1.ReasonInsecureURL}},
		"http does not permit private":            {"http://backend.ns.svc/mcp", URLPolicy{AllowHTTP: true}, []string{v1alpha1.ReasonPrivateURL}},
		"private and http are two faults":         {"http://10.0.0.1/mcp", URLPolicy{}, []string{v1alpha1.ReasonPrivateURL, v1alpha1.ReasonInsecureURL}},
		"invalid and http are two faults":         {"http://127.0.0.1/mcp", URLPolicy{}, []string{v1alpha1.ReasonInvalidURL, v1alpha1.ReasonInsecureURL}},
		"all three at once":                       {"http://u:p@10.0.0.1/mcp", URLPolicy{}, []string{v1alpha1.ReasonInvalidURL, v1alpha1.ReasonPrivateURL, v1alpha1.ReasonInsecureURL}},
		"nothing permits what is always refused":  {"http://localhost/", URLPolicy{AllowPrivate: true, AllowHTTP: true}, []string{v1alpha1.ReasonInvalidURL}},
		"an invalid URL is not called insecure":   {"https:///x", URLPolicy{}, []string{v1alpha1.ReasonInvalidURL}},
		"an empty URL has one fault of one class": {"", URLPolicy{}, []string{v1alpha1.ReasonInvalidURL}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, reasonsOf(RemoteURL(tt.url, tt.policy)))
		})
	}
}

func TestRemoteURLMessagesSayWhatToDo(t *testing.T) {
	tests := map[string]struct {
		url      string
		messages []string
	}{
		"scheme":        {"ftp://mcp.example.com/", []string{"spec.remoteURL must begin with https:// or http://, in lower case"}},
		"fragment":      {"https://mcp.example.com/#x", []string{"spec.remoteURL must not have a fragment: remove the # and what follows it"}},
		"loopback":      {"https://127.0.0.1/", []string{"spec.remoteURL must not point to a loopback address (127.0.0.0/8), which is never a remote server: use the server's own address or name"}},
		"private":       {"https://10.0.0.1/", []string{"spec.remoteURL points to a private address (10.0.0.0/8): use a public address or name, or set spec.allowPrivateEndpoint: true if the server is meant to be there"}},
		"plain http":    {"http://mcp.example.com/", []string{`spec.remoteURL is plain http, which anyone on the way can read and change: use https, or annotate the endpoint with toolhive.stacklok.dev/allow-insecure: "true" to accept that`}},
		"two mistakes":  {"https://localhost/#", []string{"spec.remoteURL must not have a fragment: remove the # and what follows it; it must not point to a loopback name (localhost), which is never a remote server: use the server's own address or name"}},
		"numeric host":  {"https://127.1/", []string{"spec.remoteURL " + urlForm}},
		"not parseable": {"https://[:::]/", []string{"spec.remoteURL " + urlForm}},
		"told once":     {"https://127.1:0/", []string{"spec.remoteURL " + urlForm}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var messages []string
			for _, fault := range RemoteURL(tt.url, URLPolicy{}) {
				messages = append(messages, fault.Message)
			}
			assert.Equal(t, tt.messages, messages)
		})
	}
}

// R4.1: what Go's parser takes worked with ToolHive. What is refused because of where it leads, or what it gives away, is another matter.
func TestRemoteURLsThatAreOnlyWrittenOddly(t *testing.T) {
	for raw, encoded := range map[string]string{
		"https://mcp.example.com/mcp?filter=a|b":     "https://mcp.example.com/mcp?filter=a%7Cb",
		"https://mcp.example.com/mcp#x":              "https://mcp.example.com/mcp",
		"https://mcp.example.com/{tenant}/mcp":       "https://mcp.example.com/%7Btenant%7D/mcp",
		"https://mcp.example.com/mcp path":           "https://mcp.example.com/mcp%20path",
		"https://mcp.example.com/m\u00fcller?q=100%": "https://mcp.example.com/m%C3%BCller?q=100%25",
		"https://mcp.example.com/%7Ea?b=%zz":         "https://mcp.example.com/%7Ea?b=%25zz",
	} {
		faults := RemoteURL(raw, URLPolicy{})
		require.Len(t, faults, 1, raw)
		assert.True(t, faults[0].Tolerable, raw)
		assert.Equal(t, encoded, Encoded(raw))
		assert.Empty(t, RemoteURL(encoded, URLPolicy{}))
	}
	for _, raw := range []string{
		"https://127.0.0.1/#x", "https://localhost/a|b", "https://169.254.169.254/{a}", "https://127.1/a b", "https://user:s3cret@mcp.example.com/#x",
		"https://b\u00fccher.example.com/", "https://mcp.example.com:0/#x", "ftp://mcp.example.com/#x", "https://mcp.example.com/a\tb", "https://mcp.example.com|x/",
	} {
		for _, fault := range RemoteURL(raw, URLPolicy{}) {
			assert.False(t, fault.Tolerable, raw)
		}
		assert.NotEmpty(t, RemoteURL(raw, URLPolicy{}), raw)
	}
	for _, fault := range RemoteURL("https://10.0.0.1/#x", URLPolicy{}) {
		assert.Equal(t, fault.Reason == v1alpha1.ReasonInvalidURL, fault.Tolerable)
	}
}

func TestRemoteURLNeverRepeatsCredentials(t *testing.T) {
	for _, raw := range []string{
		"https://s3cret@mcp.example.com/",
		"https://user:s3cret@mcp.example.com/",
		"http://s3cret:s3cret@10.0.0.1/?s3cret#s3cret",
		"https://user:s3cret/more@127.0.0.1/",
		"https://user:s3cret%zz@mcp.example.com/",
		"https://user:s3cret @mcp.example.com/",
		"ftp://user:s3cret@mcp.example.com/",
		"https://s3cret/path@mcp.example.com/",
		"https://mcp.example.com:s3cret/",
		"https://[s3cret]/",
		"s3cret",
	} {
		t.Run(raw, func(t *testing.T) {
			faults := RemoteURL(raw, URLPolicy{})
			require.NotEmpty(t, faults)
			for _, fault := range faults {
				assert.NotContains(t, fault.Message, "s3cret")
			}
		})
	}
}

func TestRemoteURLLength(t *testing.T) {
	base := "https://mcp.example.com/"
	longest := base + strings.Repeat("x", 2048-len(base))
	assert.Empty(t, RemoteURL(longest, URLPolicy{}))
	assert.Equal(t, []URLFault{{v1alpha1.ReasonInvalidURL, "spec.remoteURL must be at most 2048 characters long", true}}, RemoteURL(longest+"x", URLPolicy{}))
}

// FuzzRemoteURL checks that no input makes RemoteURL panic or report a reason twice, and that an accepted URL leads every client
// that reads it with net/url to a host that may be used.
func FuzzRemoteURL(f *testing.F) {
	for _, c := range remoteURLCorpus(f) {
		f.Add(c.URL)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		reasons := reasonsOf(RemoteURL(raw, URLPolicy{}))
		for i, reason := range reasons {
			require.NotContains(t, reasons[:i], reason)
		}
		if len(reasons) > 0 {
			return
		}
		u, err := url.Parse(raw)
		require.NoError(t, err)
		require.Equal(t, "https", u.Scheme)
		require.Nil(t, u.User)
		require.Empty(t, u.Fragment)
		require.Equal(t, raw, u.String(), "net/url would send another URL")

		authority, _, _ := strings.Cut(strings.TrimPrefix(raw, "https://"), "?")
		authority, _, _ = strings.Cut(authority, "/")
		require.Equal(t, authority, u.Host, "the host is what stands between the slashes")

		addr, err := netip.ParseAddr(u.Hostname())
		if err != nil {
			require.Contains(t, strings.TrimSuffix(u.Hostname(), "."), ".", "a public name has a dot")
			return
		}
		require.True(t, addr.IsGlobalUnicast())
		require.False(t, addr.IsPrivate() || addr.IsLoopback() || addr.IsLinkLocalUnicast() || addr.Is4In6())
	})
}

func reasonsOf(faults []URLFault) []string {
	var reasons []string
	for _, fault := range faults {
		reasons = append(reasons, fault.Reason)
	}
	return reasons
}
