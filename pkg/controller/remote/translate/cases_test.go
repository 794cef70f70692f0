// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

// commonCases are those of both kinds.
var commonCases = []fieldCase{
	{name: "nothing else"},
	{
		name: "the URL in its older spelling",
		spec: `{remoteUrl: null, remoteURL: "https://other.example.com/mcp"}`,
		want: `{remoteURL: "https://other.example.com/mcp"}`,
	},
	{
		name:  "of two URLs the one in today's spelling counts",
		spec:  `{remoteURL: "https://other.example.com/mcp"}`,
		notes: []string{"Lost spec.remoteURL"},
	},
	{
		name: "plain http is permitted by an annotation", annotated: true,
		spec:  `{remoteUrl: "http://other.example.com/mcp"}`,
		want:  `{remoteURL: "http://other.example.com/mcp"}`,
		notes: []string{"Tolerated spec.remoteUrl"},
	},
	{
		name: "plain http in the older spelling", annotated: true,
		spec:  `{remoteUrl: null, remoteURL: "http://other.example.com/mcp"}`,
		want:  `{remoteURL: "http://other.example.com/mcp"}`,
		notes: []string{"Tolerated spec.remoteURL"},
	},
	{
		name: "a private host that ToolHive did not know is permitted", annotated: true,
		spec:  `{remoteUrl: "http://search.tools.svc:8080/mcp"}`,
		want:  `{remoteURL: "http://search.tools.svc:8080/mcp", allowPrivateEndpoint: true}`,
		notes: []string{"Tolerated spec.remoteUrl", "Tolerated spec.remoteUrl"},
	},
	{
		name:  "a private name that ToolHive refused stays refused",
		spec:  `{remoteUrl: "https://search.tools.svc.cluster.local/mcp"}`,
		want:  `{remoteURL: "https://search.tools.svc.cluster.local/mcp"}`,
		notes: []string{"Decide spec.remoteUrl"},
	},
	{
		name:  "another spelling of a refused name is refused as well",
		spec:  `{remoteUrl: "https://search.tools.svc.Cluster.Local./mcp"}`,
		want:  `{remoteURL: "https://search.tools.svc.Cluster.Local./mcp"}`,
		notes: []string{"Decide spec.remoteUrl"},
	},
	{
		name:  "a private address that ToolHive refused stays refused",
		spec:  `{remoteUrl: "https://10.1.2.3/mcp"}`,
		want:  `{remoteURL: "https://10.1.2.3/mcp"}`,
		notes: []string{"Decide spec.remoteUrl"},
	},
	{
		name: "a private address that is allowed",
		spec: `{remoteUrl: "https://10.1.2.3/mcp", allowPrivateEndpoint: true}`,
		want: `{remoteURL: "https://10.1.2.3/mcp", allowPrivateEndpoint: true}`,
	},
	{
		name:  "a URL that is always refused",
		spec:  `{remoteUrl: "https://127.0.0.1/mcp"}`,
		want:  `{remoteURL: "https://127.0.0.1/mcp"}`,
		notes: []string{"Decide spec.remoteUrl"},
	},
	{
		name:  "a URL that cannot be parsed",
		spec:  `{remoteUrl: "https://[/mcp"}`,
		want:  `{remoteURL: "https://[/mcp"}`,
		notes: []string{"Decide spec.remoteUrl"},
	},
	{name: "transport", spec: `{transport: streamable-http}`, want: `{transport: streamable-http}`},
	{name: "the group by its name alone", spec: `{groupRef: other}`, want: `{groupRef: other}`},
	{name: "the group", spec: `{groupRef: {name: other}}`, want: `{groupRef: other}`},
	{
		name:  "no group",
		spec:  `{groupRef: null}`,
		want:  `{groupRef: ""}`,
		notes: []string{"Decide spec.groupRef"},
	},
	{
		name:  "a group that there cannot be",
		spec:  `{groupRef: {name: My_Team}}`,
		want:  `{groupRef: My_Team}`,
		notes: []string{"Decide spec.groupRef"},
	},
	{name: "external auth", spec: `{externalAuthConfigRef: {name: auth}}`, want: `{externalAuthConfigRef: {name: auth}}`},
	{
		name: "headers",
		spec: `{headerForward: {addPlaintextHeaders: {X-Tenant: blue}, addHeadersFromSecret: [{headerName: X-Key, valueSecretRef: {name: keys, key: api}}]}}`,
		want: `{headerForward: {addPlaintextHeaders: {X-Tenant: blue}, addHeadersFromSecret: [{headerName: X-Key, valueSecretRef: {name: keys, key: api}}]}}`,
	},
	{
		name: "headers with values in Secrets, in the older spelling",
		spec: `{headerForward: {addHeadersFromSecrets: [{headerName: X-Key, valueSecretRef: {name: keys, key: api}}]}}`,
		want: `{headerForward: {addHeadersFromSecret: [{headerName: X-Key, valueSecretRef: {name: keys, key: api}}]}}`,
	},
}

var entryCases = []fieldCase{
	{
		name: "CA bundle",
		spec: `{caBundleRef: {configMapRef: {name: ca, key: root.pem}}}`,
		want: `{caBundleRef: {name: ca, key: root.pem}}`,
	},
	{
		name: "CA bundle under the default key",
		spec: `{caBundleRef: {configMapRef: {name: ca, key: ""}}}`,
		want: `{caBundleRef: {name: ca}}`,
	},
	{
		name: "CA bundle in the older spelling",
		spec: `{caBundleRef: {name: ca, key: root.pem}}`,
		want: `{caBundleRef: {name: ca, key: root.pem}}`,
	},
	{
		name: "CA bundle in the older spelling under the default key",
		spec: `{caBundleRef: {name: ca}}`,
		want: `{caBundleRef: {name: ca}}`,
	},
	{
		name:  "of two CA bundles the one in today's spelling counts",
		spec:  `{caBundleRef: {name: other, configMapRef: {name: ca, key: ca.crt}}}`,
		want:  `{caBundleRef: {name: ca, key: ca.crt}}`,
		notes: []string{"Lost spec.caBundleRef.name"},
	},
	{
		name:  "a CA bundle that may be missing",
		spec:  `{caBundleRef: {configMapRef: {name: ca, key: ca.crt, optional: true}}}`,
		want:  `{caBundleRef: {name: ca, key: ca.crt}}`,
		notes: []string{"Lost spec.caBundleRef.configMapRef.optional"},
	},
	{
		name:  "a CA bundle that names no ConfigMap",
		spec:  `{caBundleRef: {}}`,
		notes: []string{"Lost spec.caBundleRef"},
	},
	{
		name:  "no transport",
		spec:  `{transport: null}`,
		want:  `{transport: ""}`,
		notes: []string{"Decide spec.transport"},
	},
}
