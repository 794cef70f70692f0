// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtual

import (
	"maps"
	"regexp"
	"slices"
)

// difference is one that is meant. docs/virtual-servers.md gives the reason, by its name.
type difference struct {
	name string
	// paths match where it shows.
	paths *regexp.Regexp
}

func differs(name, paths string) difference { return difference{name, regexp.MustCompile(paths)} }

const (
	podPath       = `^deployment/spec/template/spec/`
	containerPath = podPath + `containers/vmcp/`
	env           = containerPath + `env/`
)

// general are the differences of all gateways.
var general = []difference{
	differs("labels", `^(deployment(/spec/template)?|service)/metadata/labels/app\.kubernetes\.io/managed-by$|^role/metadata/labels/`),
	differs("no-hmac-secret", env+`VMCP_SESSION_HMAC_SECRET/`),
	differs("projected-token", podPath+`(automountServiceAccountToken$|volumes/cluster-token/)|`+containerPath+`volumeMounts/cluster-token/|`+env+`POD_NAMESPACE/`),
	differs("least-rights", `^role/rules/`),
	differs("no-usage-reports", env+`(TOOLHIVE_USAGE_METRICS_ENABLED|TOOLHIVE_SKIP_UPDATE_CHECK)/`),
	differs("drain", containerPath+`lifecycle/|`+podPath+`terminationGracePeriodSeconds$`),
	differs("startup-probe", containerPath+`startupProbe/`),
	differs("checksums", `^deployment/spec/template/metadata/annotations/toolhive\.stacklok\.dev/(runconfig|references)-checksum$`),
	differs("port-by-name", `^service/spec/ports/http/targetPort$`),
	differs("no-passing-values", `^config/backends/[^/]+/metadata/workload_status$`),
	differs("direct-backends", `^config/backends/[^/]+/type$`),
	differs("operational-defaults", `^config/operational/`),
}

// Differences of some gateways.
var (
	resourceURL      = differs("resource-url", `^config/incomingAuth/oidc/resource$`)
	caFiles          = differs("ca-files", `^config/backends/entry/caBundlePath$|`+podPath+`volumes/ca-bundle-entry/configMap/items/0/path$`)
	headerVariables  = differs("header-variables", env+`(TOOLHIVE_SECRET_HEADER_|TOOLHIVE_HEADER_FORWARD_)`)
	optionalValues   = differs("optional-values", env+`TOOLHIVE_SECRET_HEADER_[^/]+/valueFrom/secretKeyRef/optional$|`+podPath+`volumes/ca-bundle-entry/configMap/optional$`)
	authVariables    = differs("auth-variables", env+`TOOLHIVE_(HEADER_INJECTION|XAA)_[A-Z_]+_(HDR|hdr|x-hdr|x-xaa)/|^config/outgoingAuth/.*Env$`)
	noSecretProvider = differs("no-unread-values", env+`TOOLHIVE_SECRETS_PROVIDER/`)
	noUnreadValues   = differs("no-unread-values",
		env+`(TOOLHIVE_HEADER_FORWARD_|TOOLHIVE_(TOKEN_EXCHANGE|HEADER_INJECTION|XAA)_|TOOLHIVE_SECRETS_PROVIDER/)|`+podPath+`volumes/ca-bundle-entry/|`+containerPath+`volumeMounts/ca-bundle-entry/`)
	noPods        = differs("no-pods-without-backends", `^deployment/`)
	addressStays  = differs("no-pods-without-backends", `^(config|service)/`)
	noCAOfOthers  = differs("unusable-members", podPath+`volumes/ca-bundle-entry/|`+containerPath+`volumeMounts/ca-bundle-entry/`)
	noPlainAuth   = differs("explicit-auth", `^config/outgoingAuth/backends/b/type$`)
	noUserInfo    = differs("no-setting-without-effect", `^authserver/upstreams/corp-idp/oidc_config/userinfo_override/`)
	noOverrides   = differs("no-setting-without-effect", `^config/outgoingAuth/(default|backends/a)/`)
	ownScopes     = differs("scopes-of-own-server", `^config/incomingAuth/oidc/scopes/`)
	subjectOfVMCP = differs("subject-left-to-vmcp", `^config/outgoingAuth/backends/e-aws/awsSts/subjectProviderName$`)
	operatorRedis = differs("no-operator-redis", `^config/sessionStorage/|`+env+`THV_SESSION_REDIS_PASSWORD/`)
	noPullHash    = differs("no-pull-secrets-hash", `^deployment/metadata/annotations/toolhive\.stacklok\.io/imagepullsecrets-hash$`)
	fileModes     = differs("file-modes", podPath+`volumes/authserver-[^/]+/secret/(defaultMode|items/0/mode)$`)
)

