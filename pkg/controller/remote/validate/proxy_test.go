// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// proxied makes the input that of a proxy, changed like this.
func proxied(changes ...func(*v1alpha1.ProxyConfig)) change {
	return func(in *validate.Input) {
		in.Endpoint.Spec.Type = v1alpha1.EndpointTypeProxy
		in.Endpoint.Spec.ProxyConfig = &v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{
			Type: v1alpha1.OIDCConfigTypeInline, Inline: &v1alpha1.InlineOIDCConfig{Issuer: "https://login.example.com", Audience: "search"},
		}}
		in.AuthConfig.Spec.HeaderInjection.HeaderName = "X-Token"
		for _, c := range changes {
			c(in.Endpoint.Spec.ProxyConfig)
		}
	}
}

// none are the findings in what nothing is wrong with.
var none []finding

func TestProxy(t *testing.T) {
	sse := func(in *validate.Input) { in.Endpoint.Spec.Transport = v1beta1.TransportSSE }
	config := func(set func(*v1alpha1.ProxyConfig)) []change { return []change{proxied(set)} }
	overrides := func(o v1beta1.ResourceOverrides) []change {
		return config(func(p *v1alpha1.ProxyConfig) { p.ResourceOverrides = &o })
	}
	env := func(vars ...v1beta1.EnvVar) []change {
		return overrides(v1beta1.ResourceOverrides{ProxyDeployment: &v1beta1.ProxyDeploymentOverrides{Env: vars}})
	}
	template := func(raw string) []change {
		return config(func(p *v1alpha1.ProxyConfig) { p.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(raw)} })
	}
	storage := func(s v1beta1.SessionStorageConfig) []change {
		return config(func(p *v1alpha1.ProxyConfig) { p.SessionStorage = &s })
	}
	limits := func(limit, request string) []change {
		return config(func(p *v1alpha1.ProxyConfig) {
			p.Resources.Limits = corev1.ResourceList{"cpu": resource.MustParse(limit)}
			p.Resources.Requests = corev1.ResourceList{"cpu": resource.MustParse(request)}
		})
	}
	invalid := func(reason string, mentions ...string) []finding {
		return []finding{configuration(reason, mentions...)}
	}
	tests := map[string]struct {
		changes []change
		want    []finding
	}{
		"a proxy with which nothing is wrong": {config(func(*v1alpha1.ProxyConfig) {}), none},
		"no proxy config": {
			[]change{proxied(), func(in *validate.Input) { in.Endpoint.Spec.ProxyConfig = nil }},
			invalid(v1alpha1.ReasonProxyConfigMissing, "spec.proxyConfig"),
		},

		"an endpoint prefix changes answers of SSE servers": {[]change{proxied(func(p *v1alpha1.ProxyConfig) { p.EndpointPrefix = "/team-a" }), sse}, none},
		"an endpoint prefix without effect":                 {config(func(p *v1alpha1.ProxyConfig) { p.EndpointPrefix = "/team-a" }), invalid(v1alpha1.ReasonSettingWithoutEffect, "endpointPrefix")},
		"trusted headers without effect":                    {config(func(p *v1alpha1.ProxyConfig) { p.TrustProxyHeaders = true }), invalid(v1alpha1.ReasonSettingWithoutEffect, "trustProxyHeaders")},
		"an endpoint prefix that is no path":                {[]change{proxied(func(p *v1alpha1.ProxyConfig) { p.EndpointPrefix = "team-a" }), sse}, invalid(v1alpha1.ReasonInvalidEndpointPrefix, "team-a")},
		"an endpoint prefix that ends in a slash":           {[]change{proxied(func(p *v1alpha1.ProxyConfig) { p.EndpointPrefix = "/team-a/" }), sse}, invalid(v1alpha1.ReasonInvalidEndpointPrefix)},
		"an endpoint prefix with a query":                   {[]change{proxied(func(p *v1alpha1.ProxyConfig) { p.EndpointPrefix = "/a?b" }), sse}, invalid(v1alpha1.ReasonInvalidEndpointPrefix)},

		"a service account that is missing": {config(func(p *v1alpha1.ProxyConfig) { p.ServiceAccount = new("mine") }), invalid(v1alpha1.ReasonServiceAccountNotFound, `"mine"`)},
		"a service account that exists": {
			[]change{proxied(func(p *v1alpha1.ProxyConfig) { p.ServiceAccount = new("mine") }), func(in *validate.Input) { in.ServiceAccount = &metav1.PartialObjectMetadata{} }}, none,
		},

		"the service account that is made anyhow": {config(func(p *v1alpha1.ProxyConfig) { p.ServiceAccount = new("search-remote-proxy-runner") }), none},

		"several pods with affinity": {config(func(p *v1alpha1.ProxyConfig) { p.Replicas = new(int32(2)) }), none},
		"several pods that do not know each other's sessions": {
			config(func(p *v1alpha1.ProxyConfig) {
				p.Replicas, p.SessionAffinity = new(int32(2)), corev1.ServiceAffinityNone
			}), invalid(v1alpha1.ReasonSessionsNotShared, "sessionAffinity"),
		},
		"several pods that share sessions": {
			config(func(p *v1alpha1.ProxyConfig) {
				p.Replicas, p.SessionAffinity = new(int32(2)), corev1.ServiceAffinityNone
				p.SessionStorage = &v1beta1.SessionStorageConfig{Provider: "redis", Address: "redis:6379"}
			}), none,
		},
		"Redis without an address": {storage(v1beta1.SessionStorageConfig{Provider: "redis"}), invalid(v1alpha1.ReasonSessionStorageInvalid, "address")},
		"Redis without a port":     {storage(v1beta1.SessionStorageConfig{Provider: "redis", Address: "redis"}), invalid(v1alpha1.ReasonSessionStorageInvalid, "sessionStorage.address must read host:port")},
		"Redis by a URL":           {storage(v1beta1.SessionStorageConfig{Provider: "redis", Address: "redis://redis:6379"}), invalid(v1alpha1.ReasonSessionStorageInvalid, "host:port")},
		"Redis in the pod itself":  {storage(v1beta1.SessionStorageConfig{Provider: "redis", Address: ":6379"}), invalid(v1alpha1.ReasonSessionStorageInvalid, "each pod")},
		"memory":                   {storage(v1beta1.SessionStorageConfig{Provider: "memory"}), none},
		"memory with an address":   {storage(v1beta1.SessionStorageConfig{Provider: "memory", Address: "redis:6379"}), invalid(v1alpha1.ReasonSessionStorageInvalid, "provider")},
		"Redis without its password": {
			storage(v1beta1.SessionStorageConfig{Provider: "redis", Address: "redis:6379", PasswordRef: &v1beta1.SecretKeyRef{Name: "keys", Key: "x"}}),
			invalid(v1alpha1.ReasonSessionStorageInvalid, `no key "x"`),
		},

		"quantities that fit":          {limits("0.5", "500m"), none},
		"a request above the limit":    {limits("100m", "0.2"), invalid(v1alpha1.ReasonInvalidResources, "requests.cpu", "200m")},
		"a negative quantity":          {limits("1", "-1"), invalid(v1alpha1.ReasonInvalidResources, "negative")},
		"claims that the pod has none": {config(func(p *v1alpha1.ProxyConfig) { p.Resources.Claims = []corev1.ResourceClaim{{Name: "x"}} }), invalid(v1alpha1.ReasonInvalidResources, "claims")},

		"a variable of the user's":           {env(v1beta1.EnvVar{Name: "TOOLHIVE_DEBUG", Value: "true"}), none},
		"a default that the user overrides":  {env(v1beta1.EnvVar{Name: "HOME", Value: "/x"}), none},
		"a variable that the operator sets":  {env(v1beta1.EnvVar{Name: "KUBECONFIG", Value: "/x"}), invalid(v1alpha1.ReasonSettingWithoutEffect, "KUBECONFIG")},
		"the provider of secrets":            {env(v1beta1.EnvVar{Name: "TOOLHIVE_SECRETS_PROVIDER"}), invalid(v1alpha1.ReasonSettingWithoutEffect, "TOOLHIVE_SECRETS_PROVIDER")},
		"a variable that cannot have a name": {env(v1beta1.EnvVar{Name: "A=B"}), invalid(v1alpha1.ReasonInvalidResourceOverrides, "A=B")},
		"a variable twice":                   {env(v1beta1.EnvVar{Name: "A"}, v1beta1.EnvVar{Name: "A"}), invalid(v1alpha1.ReasonInvalidResourceOverrides, `"A"`)},
		"a label that the operator sets": {
			overrides(v1beta1.ResourceOverrides{ProxyService: &v1beta1.ResourceMetadataOverrides{Labels: map[string]string{"app": "x"}}}),
			invalid(v1alpha1.ReasonInvalidResourceOverrides, "proxyService.labels", `"app"`),
		},
		"a label that is none": {
			overrides(v1beta1.ResourceOverrides{ProxyService: &v1beta1.ResourceMetadataOverrides{Labels: map[string]string{"a": "b c"}}}),
			invalid(v1alpha1.ReasonInvalidResourceOverrides, "b c"),
		},
		"an annotation of pods that the operator sets": {
			overrides(v1beta1.ResourceOverrides{ProxyDeployment: &v1beta1.ProxyDeploymentOverrides{PodTemplateMetadataOverrides: &v1beta1.ResourceMetadataOverrides{
				Annotations: map[string]string{"toolhive.stacklok.dev/runconfig-checksum": "x"},
			}}}),
			invalid(v1alpha1.ReasonInvalidResourceOverrides, "runconfig-checksum"),
		},
		"annotations that the Deployment controller sets": {
			overrides(v1beta1.ResourceOverrides{ProxyDeployment: &v1beta1.ProxyDeploymentOverrides{ResourceMetadataOverrides: v1beta1.ResourceMetadataOverrides{
				Annotations: map[string]string{"deployment.kubernetes.io/revision": "7", "deprecated.deployment.rollback.to": "1", "mine": "1"},
			}}}),
			append(invalid(v1alpha1.ReasonInvalidResourceOverrides, "proxyDeployment.annotations", `"deployment.kubernetes.io/revision"`),
				invalid(v1alpha1.ReasonInvalidResourceOverrides, `"deprecated.deployment.rollback.to"`)...),
		},
		"the same annotations of pods, where nobody else sets them": {
			overrides(v1beta1.ResourceOverrides{ProxyDeployment: &v1beta1.ProxyDeploymentOverrides{PodTemplateMetadataOverrides: &v1beta1.ResourceMetadataOverrides{
				Annotations: map[string]string{"deployment.kubernetes.io/revision": "7"},
			}}}), none,
		},
		"a pull secret that can be none": {
			overrides(v1beta1.ResourceOverrides{ProxyDeployment: &v1beta1.ProxyDeploymentOverrides{ImagePullSecrets: []corev1.LocalObjectReference{{Name: "A B"}}}}),
			invalid(v1alpha1.ReasonInvalidResourceOverrides, "A B"),
		},

		"a pod template":                       {template(`{"spec": {"nodeSelector": {"a": "b"}, "containers": [{"name": "toolhive"}], "volumes": [{"name": "mine", "$patch": "delete"}]}}`), none},
		"a pod template with a misspelt field": {template(`{"spec": {"nodeSelektor": {}}}`), invalid(v1alpha1.ReasonInvalidPodTemplate, "nodeSelektor")},
		"a pod template of another type":       {template(`{"spec": {"containers": "x"}}`), invalid(v1alpha1.ReasonInvalidPodTemplate)},
		"a sidecar whose port would be taken for the proxy's": {
			template(`{"spec": {"containers": [{"name": "side", "ports": [{"name": "http", "containerPort": 1}]}]}}`),
			invalid(v1alpha1.ReasonSettingWithoutEffect, `"side"`, `"http"`),
		},
		"the old name of the service account": {template(`{"spec": {"serviceAccount": "x"}}`), invalid(v1alpha1.ReasonSettingWithoutEffect, "serviceAccountName")},
		"a container without a name":          {template(`{"spec": {"containers": [{"image": "x"}]}}`), invalid(v1alpha1.ReasonInvalidPodTemplate, "name")},
		"a pod template that is no object":    {template(`[]`), invalid(v1alpha1.ReasonInvalidPodTemplate)},
		"a pod template that sets our label":  {template(`{"metadata": {"labels": {"toolhive": "x"}}}`), invalid(v1alpha1.ReasonInvalidPodTemplate, "toolhive")},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { requireFindings(t, tt.want, validate.Endpoint(input(tt.changes...))) })
	}
}

