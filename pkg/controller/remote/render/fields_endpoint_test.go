// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"encoding/json"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Prefixes of paths.
const (
	proxy      = "spec.proxyConfig."
	deployment = proxy + "resourceOverrides.proxyDeployment."
	sessions   = proxy + "sessionStorage."
)

// referenced is the checksum of the values of Secrets and ConfigMaps that pods read.
const referenced = "checksum.references"

func variable(name string) string { return "container.env[" + name + "]" }

// nameIn and keyIn are of the Secret that a variable's value is from.
func nameIn(name string) string { return variable(name) + ".valueFrom.secretKeyRef.name" }
func keyIn(name string) string  { return variable(name) + ".valueFrom.secretKeyRef.key" }

// endpointCases are of what endpoints of both types have.
var endpointCases = []fieldCase{
	{"plain", "spec.type", "direct", elsewhere("an endpoint of type direct has no children at all")},
	{"plain", "spec.remoteURL", "https://mcp.example.org/", changes("runconfig.remote_url")},
	{
		"plain", "spec.transport", "sse",
		changes("runconfig.container_labels[toolhive-transport]", "runconfig.env_vars.MCP_TRANSPORT", "runconfig.proxy_mode", "runconfig.transport"),
	},
	{"private-sse", "spec.transport", "streamable-http", refused(v1alpha1.ReasonSettingWithoutEffect, v1alpha1.ReasonSettingWithoutEffect)},
	{"plain", "spec.groupRef", "other", elsewhere("a VirtualMCPServer serves the endpoints of a group, of which a proxy knows nothing")},
	{"plain", "spec.groupRef", "nobody", refused(v1alpha1.ReasonGroupNotFound)},
	{"plain", "spec.allowPrivateEndpoint", true, elsewhere("it permits other remote URLs")},
	{"private-sse", "spec.allowPrivateEndpoint", false, refused(v1alpha1.ReasonPrivateURL)},
	{
		"auth-bearer", "spec.externalAuthConfigRef.name", "other",
		changes(
			referenced, variable("TOOLHIVE_SECRETS_PROVIDER"), variable("TOOLHIVE_SECRET_BEARER_TOKEN"), "runconfig.aws_sts_config",
			"runconfig.remote_auth_config",
		),
	},
	{
		"headers-and-ca", "spec.headerForward.addPlaintextHeaders", map[string]string{"X-Team": "other"},
		changes("runconfig.header_forward.add_plaintext_headers[X-Team]"),
	},
	{
		"headers-and-ca", "spec.headerForward.addHeadersFromSecret[0].headerName", "X-Other",
		changes(
			variable("TOOLHIVE_SECRET_HEADER_X_API_KEY_B27EF9F9"), variable("TOOLHIVE_SECRET_HEADER_X_OTHER_41395A3C"),
			"runconfig.header_forward.add_headers_from_secret[X-API-Key]", "runconfig.header_forward.add_headers_from_secret[X-Other]",
		),
	},
	{
		"headers-and-ca", "spec.headerForward.addHeadersFromSecret[0].valueSecretRef.name", "other",
		changes(referenced, nameIn("TOOLHIVE_SECRET_HEADER_X_API_KEY_B27EF9F9")),
	},
	{
		"headers-and-ca", "spec.headerForward.addHeadersFromSecret[0].valueSecretRef.key", "other-api-key",
		changes(referenced, keyIn("TOOLHIVE_SECRET_HEADER_X_API_KEY_B27EF9F9")),
	},
	{"headers-and-ca", "spec.caBundleRef.name", "other", changes(referenced, "pod.spec.volumes[remote-ca-bundle].configMap.name")},
	{"headers-and-ca", "spec.caBundleRef.key", "other-bundle.pem", changes(referenced, "pod.spec.volumes[remote-ca-bundle].configMap.items[0].key")},
	{"tools", "spec.toolConfigRef.name", "other", changes("runconfig.tools_filter", "runconfig.tools_override")},
}

