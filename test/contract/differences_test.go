// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// difference is one that is meant. docs/toolhive-differences.md gives the reason, by its name.
type difference struct {
	name string
	// apply makes of what ToolHive's operator rendered what this one is to render. ours is looked at only for what cannot be told from
	// outside: checksums, and names that nobody but the proxy runner reads.
	apply func(theirs, ours *rendering)
}

// changes applies the difference, and says whether that changed anything.
func (d difference) changes(theirs, ours *rendering) bool {
	before := flat(theirs)
	d.apply(theirs, ours)
	return !maps.Equal(before, flat(theirs))
}

// general are the differences of all proxies, and are applied after those of a case.
var general = []difference{
	{"owner", func(theirs, _ *rendering) {
		for _, meta := range []*metav1.ObjectMeta{&theirs.Deployment.ObjectMeta, &theirs.Service.ObjectMeta} {
			meta.OwnerReferences[0].APIVersion, meta.OwnerReferences[0].Kind = "toolhive.stacklok.dev/v1alpha1", "MCPRemoteEndpoint"
		}
	}},
	{"labels", func(theirs, _ *rendering) {
		for _, meta := range []*metav1.ObjectMeta{&theirs.Deployment.ObjectMeta, &theirs.Service.ObjectMeta} {
			maps.Copy(meta.Labels, ownLabels)
		}
		maps.Copy(theirs.pod().Labels, ownLabels)
	}},
	{"oidc-required", func(theirs, _ *rendering) {
		if theirs.RunConfig["oidc_config"] == nil {
			theirs.RunConfig["oidc_config"] = addedOIDC(theirs)
		}
	}},
	{"no-role", func(theirs, _ *rendering) {
		maps.DeleteFunc(theirs.Children, func(child string, _ bool) bool { return strings.HasPrefix(child, "role") })
	}},
	{"no-api-token", func(theirs, _ *rendering) {
		theirs.pod().Spec.AutomountServiceAccountToken = new(false)
		theirs.addEnv(corev1.EnvVar{Name: "KUBECONFIG", Value: "/etc/runconfig/kubeconfig"})
	}},
	{"no-usage-reports", func(theirs, _ *rendering) {
		theirs.addEnv(corev1.EnvVar{Name: "TOOLHIVE_USAGE_METRICS_ENABLED", Value: "false"})
		theirs.addEnv(corev1.EnvVar{Name: "TOOLHIVE_SKIP_UPDATE_CHECK", Value: "true"})
	}},
	{"drain", func(theirs, _ *rendering) {
		theirs.container().Lifecycle = &corev1.Lifecycle{PreStop: &corev1.LifecycleHandler{Sleep: &corev1.SleepAction{Seconds: 5}}}
		if grace := theirs.pod().Spec.TerminationGracePeriodSeconds; *grace == corev1.DefaultTerminationGracePeriodSeconds {
			*grace = 40
		}
	}},
	{"checksums", func(theirs, ours *rendering) {
		theirs.pod().Annotations[configChecksum] = ours.pod().Annotations[configChecksum]
		if theirs.readsReferences() {
			theirs.pod().Annotations[referencesChecksum] = ours.pod().Annotations[referencesChecksum]
		}
	}},
	{"port-by-name", func(theirs, _ *rendering) {
		theirs.Service.Spec.Ports[0].TargetPort = intstr.FromString("http")
	}},
	{"no-middleware-list", func(theirs, _ *rendering) { delete(theirs.RunConfig, "middleware_configs") }},
}

// general returns the differences of all proxies of that kind.
func (s *situation) general() []difference {
	return slices.DeleteFunc(slices.Clone(general), func(d difference) bool { return s.older != nil && slices.Contains(onlyEndpoints, d.name) })
}

// ownLabels are those of every child.
var ownLabels = map[string]string{
	"app": "mcpremoteproxy", "app.kubernetes.io/name": "mcpremoteproxy", "app.kubernetes.io/instance": "ep",
	"app.kubernetes.io/managed-by": "mcp-remote-endpoint-operator", "toolhive": "true", "toolhive-name": "ep",
}

const (
	configChecksum     = "toolhive.stacklok.dev/runconfig-checksum"
	referencesChecksum = "toolhive.stacklok.dev/references-checksum"
)
