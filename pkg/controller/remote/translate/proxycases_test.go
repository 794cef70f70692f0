// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate_test

// proxyCases are those of an MCPRemoteProxy alone.
var proxyCases = []fieldCase{
	{name: "the default transport", spec: `{transport: null}`, want: `{transport: streamable-http}`},
	{name: "port", spec: `{proxyPort: 9090}`, want: `{proxyConfig: {proxyPort: 9090}}`},
	{name: "port in its older spelling", spec: `{port: 9090}`, want: `{proxyConfig: {proxyPort: 9090}}`},
	{name: "an older port goes before a default", spec: `{proxyPort: 8080, port: 9090}`, want: `{proxyConfig: {proxyPort: 9090}}`},
	{name: "an older port that is the default gives way", spec: `{proxyPort: 9090, port: 8080}`, want: `{proxyConfig: {proxyPort: 9090}}`},
	{
		name:  "of two ports the one in today's spelling counts",
		spec:  `{proxyPort: 9090, port: 9091}`,
		want:  `{proxyConfig: {proxyPort: 9090}}`,
		notes: []string{"Lost spec.port"},
	},
	{name: "auth server", spec: `{authServerRef: {kind: MCPExternalAuthConfig, name: login}}`, want: `{proxyConfig: {authServerRef: {kind: MCPExternalAuthConfig, name: login}}}`},
	{
		name: "policies in place",
		spec: `{authzConfig: {type: inline, inline: {policies: ["permit(principal, action, resource);"], entitiesJson: '[{}]'}, groupClaimName: teams, roleClaimName: duties, groupEntityType: Team}}`,
		want: `{proxyConfig: {authzConfig: {type: inline, inline: {policies: ["permit(principal, action, resource);"], entitiesJson: '[{}]'}, groupClaimName: teams, roleClaimName: duties, groupEntityType: Team}}}`,
	},
	{
		name:  "the primary upstream provider never had an effect",
		spec:  `{authzConfig: {type: inline, inline: {policies: ["permit(principal, action, resource);"], primaryUpstreamProvider: github}}}`,
		want:  `{proxyConfig: {authzConfig: {type: inline, inline: {policies: ["permit(principal, action, resource);"]}}}}`,
		notes: []string{"Lost spec.authzConfig.inline.primaryUpstreamProvider"},
	},
	{
		name: "policies in a ConfigMap",
		spec: `{authzConfig: {type: configMap, configMap: {name: policies, key: cedar.json}}}`,
		want: `{proxyConfig: {authzConfig: {type: configMap, configMap: {name: policies, key: cedar.json}}}}`,
	},
	{name: "shared policies", spec: `{authzConfigRef: {name: policies}}`, want: `{proxyConfig: {authzConfigRef: {name: policies}}}`},
	{name: "audit", spec: `{audit: {enabled: true}}`, want: `{proxyConfig: {audit: {enabled: true}}}`},
	{name: "tools", spec: `{toolConfigRef: {name: tools}}`, want: `{toolConfigRef: {name: tools}}`},
	{
		name: "shared telemetry",
		spec: `{telemetryConfigRef: {name: telemetry, serviceName: shop}}`,
		want: `{proxyConfig: {telemetryConfigRef: {name: telemetry, serviceName: shop}}}`,
	},
	{
		name: "telemetry in place",
		spec: `
telemetry:
  openTelemetry:
    enabled: true
    endpoint: otel:4318
    serviceName: shop
    insecure: true
    metrics: {enabled: true}
    tracing: {enabled: true, samplingRate: "0.5"}
    useLegacyAttributes: false
  prometheus: {enabled: true}
`,
		want: `
proxyConfig:
  telemetry:
    serviceName: shop
    openTelemetry:
      enabled: true
      endpoint: otel:4318
      insecure: true
      metrics: {enabled: true}
      tracing: {enabled: true, samplingRate: "0.5"}
      useLegacyAttributes: false
    prometheus: {enabled: true}
`,
	},
	{
		name:  "headers of telemetry in place",
		spec:  `{telemetry: {openTelemetry: {enabled: true, headers: ["a=b=c", " d = e ", nothing, =x]}}}`,
		want:  `{proxyConfig: {telemetry: {openTelemetry: {enabled: true, headers: {a: b=c, d: e}}}}}`,
		notes: []string{"Lost spec.telemetry.openTelemetry.headers", "Lost spec.telemetry.openTelemetry.headers"},
	},
	{
		name:  "telemetry that enables nothing",
		spec:  `{telemetry: {openTelemetry: {endpoint: otel:4318}, prometheus: {}}}`,
		notes: []string{"Lost spec.telemetry"},
	},
	{
		name: "resources",
		spec: `{resources: {limits: {cpu: 500m, memory: 256Mi}, requests: {cpu: 100m, memory: 64Mi}}}`,
		want: `{proxyConfig: {resources: {limits: {cpu: 500m, memory: 256Mi}, requests: {cpu: 100m, memory: 64Mi}}}}`,
	},
	{
		name:  "quantities that are none",
		spec:  `{resources: {limits: {cpu: lots}, requests: {memory: 64MiB}}}`,
		notes: []string{"Lost spec.resources.limits.cpu", "Lost spec.resources.requests.memory"},
	},
	{
		name:  "quantities with long exponents",
		spec:  `{resources: {limits: {cpu: "1e99999999"}}, podTemplateSpec: {colour: red, spec: {overhead: {cpu: "1e-99999999"}}}}`,
		want:  `{proxyConfig: {podTemplateSpec: {colour: red, spec: {overhead: {cpu: "1e-99999999"}}}}}`,
		notes: []string{"Lost spec.resources.limits.cpu"},
	},
	{name: "service account", spec: `{serviceAccount: runner}`, want: `{proxyConfig: {serviceAccount: runner}}`},
	{name: "service account without a name", spec: `{serviceAccount: ""}`, notes: []string{"Lost spec.serviceAccount"}},
	{
		name: "pod template",
		spec: `{podTemplateSpec: {spec: {nodeSelector: {disk: ssd}, containers: [{name: toolhive, env: [{name: A, value: B}]}]}}}`,
		want: `{proxyConfig: {podTemplateSpec: {spec: {nodeSelector: {disk: ssd}, containers: [{name: toolhive, env: [{name: A, value: B}]}]}}}}`,
	},
	{
		name: "unknown fields of a pod template never came into a pod",
		spec: `{podTemplateSpec: {colour: red, spec: {priority: 7, containers: [{name: toolhive, colour: green}, {name: "a[0]", "a[0]": 1, "name]": 1}]}}}`,
		want: `{proxyConfig: {podTemplateSpec: {spec: {priority: 7, containers: [{name: toolhive}, {name: "a[0]", "a[0]": 1}]}}}}`,
		notes: []string{
			"Lost spec.podTemplateSpec.colour", "Lost spec.podTemplateSpec.spec.containers[0].colour",
			"Lost spec.podTemplateSpec.spec.containers[1].name]",
		},
	},
	{
		name:  "the old name of a pod's service account",
		spec:  `{podTemplateSpec: {spec: {serviceAccount: runner, priority: 7}}}`,
		want:  `{proxyConfig: {podTemplateSpec: {spec: {priority: 7}}}}`,
		notes: []string{"Lost spec.podTemplateSpec.spec.serviceAccount"},
	},
	{
		name: "a sidecar whose port has the name of the proxy's",
		spec: `{podTemplateSpec: {spec: {containers: [{name: side, image: side, ports: [{name: http, containerPort: 1}]}]}}}`,
		want: `{proxyConfig: {podTemplateSpec: {spec: {containers: [{name: side, image: side, ports: [{name: http, containerPort: 1}]}]}}}}`,
	},
	{
		name: "directives of a pod template stay",
		spec: `{podTemplateSpec: {spec: {$patch: merge, containers: [{name: toolhive, $patch: delete}]}}}`,
		want: `{proxyConfig: {podTemplateSpec: {spec: {$patch: merge, containers: [{name: toolhive, $patch: delete}]}}}}`,
	},
	{
		name:  "the operator's own labels and annotations in a pod template",
		spec:  `{podTemplateSpec: {metadata: {labels: {app: x, team: blue}, annotations: {toolhive.stacklok.dev/runconfig-checksum: x, a: b}}}}`,
		want:  `{proxyConfig: {podTemplateSpec: {metadata: {labels: {team: blue}, annotations: {a: b}}}}}`,
		notes: []string{"Lost spec.podTemplateSpec.metadata.labels", "Lost spec.podTemplateSpec.metadata.annotations"},
	},
	{
		name: "a pod template that is none stays for the endpoint to refuse",
		spec: `{podTemplateSpec: {colour: red, spec: {containers: many}}}`,
		want: `{proxyConfig: {podTemplateSpec: {colour: red, spec: {containers: many}}}}`,
	},
	{name: "trusted headers", spec: `{trustProxyHeaders: true}`, want: `{proxyConfig: {trustProxyHeaders: true}}`},
	{name: "prefix", spec: `{endpointPrefix: /team-a}`, want: `{proxyConfig: {endpointPrefix: /team-a}}`},
	{
		name:  "prefix without a slash",
		spec:  `{endpointPrefix: team-a/}`,
		want:  `{proxyConfig: {endpointPrefix: /team-a}}`,
		notes: []string{"Tolerated spec.endpointPrefix"},
	},
	{
		name: "a prefix that is no path",
		spec: `{endpointPrefix: "/team a"}`,
		want: `{proxyConfig: {endpointPrefix: "/team a"}}`,
	},
	{
		name:  "what has an effect with SSE only",
		spec:  `{transport: streamable-http, trustProxyHeaders: true, endpointPrefix: /team-a}`,
		want:  `{transport: streamable-http}`,
		notes: []string{"Lost spec.trustProxyHeaders", "Lost spec.endpointPrefix"},
	},
	{
		name: "overrides",
		spec: `
resourceOverrides:
  proxyDeployment:
    labels: {a: b}
    annotations: {c: d}
    podTemplateMetadataOverrides: {labels: {e: f}, annotations: {g: h}}
    env: [{name: TOOLHIVE_DEBUG, value: "true"}]
    imagePullSecrets: [{name: registry}]
  proxyService: {labels: {i: j}, annotations: {k: l}}
`,
		want: `
proxyConfig:
  resourceOverrides:
    proxyDeployment:
      labels: {a: b}
      annotations: {c: d}
      podTemplateMetadataOverrides: {labels: {e: f}, annotations: {g: h}}
      env: [{name: TOOLHIVE_DEBUG, value: "true"}]
      imagePullSecrets: [{name: registry}]
    proxyService: {labels: {i: j}, annotations: {k: l}}
`,
	},
	{
		name: "overrides of what the operator sets itself",
		spec: `
resourceOverrides:
  proxyDeployment:
    labels: {app: x, a: b}
    env: [{name: KUBECONFIG, value: /tmp/config}, {name: A, value: B}]
    podTemplateMetadataOverrides: {annotations: {toolhive.stacklok.dev/runconfig-checksum: x}}
`,
		want: `{proxyConfig: {resourceOverrides: {proxyDeployment: {labels: {a: b}, env: [{name: A, value: B}], podTemplateMetadataOverrides: {}}}}}`,
		notes: []string{
			"Lost spec.resourceOverrides.proxyDeployment.labels",
			"Lost spec.resourceOverrides.proxyDeployment.podTemplateMetadataOverrides.annotations",
			"Lost spec.resourceOverrides.proxyDeployment.env",
		},
	},
	{
		name: "annotations that are the Deployment controller's",
		spec: `
resourceOverrides:
  proxyDeployment: {annotations: {deployment.kubernetes.io/revision: "7"}}
  proxyService: {annotations: {deployment.kubernetes.io/revision: "7"}}
`,
		want:  `{proxyConfig: {resourceOverrides: {proxyDeployment: {}, proxyService: {annotations: {deployment.kubernetes.io/revision: "7"}}}}}`,
		notes: []string{"Lost spec.resourceOverrides.proxyDeployment.annotations"},
	},
	{
		name:  "a variable that stands twice",
		spec:  `{resourceOverrides: {proxyDeployment: {env: [{name: A, value: B}, {name: C, value: D}, {name: A, value: E}]}}}`,
		want:  `{proxyConfig: {resourceOverrides: {proxyDeployment: {env: [{name: C, value: D}, {name: A, value: E}]}}}}`,
		notes: []string{"Lost spec.resourceOverrides.proxyDeployment.env"},
	},
	{name: "session affinity", spec: `{sessionAffinity: None}`, want: `{proxyConfig: {sessionAffinity: None}}`},
	{name: "replicas", spec: `{replicas: 2}`, want: `{proxyConfig: {replicas: 2}}`},
	{name: "no replicas", spec: `{replicas: 0}`, want: `{proxyConfig: {replicas: 0}}`},
	{
		name: "several pods that do not know each other's sessions",
		spec: `{replicas: 2, sessionAffinity: None}`,
		want: `{proxyConfig: {replicas: 2, sessionAffinity: None}}`,
	},
	{
		name: "sessions in Redis",
		spec: `{replicas: 2, sessionAffinity: None, sessionStorage: {provider: redis, address: "redis:6379", db: 3, keyPrefix: "shop:", passwordRef: {name: keys, key: redis}}}`,
		want: `{proxyConfig: {replicas: 2, sessionAffinity: None, sessionStorage: {provider: redis, address: "redis:6379", db: 3, keyPrefix: "shop:", passwordRef: {name: keys, key: redis}}}}`,
	},
	{name: "sessions in memory", spec: `{sessionStorage: {provider: memory}}`, want: `{proxyConfig: {sessionStorage: {provider: memory}}}`},
	{
		name:  "sessions in memory with settings of Redis",
		spec:  `{sessionStorage: {provider: memory, keyPrefix: "shop:"}}`,
		want:  `{proxyConfig: {sessionStorage: {provider: memory}}}`,
		notes: []string{"Lost spec.sessionStorage"},
	},
}

