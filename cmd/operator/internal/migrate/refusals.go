// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1validation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/admission"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// absent are the reasons of problems that are not about a manifest: what it refers to may well be where the endpoint will be.
var absent = []string{
	v1alpha1.ReasonGroupNotFound, v1alpha1.ReasonAuthConfigNotFound, v1alpha1.ReasonCABundleNotFound, v1alpha1.ReasonToolConfigNotFound,
	v1alpha1.ReasonHeaderSecretNotFound, v1alpha1.ReasonServiceAccountNotFound, v1alpha1.ReasonTelemetryConfigNotFound, v1alpha1.ReasonOIDCConfigNotFound,
	v1alpha1.ReasonOIDCSecretNotFound, v1alpha1.ReasonOIDCCABundleInvalid, v1alpha1.ReasonAuthzConfigNotFound,
}

// noted are the reasons of problems that the translation has a note on.
var noted = []string{v1alpha1.ReasonPrivateURL, v1alpha1.ReasonInsecureURL, v1alpha1.ReasonInvalidName}

// refusals are notes on what the API server or the operator would refuse of an endpoint by its manifest alone.
func refusals(result translate.Result) []translate.Note {
	var notes []translate.Note
	refuse := func(at, message string) {
		notes = append(notes, translate.Note{Level: translate.Decide, Field: at, Message: "would be refused in an endpoint: " + message})
	}
	for _, fault := range metadataFaults(result.Endpoint) {
		refuse("metadata", fault.Error())
	}
	if fault := spellingFault(result.Endpoint); fault != "" {
		refuse("spec.remoteUrl", fault)
	}
	problems := problemsOf(result.Endpoint)
	for _, problem := range problems {
		refuse("spec", problem.Message)
	}
	faults, err := admissionFaults(result)
	if err != nil {
		refuse("spec", fmt.Sprintf("that is not known, as it cannot be checked: %v", err))
	}
	for _, fault := range faults {
		if !isTold(problems, fault.Path) {
			refuse("spec", fault.Message)
		}
	}
	return notes
}

// metadataFaults finds what no object may have. A name that is missing is another matter.
func metadataFaults(endpoint *v1alpha1.MCPRemoteEndpoint) field.ErrorList {
	at := field.NewPath("metadata")
	faults := metav1validation.ValidateLabels(endpoint.Labels, at.Child("labels"))
	faults = append(faults, apivalidation.ValidateAnnotations(endpoint.Annotations, at.Child("annotations"))...)
	if endpoint.Name == "" {
		return faults
	}
	for _, fault := range apivalidation.NameIsDNSSubdomain(endpoint.Name, false) {
		faults = append(faults, field.Invalid(at.Child("name"), endpoint.Name, fault))
	}
	return faults
}

// spellingFault says in words what is wrong with how the remote URL is written, though it worked, or nothing.
func spellingFault(endpoint *v1alpha1.MCPRemoteEndpoint) string {
	for _, fault := range validate.RemoteURL(endpoint.Spec.RemoteURL, validate.URLPolicy{AllowPrivate: true, AllowHTTP: true}) {
		if fault.Tolerable {
			return fault.Message
		}
	}
	return ""
}

// problemsOf are those of the operator's checks that are about the manifest, and that nothing else here tells of.
func problemsOf(endpoint *v1alpha1.MCPRemoteEndpoint) []validate.Problem {
	in := validate.Input{Endpoint: endpoint, Found: references.Found{Secrets: map[string]digest.Digest{}}}
	if ref := sessionPassword(endpoint); ref != nil {
		in.Secrets[ref.Name] = digest.Digest{ref.Key: {Length: 1}}
	}
	return slices.DeleteFunc(validate.Endpoint(in), func(problem validate.Problem) bool {
		return slices.Contains(absent, problem.Reason) || slices.Contains(noted, problem.Reason) || problem.Reason == v1alpha1.ReasonInvalidURL
	})
}

func sessionPassword(endpoint *v1alpha1.MCPRemoteEndpoint) *v1beta1.SecretKeyRef {
	if config := endpoint.Spec.ProxyConfig; config != nil && config.SessionStorage != nil {
		return config.SessionStorage.PasswordRef
	}
	return nil
}

// admissionFaults are those that the definition of the kind finds, but for what the translation has noted to be missing.
func admissionFaults(result translate.Result) ([]admission.Fault, error) {
	endpoint := result.Endpoint.DeepCopy()
	for _, note := range result.Notes {
		switch note.Field {
		case "spec.groupRef":
			endpoint.Spec.GroupRef = "decided"
		case "spec.transport":
			endpoint.Spec.Transport = v1beta1.TransportSSE
		case "spec.oidcConfigRef":
			endpoint.Spec.ProxyConfig.OIDCConfigRef = &v1beta1.MCPOIDCConfigReference{Name: "decided", Audience: "decided"}
		}
	}
	raw, err := json.Marshal(newManifest(endpoint).Spec)
	if err != nil {
		return nil, err
	}
	var spec map[string]any
	if err := json.Unmarshal(raw, &spec); err != nil {
		return nil, err
	}
	return admission.Faults(spec)
}

// isTold says whether one of the problems is about the setting that a path is in, such as spec.headerForward or spec.proxyConfig.sessionStorage.
func isTold(problems []validate.Problem, path string) bool {
	names := strings.Split(path, ".")
	depth := 2
	if len(names) > 1 && names[1] == "proxyConfig" {
		depth = 3
	}
	if len(names) < depth {
		return false
	}
	setting := strings.Join(names[:depth], ".")
	return slices.ContainsFunc(problems, func(problem validate.Problem) bool { return strings.Contains(problem.Message, setting) })
}
