// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	utilvalidation "k8s.io/apimachinery/pkg/util/validation"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// proxyChecks are about what an endpoint of type proxy says of its pods.
var proxyChecks = []check{
	{"proxy name", checkProxyName},
	{"proxy config", checkProxyConfig},
	{"proxy settings", ofProxy(checkProxySettings)},
	{"service account", ofProxy(checkServiceAccount)},
	{"session storage", ofProxy(checkSessionStorage)},
	{"authorization server's pods", ofProxy(checkAuthServerPods)},
	{"resources", ofProxy(checkResources)},
	{"resource overrides", ofProxy(checkOverrides)},
	{"pod template", ofProxy(checkPodTemplate)},
	{"telemetry", ofProxy(checkTelemetry)},
	{"tools", ofProxy(checkTools)},
}

// ofProxy makes a check that finds nothing in endpoints of another type.
func ofProxy(find func(Input, *v1alpha1.ProxyConfig) []Problem) func(Input) []Problem {
	return func(in Input) []Problem {
		if !isProxy(in) || in.Endpoint.Spec.ProxyConfig == nil {
			return nil
		}
		return find(in, in.Endpoint.Spec.ProxyConfig)
	}
}

func isProxy(in Input) bool { return in.Endpoint.Spec.Type != v1alpha1.EndpointTypeDirect }

// findings collects problems of one reason.
type findings struct {
	reason   string
	problems []Problem
}

// withoutEffect is for what the proxy runner, or Kubernetes, pays no attention to.
func (f *findings) withoutEffect(format string, args ...any) {
	f.problems = append(f.problems, configuration(v1alpha1.ReasonSettingWithoutEffect, fmt.Sprintf(format, args...)))
}

func (f *findings) add(format string, args ...any) {
	f.problems = append(f.problems, configuration(f.reason, fmt.Sprintf(format, args...)))
}

// checkProxyName finds names for which the proxy's Service cannot be made (R1.3). Admission refuses them, but not in the older kinds.
func checkProxyName(in Input) []Problem {
	service := runconfig.ServiceName(in.Endpoint.Name)
	if !isProxy(in) || len(utilvalidation.IsDNS1123Label(service)) == 0 {
		return nil
	}
	return []Problem{configuration(v1alpha1.ReasonInvalidName,
		fmt.Sprintf("metadata.name: the Service of the proxy would be called %q, which is no DNS label of at most 63 characters: "+
			"use a name of at most %d characters without dots", service, utilvalidation.DNS1123LabelMaxLength-len(runconfig.ServiceName(""))))}
}

func checkProxyConfig(in Input) []Problem {
	if !isProxy(in) || in.Endpoint.Spec.ProxyConfig != nil {
		return nil
	}
	return []Problem{configuration(v1alpha1.ReasonProxyConfigMissing,
		"spec.proxyConfig is missing: give at least oidcConfig or oidcConfigRef, or create an MCPRemoteEndpoint of type direct")}
}

// checkProxySettings refuses what the runner would take and pay no attention to: it changes URLs in the answers of SSE servers only.
func checkProxySettings(in Input, proxy *v1alpha1.ProxyConfig) []Problem {
	var problems []Problem
	if in.Endpoint.Spec.Transport != v1beta1.TransportSSE {
		for field, set := range map[string]bool{"endpointPrefix": proxy.EndpointPrefix != "", "trustProxyHeaders": proxy.TrustProxyHeaders} {
			if set {
				problems = append(problems, configuration(v1alpha1.ReasonSettingWithoutEffect,
					fmt.Sprintf("spec.proxyConfig.%s has an effect only when spec.transport is sse: remove it", field)))
			}
		}
		slices.SortFunc(problems, func(a, b Problem) int { return strings.Compare(a.Message, b.Message) })
	}
	if prefix := proxy.EndpointPrefix; prefix != "" && (!strings.HasPrefix(prefix, "/") || path.Clean(prefix) != prefix || strings.ContainsAny(prefix, "?#% \t\r\n\"\\")) {
		problems = append(problems, configuration(v1alpha1.ReasonInvalidEndpointPrefix,
			fmt.Sprintf("spec.proxyConfig.endpointPrefix %q must be a path such as /team-a: it begins with / and does not end with one", prefix)))
	}
	return problems
}

func checkServiceAccount(in Input, proxy *v1alpha1.ProxyConfig) []Problem {
	made := render.Name(kind.ServiceAccount, in.Endpoint.Name)
	if proxy.ServiceAccount == nil || *proxy.ServiceAccount == made || in.ServiceAccount != nil {
		return nil
	}
	return []Problem{configuration(v1alpha1.ReasonServiceAccountNotFound,
		fmt.Sprintf("ServiceAccount %q does not exist in this namespace: create it, or remove spec.proxyConfig.serviceAccount to have one made", *proxy.ServiceAccount))}
}