// podCases are of what makes the pods, and what is around them.
var podCases = []fieldCase{
	{"plain", proxy + "audit.enabled", true, changes("runconfig.audit_config")},
	{"plain", proxy + "resources.limits", map[string]string{"cpu": "1"}, changes("container.resources.limits")},
	{"plain", proxy + "resources.requests", map[string]string{"memory": "64Mi"}, changes("container.resources.requests")},
	{"plain", proxy + "resources.claims[0].name", "gpu", refused(v1alpha1.ReasonInvalidResources)},
	{"plain", proxy + "resources.claims[0].request", "one", refused(v1alpha1.ReasonInvalidResources)},
	{"service-account", proxy + "serviceAccount", "other", changes("pod.spec.serviceAccountName")},
	{"service-account", proxy + "serviceAccount", nil, changes("pod.spec.serviceAccountName", "serviceAccount")},
	{
		"plain", proxy + "proxyPort", 9090,
		changes(
			"container.ports[http].containerPort", "runconfig.container_labels[toolhive-port]", oidcPlaces+"ResourceURL", "runconfig.port",
			"service.spec.ports[http].port",
		),
	},
	{"plain", proxy + "sessionAffinity", "None", changes("service.spec.sessionAffinity")},
	{"private-sse", proxy + "trustProxyHeaders", false, changes("runconfig.trust_proxy_headers")},
	{"plain", proxy + "trustProxyHeaders", true, refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"private-sse", proxy + "endpointPrefix", "/other", changes("runconfig.endpoint_prefix")},
	{"plain", proxy + "endpointPrefix", "/other", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"plain", proxy + "replicas", 2, changes("deployment.spec.replicas")},
	{
		"plain", proxy + "podTemplateSpec",
		json.RawMessage(`{"spec": {"nodeSelector": {"disk": "fast"}, "containers": [{"name": "toolhive", "imagePullPolicy": "Always"}]}}`),
		changes("container.imagePullPolicy", "pod.spec.nodeSelector"),
	},
	{
		"plain", proxy + "podTemplateSpec", json.RawMessage(`{"spec": {"nodeSelektor": {"disk": "fast"}}}`),
		refused(v1alpha1.ReasonInvalidPodTemplate),
	},
	{"overrides", deployment + "labels", map[string]string{"app": "other"}, refused(v1alpha1.ReasonInvalidResourceOverrides)},
	{"overrides", deployment + "labels", map[string]string{"team": "other"}, changes("deployment.metadata.labels.team")},
	{
		"overrides", deployment + "annotations", map[string]string{"example.com/owner": "other", "example.com/empty": ""},
		changes("deployment.metadata.annotations[example.com/owner]"),
	},
	{"overrides", deployment + "podTemplateMetadataOverrides.labels", map[string]string{"tier": "other"}, changes("pod.metadata.labels.tier")},
	{
		"overrides", deployment + "podTemplateMetadataOverrides.annotations", map[string]string{"example.com/scrape": "false"},
		changes("pod.metadata.annotations[example.com/scrape]"),
	},
	{"overrides", deployment + "env[0].name", "OTHER", changes(variable("OTHER"), variable("TOOLHIVE_DEBUG"))},
	{"overrides", deployment + "env[1].name", "OTHER", changes("container.env[HOME].value", variable("OTHER"))},
	{"overrides", deployment + "env[0].value", "false", changes("container.env[TOOLHIVE_DEBUG].value")},
	{
		"overrides", deployment + "imagePullSecrets[0].name", "other",
		changes(
			"pod.spec.imagePullSecrets[other]", "pod.spec.imagePullSecrets[registry]",
		),
	},
	{"overrides", proxy + "resourceOverrides.proxyService.labels", map[string]string{"team": "other"}, changes("service.metadata.labels.team")},
	{
		"overrides", proxy + "resourceOverrides.proxyService.annotations", map[string]string{"example.com/load-balancer": "external"},
		changes("service.metadata.annotations[example.com/load-balancer]"),
	},
	{"sessions", sessions + "provider", "memory", refused(v1alpha1.ReasonSessionsNotShared, v1alpha1.ReasonSessionStorageInvalid)},
	{
		"everything", sessions + "provider", "memory",
		changes(referenced, variable("THV_SESSION_REDIS_PASSWORD"), "runconfig.scaling_config").
			with(kind.MCPRemoteEndpoint, sessions+"address", nil).
			with(kind.MCPRemoteEndpoint, sessions+"passwordRef", nil),
	},
	{"sessions", sessions + "address", "other:6379", changes("runconfig.scaling_config.session_redis.address")},
	{"sessions", sessions + "db", 2, changes("runconfig.scaling_config.session_redis.db")},
	{"sessions", sessions + "keyPrefix", "other:", changes("runconfig.scaling_config.session_redis.key_prefix")},
	{"sessions", sessions + "passwordRef.name", "other", changes(referenced, nameIn("THV_SESSION_REDIS_PASSWORD"))},
	{"sessions", sessions + "passwordRef.key", "other-password", changes(referenced, keyIn("THV_SESSION_REDIS_PASSWORD"))},
}