// withoutMember is the difference that a member is left out which could not be used.
func withoutMember(name string) difference {
	return differs("unusable-members", `^config/(backends|outgoingAuth/backends)/`+name+`/|`+env+`TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET_AUTH/`)
}

// admitted are what the API server adds where nothing is said: values, and where they are.
var admitted = []struct{ value, paths string }{
	{`600`, `^deployment/spec/progressDeadlineSeconds$`},
	{`1`, `^deployment/spec/replicas$`},
	{`10`, `^deployment/spec/revisionHistoryLimit$`},
	{`25%`, `^deployment/spec/strategy/rollingUpdate/(maxSurge|maxUnavailable)$`},
	{`RollingUpdate`, `^deployment/spec/strategy/type$`},
	{`ClusterFirst`, podPath + `dnsPolicy$`},
	{`Always`, podPath + `restartPolicy$`},
	{`default-scheduler`, podPath + `schedulerName$`},
	{`vm-vmcp`, podPath + `serviceAccount$`},
	{`mine`, podPath + `serviceAccount$`},
	{`420`, podPath + `volumes/(vmcp-config|ca-bundle-[^/]+)/configMap/defaultMode$`},
	{`IfNotPresent`, containerPath + `imagePullPolicy$`},
	{`1`, containerPath + `(livenessProbe|readinessProbe)/successThreshold$`},
	{`/dev/termination-log`, containerPath + `terminationMessagePath$`},
	{`File`, containerPath + `terminationMessagePolicy$`},
	{`Cluster`, `^service/spec/internalTrafficPolicy$`},
	{`IPv4`, `^service/spec/ipFamilies/0$`},
	{`SingleStack`, `^service/spec/ipFamilyPolicy$`},
	{`10800`, `^service/spec/sessionAffinityConfig/clientIP/timeoutSeconds$`},
}

// defaulted adds these values where there is none.
func (v values) defaulted(like values) {
	for path, value := range like {
		if _, ok := v[path]; ok {
			continue
		}
		for _, addition := range admitted {
			if addition.value == value && regexp.MustCompile(addition.paths).MatchString(path) {
				v[path] = value
			}
		}
	}
}

// differing are the paths whose values differ, sorted.
func differing(a, b values) []string {
	var paths []string
	for path, value := range a {
		if other, ok := b[path]; !ok || other != value {
			paths = append(paths, path)
		}
	}
	for path := range b {
		if _, ok := a[path]; !ok {
			paths = append(paths, path)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(paths)))
}

// explain returns what of the differing paths no difference matches, and the names of those differences that match some.
func explain(paths []string, differences []difference) (unexplained []string, shown map[string]bool) {
	shown = map[string]bool{}
	for _, path := range paths {
		found := false
		for _, d := range differences {
			if d.paths.MatchString(path) {
				shown[d.name], found = true, true
			}
		}
		if !found {
			unexplained = append(unexplained, path)
		}
	}
	return unexplained, shown
}

func names(differences []difference) map[string]bool {
	all := map[string]bool{}
	for _, d := range differences {
		all[d.name] = true
	}
	return all
}

func union(sets ...map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, set := range sets {
		maps.Copy(all, set)
	}
	return all
}