func vain(mentions ...string) finding {
	return configuration(v1alpha1.ReasonSettingWithoutEffect, mentions...)
}

func TestTelemetry(t *testing.T) {
	otel := func(o v1beta1.MCPTelemetryOTelConfig, more ...change) []change {
		o.Enabled = true
		return append([]change{proxied(func(p *v1alpha1.ProxyConfig) {
			p.Telemetry = &v1alpha1.TelemetryConfig{MCPTelemetryConfigSpec: v1beta1.MCPTelemetryConfigSpec{OpenTelemetry: &o}}
		})}, more...)
	}
	tracing := &v1beta1.OpenTelemetryTracingConfig{Enabled: true}
	secret := func(entry digest.Entry) change {
		return func(in *validate.Input) { in.Secrets["otel"] = digest.Digest{"token": entry} }
	}
	sensitive := []v1beta1.SensitiveHeader{{Name: "Authorization", SecretKeyRef: v1beta1.SecretKeyRef{Name: "otel", Key: "token"}}}
	ca := &v1beta1.CABundleSource{ConfigMapRef: &corev1.ConfigMapKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: "authority"}}}
	shared := proxied(func(p *v1alpha1.ProxyConfig) {
		p.TelemetryConfigRef = &v1beta1.MCPTelemetryConfigReference{Name: "telemetry"}
	})
	const reason, header = v1alpha1.ReasonTelemetryConfigInvalid, v1alpha1.ReasonTelemetryHeaderInvalid
	tests := map[string]struct {
		changes []change
		want    []finding
	}{
		"traces to a collector":          {otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318", Tracing: tracing}), none},
		"traces to nowhere":              {otel(v1beta1.MCPTelemetryOTelConfig{Tracing: tracing}), []finding{vain("endpoint")}},
		"a collector by its URL":         {otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "https://otel.example.com/api/otel", Tracing: tracing}), none},
		"a collector that is no address": {otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "not a host", Tracing: tracing}), []finding{configuration(reason, "openTelemetry.endpoint", "host:port")}},
		"a collector with a password":    {otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "user:hidden@otel:4318", Tracing: tracing}), []finding{configuration(reason, "user information")}},
		"a shared collector, no address": {
			[]change{shared, func(in *validate.Input) {
				in.TelemetryConfig = &v1beta1.MCPTelemetryConfig{ObjectMeta: metav1.ObjectMeta{Name: "telemetry"}, Spec: v1beta1.MCPTelemetryConfigSpec{
					OpenTelemetry: &v1beta1.MCPTelemetryOTelConfig{Enabled: true, Endpoint: "ftp://otel", Tracing: tracing},
				}}
			}}, []finding{configuration(reason, `MCPTelemetryConfig "telemetry"`)},
		},
		"nothing to a collector": {
			otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318"}), []finding{configuration(reason, "openTelemetry.tracing")},
		},
		"a rate that is no number": {
			otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318", Tracing: &v1beta1.OpenTelemetryTracingConfig{Enabled: true, SamplingRate: "NaN"}}),
			[]finding{vain(`"NaN"`)},
		},
		"a secret header": {otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318", Tracing: tracing, SensitiveHeaders: sensitive}, secret(someValue)), none},
		"a secret header without a secret": {
			otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318", Tracing: tracing, SensitiveHeaders: sensitive}), []finding{configuration(header, `"otel"`)},
		},
		"a secret header that cannot be sent": {
			otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318", Tracing: tracing, SensitiveHeaders: sensitive}, secret(digest.Entry{Length: 3, HeaderValue: true})),
			[]finding{configuration(header, "comma")},
		},
		"a header twice": {
			otel(v1beta1.MCPTelemetryOTelConfig{
				Endpoint: "otel:4318", Tracing: tracing, SensitiveHeaders: sensitive, Headers: map[string]string{"authorization": "c"},
			}, secret(someValue)),
			[]finding{configuration(header, "more than once")},
		},
		"a header with a bad name": {
			otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318", Tracing: tracing, Headers: map[string]string{"a b": "c"}}), []finding{configuration(header, `"a b"`)},
		},
		"a CA bundle":                  {otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318", Tracing: tracing, CABundleRef: ca}), none},
		"a CA bundle that is not used": {otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318", Tracing: tracing, CABundleRef: ca, Insecure: true}), []finding{configuration(reason, "insecure")}},
		"a CA bundle without certificates": {
			otel(v1beta1.MCPTelemetryOTelConfig{Endpoint: "otel:4318", Tracing: tracing, CABundleRef: ca}, func(in *validate.Input) {
				in.ConfigMaps["authority"] = digest.Digest{"ca.crt": {}}
				in.Endpoint.Spec.CABundleRef = nil
			}),
			[]finding{configuration(reason, `"authority"`)},
		},
		"a shared config that is missing": {[]change{shared}, []finding{configuration(v1alpha1.ReasonTelemetryConfigNotFound, `"telemetry"`)}},
		"a shared config that enables nothing": {
			[]change{shared, func(in *validate.Input) { in.TelemetryConfig = &v1beta1.MCPTelemetryConfig{} }}, []finding{vain("enables nothing")},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { requireFindings(t, tt.want, validate.Endpoint(input(tt.changes...))) })
	}
}

func TestToolsOfAProxy(t *testing.T) {
	tools := func(spec v1beta1.MCPToolConfigSpec) []change {
		return []change{proxied(), func(in *validate.Input) { in.ToolConfig = &v1beta1.MCPToolConfig{Spec: spec} }}
	}
	type overrides = map[string]v1beta1.ToolOverride
	bad := func(mentions ...string) []finding {
		return []finding{configuration(v1alpha1.ReasonToolConfigInvalid, mentions...)}
	}
	tests := map[string]struct {
		changes []change
		want    []finding
	}{
		"a filter and an override":    {tools(v1beta1.MCPToolConfigSpec{ToolsFilter: []string{"sum"}, ToolsOverride: overrides{"add": {Name: "sum"}}}), none},
		"an empty name in the filter": {tools(v1beta1.MCPToolConfigSpec{ToolsFilter: []string{""}}), bad("toolsFilter")},
		"a filter by the old name":    {tools(v1beta1.MCPToolConfigSpec{ToolsFilter: []string{"add"}, ToolsOverride: overrides{"add": {Name: "sum"}}}), []finding{vain(`"sum"`)}},
		"an empty override":           {tools(v1beta1.MCPToolConfigSpec{ToolsOverride: overrides{"add": {}}}), bad(`"add"`)},
		"an override of nothing":      {tools(v1beta1.MCPToolConfigSpec{ToolsOverride: overrides{"": {Name: "x"}}}), bad("toolsOverride")},
		"annotations":                 {tools(v1beta1.MCPToolConfigSpec{ToolsOverride: overrides{"add": {Name: "x", Annotations: &v1beta1.ToolAnnotationsOverride{}}}}), []finding{vain("annotations")}},
		"two tools under one name":    {tools(v1beta1.MCPToolConfigSpec{ToolsOverride: overrides{"a": {Name: "x"}, "b": {Name: "x"}}}), bad(`"a"`, `"b"`)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) { requireFindings(t, tt.want, validate.Endpoint(input(tt.changes...))) })
	}
}