// checkSessionStorage refuses several pods that know nothing of each other's sessions: requests would fail at random.
func checkSessionStorage(in Input, proxy *v1alpha1.ProxyConfig) []Problem {
	f, apart := findings{reason: v1alpha1.ReasonSessionStorageInvalid}, findings{reason: v1alpha1.ReasonSessionsNotShared}
	storage := proxy.SessionStorage
	shared := storage != nil && storage.Provider == v1beta1.SessionStorageProviderRedis
	several := proxy.Replicas != nil && *proxy.Replicas > 1
	if several && !shared && proxy.SessionAffinity == corev1.ServiceAffinityNone {
		apart.add("spec.proxyConfig.replicas is %d, and requests of one session may go to pods that do not know it: set sessionAffinity to ClientIP, or sessionStorage to redis", *proxy.Replicas)
	}
	switch {
	case shared:
		f.redis(in, storage)
	case storage != nil && *storage != (v1beta1.SessionStorageConfig{Provider: storage.Provider}):
		f.add("spec.proxyConfig.sessionStorage has settings of Redis, but its provider is %s: remove them, or set provider to redis", storage.Provider)
	}
	return append(apart.problems, f.problems...)
}

func (f *findings) redis(in Input, storage *v1beta1.SessionStorageConfig) {
	switch {
	case storage.Address == "":
		f.add("spec.proxyConfig.sessionStorage.address is missing: give the host:port of the Redis server")
	case !isHostPort(storage.Address):
		f.add("spec.proxyConfig.sessionStorage.address must read host:port, such as redis.example.com:6379, where each pod finds the same Redis server")
		if isWithinPod(storage.Address) {
			f.problems[len(f.problems)-1].harmlessTo = kind.MCPRemoteProxy
		}
	}
	if storage.PasswordRef == nil {
		return
	}
	if fault := secretFault(in.Secrets, *storage.PasswordRef); fault != "" {
		f.add("spec.proxyConfig.sessionStorage has no password: %s", fault)
	}
}

// isWithinPod says whether an address is one in the pod itself, as that of a sidecar: a Unix socket, or a port alone. The proxy runner takes it, but
// pods share nothing that way.
func isWithinPod(addr string) bool {
	return path.IsAbs(addr) || isHostPort("localhost"+addr)
}

// checkAuthServerPods refuses several pods of an authorization server that know nothing of each other's logins and keys.
func checkAuthServerPods(in Input, proxy *v1alpha1.ProxyConfig) []Problem {
	config := authServer(in)
	if config == nil || proxy.Replicas == nil || *proxy.Replicas <= 1 {
		return nil
	}
	f := findings{reason: v1alpha1.ReasonSessionsNotShared}
	server := config.Spec.EmbeddedAuthServer
	if server.Storage == nil || server.Storage.Type != v1beta1.AuthServerStorageTypeRedis {
		f.add("spec.proxyConfig.replicas is %d, and a login at one pod is unknown to the others: set embeddedAuthServer.storage of MCPExternalAuthConfig %q to redis, or replicas to 1",
			*proxy.Replicas, config.Name)
	}
	if len(server.SigningKeySecretRefs) == 0 || len(server.HMACSecretRefs) == 0 {
		f.add("spec.proxyConfig.replicas is %d, and each pod would make keys of its own: give MCPExternalAuthConfig %q signingKeySecretRefs and hmacSecretRefs, or set replicas to 1",
			*proxy.Replicas, config.Name)
	}
	return f.problems
}

// checkResources finds what the API server would refuse of the pod.
func checkResources(_ Input, proxy *v1alpha1.ProxyConfig) []Problem {
	f := findings{reason: v1alpha1.ReasonInvalidResources}
	limits, requests := proxy.Resources.Limits, proxy.Resources.Requests
	for _, of := range []struct {
		field string
		list  corev1.ResourceList
	}{{"limits", limits}, {"requests", requests}} {
		for _, name := range slices.Sorted(maps.Keys(of.list)) {
			if quantity := of.list[name]; quantity.Sign() < 0 {
				f.add("spec.proxyConfig.resources.%s.%s is %s: a quantity cannot be negative", of.field, name, quantity.String())
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(requests)) {
		request := requests[name]
		if limit, ok := limits[name]; ok && request.Cmp(limit) > 0 {
			f.add("spec.proxyConfig.resources.requests.%s is %s, more than its limit of %s", name, request.String(), limit.String())
		}
	}
	if len(proxy.Resources.Claims) > 0 {
		f.add("spec.proxyConfig.resources.claims refers to claims that the pod does not have: use podTemplateSpec for both")
	}
	return f.problems
}
