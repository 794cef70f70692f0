// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// directAuthTypes are the types of external auth that a VirtualMCPServer can apply by itself (R2.6). The others need a proxy
// (embeddedAuthServer, awsSts, bearerToken), or a build of ToolHive that is not the open one (obo).
var directAuthTypes = []v1beta1.ExternalAuthType{
	v1beta1.ExternalAuthTypeUnauthenticated,
	v1beta1.ExternalAuthTypeHeaderInjection,
	v1beta1.ExternalAuthTypeTokenExchange,
	v1beta1.ExternalAuthTypeUpstreamInject,
	v1beta1.ExternalAuthTypeXAA,
}

// checkAuthConfig looks for the auth config, whether it makes sense, and whether it fits the mode.
func checkAuthConfig(in Input) []Problem {
	ref := in.Endpoint.Spec.ExternalAuthConfigRef
	if ref == nil {
		return nil
	}
	if in.AuthConfig == nil {
		return []Problem{authConfig(v1alpha1.ReasonAuthConfigNotFound,
			"MCPExternalAuthConfig %q does not exist in this namespace: create it, or correct spec.externalAuthConfigRef", ref.Name)}
	}
	var problems []Problem
	kind := in.AuthConfig.Spec.Type
	if !hasMember(&in.AuthConfig.Spec) {
		problems = append(problems, authConfig(v1alpha1.ReasonAuthConfigInvalid,
			"MCPExternalAuthConfig %q is of type %s but has no spec.%s: add it, or correct spec.type", ref.Name, kind, kind))
	}
	if in.Endpoint.Spec.Type == v1alpha1.EndpointTypeDirect && !slices.Contains(directAuthTypes, kind) {
		problems = append(problems, configuration(v1alpha1.ReasonUnsupportedAuthTypeForDirectMode,
			fmt.Sprintf("MCPExternalAuthConfig %q is of type %s, which a VirtualMCPServer cannot apply: use one of the types %s, or an endpoint of type proxy",
				ref.Name, kind, typeNames(directAuthTypes))))
	}
	return problems
}

// checkAuthSecrets looks for the Secrets of the auth config.
func checkAuthSecrets(in Input) []Problem {
	if in.Endpoint.Spec.ExternalAuthConfigRef == nil || in.AuthConfig == nil {
		return nil
	}
	var problems []Problem
	for _, ref := range references.OfAuthConfig(in.AuthConfig) {
		if fault := secretFault(in.Secrets, ref); fault != "" {
			problems = append(problems, authConfig(v1alpha1.ReasonAuthSecretNotFound,
				"MCPExternalAuthConfig %q lacks a secret: %s", in.AuthConfig.Name, fault))
		}
	}
	return problems
}

// hasMember says whether an auth config has the member that its type asks for. Admission sees to it, except for objects that
// were stored under another schema; of a type that nobody here knows, nothing can be said.
func hasMember(spec *v1beta1.MCPExternalAuthConfigSpec) bool {
	members := map[v1beta1.ExternalAuthType]bool{
		v1beta1.ExternalAuthTypeTokenExchange:      spec.TokenExchange != nil,
		v1beta1.ExternalAuthTypeHeaderInjection:    spec.HeaderInjection != nil,
		v1beta1.ExternalAuthTypeBearerToken:        spec.BearerToken != nil,
		v1beta1.ExternalAuthTypeUnauthenticated:    true,
		v1beta1.ExternalAuthTypeEmbeddedAuthServer: spec.EmbeddedAuthServer != nil,
		v1beta1.ExternalAuthTypeAWSSts:             spec.AWSSts != nil,
		v1beta1.ExternalAuthTypeUpstreamInject:     spec.UpstreamInject != nil,
		v1beta1.ExternalAuthTypeOBO:                spec.OBO != nil,
		v1beta1.ExternalAuthTypeXAA:                spec.XAA != nil,
	}
	present, known := members[spec.Type]
	return present || !known
}

// secretFault says in words what is wrong with a reference to a Secret, or nothing.
func secretFault(secrets map[string]digest.Digest, ref v1beta1.SecretKeyRef) string {
	secret := secrets[ref.Name]
	entry, ok := secret[ref.Key]
	switch {
	case secret == nil:
		return fmt.Sprintf("Secret %q does not exist in this namespace: create it with key %q", ref.Name, ref.Key)
	case !ok:
		return fmt.Sprintf("Secret %q has no key %q: add it", ref.Name, ref.Key)
	case entry.Empty:
		return fmt.Sprintf("Key %q of Secret %q is empty: give it a value", ref.Key, ref.Name)
	}
	return ""
}

func authConfig(reason, format string, args ...any) Problem {
	return Problem{v1alpha1.ConditionAuthConfigValid, reason, fmt.Sprintf(format, args...)}
}

func typeNames(types []v1beta1.ExternalAuthType) string {
	names := make([]string, 0, len(types))
	for _, t := range types {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}