// oidcCases are those of whose tokens a proxy accepts.
var oidcCases = []fieldCase{
	{
		name:  "everybody",
		spec:  `{oidcConfigRef: null}`,
		want:  `{proxyConfig: {oidcConfigRef: null}}`,
		notes: []string{"Decide spec.oidcConfigRef"},
	},
	{
		name: "shared",
		spec: `{oidcConfigRef: {name: idp, audience: search, scopes: [openid, mcp], resourceUrl: "https://search.example.com"}}`,
		want: `{proxyConfig: {oidcConfigRef: {name: idp, audience: search, scopes: [openid, mcp], resourceUrl: "https://search.example.com"}}}`,
	},
	{
		name: "tokens of the cluster",
		spec: `{oidcConfigRef: null, oidcConfig: {type: kubernetes, resourceUrl: "https://a.example.com", kubernetes: {audience: a, issuer: "https://b.example.com", jwksUrl: "https://c.example.com", introspectionUrl: "https://d.example.com", useClusterAuth: false}}}`,
		want: `{proxyConfig: {oidcConfigRef: null, oidcConfig: {type: kubernetes, resourceURL: "https://a.example.com", kubernetes: {audience: a, issuer: "https://b.example.com", jwksURL: "https://c.example.com", introspectionURL: "https://d.example.com", useClusterAuth: false}}}}`,
	},
	{
		name:  "one service account was never insisted on",
		spec:  `{oidcConfigRef: null, oidcConfig: {type: kubernetes, kubernetes: {serviceAccount: client, namespace: clients}}}`,
		want:  `{proxyConfig: {oidcConfigRef: null, oidcConfig: {type: kubernetes, kubernetes: {}}}}`,
		notes: []string{"Lost spec.oidcConfig.kubernetes.serviceAccount", "Lost spec.oidcConfig.kubernetes.namespace"},
	},
	{
		name: "in a ConfigMap",
		spec: `{oidcConfigRef: null, oidcConfig: {type: configMap, configMap: {name: idp, key: settings}}}`,
		want: `{proxyConfig: {oidcConfigRef: null, oidcConfig: {type: configMap, configMap: {name: idp, key: settings}}}}`,
	},
	{
		name:  "certificates beside a ConfigMap",
		spec:  `{oidcConfigRef: null, oidcConfig: {type: configMap, configMap: {name: idp, caBundleRef: {configMapRef: {name: ca, key: ca.crt, optional: true}}}}}`,
		want:  `{proxyConfig: {oidcConfigRef: null, oidcConfig: {type: configMap, configMap: {name: idp}}}}`,
		notes: []string{"Lost spec.oidcConfig.configMap.caBundleRef"},
	},
	{
		name: "in place",
		spec: `
oidcConfigRef: null
oidcConfig:
  type: inline
  inline:
    issuer: https://a.example.com
    audience: search
    jwksUrl: https://b.example.com
    introspectionUrl: https://c.example.com
    clientId: proxy
    clientSecretRef: {name: keys, key: oidc}
    caBundleRef: {configMapRef: {name: ca, key: root.pem}}
    jwksAuthTokenPath: /token
    jwksAllowPrivateIP: true
    insecureAllowHTTP: true
    scopes: [openid, mcp]
`,
		want: `
proxyConfig:
  oidcConfigRef: null
  oidcConfig:
    type: inline
    inline:
      issuer: https://a.example.com
      audience: search
      jwksURL: https://b.example.com
      introspectionURL: https://c.example.com
      clientID: proxy
      clientSecretRef: {name: keys, key: oidc}
      caBundleRef: {name: ca, key: root.pem}
      jwksAuthTokenPath: /token
      jwksAllowPrivateIP: true
      insecureAllowHTTP: true
      scopes: [openid, mcp]
`,
	},
	{
		name: "no audience",
		spec: `{oidcConfigRef: null, oidcConfig: {type: inline, inline: {issuer: "https://a.example.com"}}}`,
		want: `{proxyConfig: {oidcConfigRef: null, oidcConfig: {type: inline, inline: {issuer: "https://a.example.com"}}}}`,
	},
	{
		name: "either permission for private addresses",
		spec: `{oidcConfigRef: null, oidcConfig: {type: inline, inline: {issuer: "https://a.example.com", audience: a, protectedResourceAllowPrivateIP: true}}}`,
		want: `{proxyConfig: {oidcConfigRef: null, oidcConfig: {type: inline, inline: {issuer: "https://a.example.com", audience: a, jwksAllowPrivateIP: true}}}}`,
	},
	{
		name: "what an endpoint does not take in place",
		spec: `{oidcConfigRef: null, oidcConfig: {type: inline, inline: {issuer: "https://a.example.com", audience: a, clientSecret: hush, thvCABundlePath: /ca.crt, caBundleRef: {configMapRef: {name: ca, key: ca.crt, optional: true}}}}}`,
		want: `{proxyConfig: {oidcConfigRef: null, oidcConfig: {type: inline, inline: {issuer: "https://a.example.com", audience: a, caBundleRef: {name: ca, key: ca.crt}}}}}`,
		notes: []string{
			"Lost spec.oidcConfig.inline.clientSecret", "Lost spec.oidcConfig.inline.thvCABundlePath",
			"Lost spec.oidcConfig.inline.caBundleRef.configMapRef.optional",
		},
	},
	{
		name:  "a client secret beside a reference to one",
		spec:  `{oidcConfigRef: null, oidcConfig: {type: inline, inline: {issuer: "https://a.example.com", audience: a, clientId: b, clientSecret: hush, clientSecretRef: {name: keys, key: oidc}}}}`,
		want:  `{proxyConfig: {oidcConfigRef: null, oidcConfig: {type: inline, inline: {issuer: "https://a.example.com", audience: a, clientID: b, clientSecretRef: {name: keys, key: oidc}}}}}`,
		notes: []string{"Lost spec.oidcConfig.inline.clientSecret"},
	},
}
