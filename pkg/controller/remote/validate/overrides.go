// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/validation"
	metav1validation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	utilvalidation "k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// checkOverrides finds what could not be added to the proxy's objects, or would lose against what the operator sets itself.
func checkOverrides(in Input, proxy *v1alpha1.ProxyConfig) []Problem {
	overrides := proxy.ResourceOverrides
	if overrides == nil {
		return nil
	}
	f := findings{reason: v1alpha1.ReasonInvalidResourceOverrides}
	root := field.NewPath("spec", "proxyConfig", "resourceOverrides")
	f.metadata(root.Child("proxyService"), overrides.ProxyService)
	if deployment := overrides.ProxyDeployment; deployment != nil {
		path := root.Child("proxyDeployment")
		f.metadata(path, &deployment.ResourceMetadataOverrides)
		f.controllersAnnotations(path, deployment.Annotations)
		f.metadata(path.Child("podTemplateMetadataOverrides"), deployment.PodTemplateMetadataOverrides)
		f.env(in, path.Child("env"), deployment.Env)
		for i, ref := range deployment.ImagePullSecrets {
			if len(utilvalidation.IsDNS1123Subdomain(ref.Name)) > 0 {
				f.add("%s is %q, which cannot be the name of a Secret", path.Child("imagePullSecrets").Index(i).Child("name"), ref.Name)
			}
		}
	}
	return f.problems
}

func (f *findings) metadata(path *field.Path, overrides *v1beta1.ResourceMetadataOverrides) {
	if overrides == nil {
		return
	}
	faults := metav1validation.ValidateLabels(overrides.Labels, path.Child("labels"))
	faults = append(faults, validation.ValidateAnnotations(overrides.Annotations, path.Child("annotations"))...)
	for _, fault := range faults {
		f.add("%v", fault)
	}
	for _, label := range slices.Sorted(maps.Keys(overrides.Labels)) {
		if slices.Contains(pod.OwnLabels, label) {
			f.add("%s: the operator sets label %q itself: remove it", path.Child("labels"), label)
		}
	}
	for _, annotation := range slices.Sorted(maps.Keys(overrides.Annotations)) {
		if slices.Contains(pod.OwnAnnotations, annotation) {
			f.add("%s: the operator sets annotation %q itself: remove it", path.Child("annotations"), annotation)
		}
	}
}

// controllersAnnotations finds annotations of the Deployment that its controller would set to another value again and again.
func (f *findings) controllersAnnotations(path *field.Path, annotations map[string]string) {
	for _, annotation := range slices.Sorted(maps.Keys(annotations)) {
		if pod.IsDeploymentControllers(annotation) {
			f.add("%s: Kubernetes sets annotation %q itself: remove it", path.Child("annotations"), annotation)
		}
	}
}

func (f *findings) env(in Input, path *field.Path, variables []v1beta1.EnvVar) {
	var reserved []string
	if runner, err := runconfig.For(in.Endpoint, in.Found); err == nil {
		reserved = render.Reserved(&runner)
	}
	seen := map[string]bool{}
	for _, variable := range variables {
		switch {
		case len(utilvalidation.IsEnvVarName(variable.Name)) > 0:
			f.add("%s: %q cannot be the name of a variable: %s", path, variable.Name, strings.Join(utilvalidation.IsEnvVarName(variable.Name), "; "))
		case seen[variable.Name]:
			f.add("%s: variable %q stands more than once: keep one", path, variable.Name)
		case slices.Contains(reserved, variable.Name):
			f.withoutEffect("%s: the operator sets variable %q itself, from the rest of the spec: remove it", path, variable.Name)
		}
		seen[variable.Name] = true
	}
}
