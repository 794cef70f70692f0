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
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
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

// proxyAuthTypes are the types of external auth that the proxy runner can apply (R2.14). The others need a VirtualMCPServer
// (upstreamInject, xaa), or a build of ToolHive that is not the open one (obo).
var proxyAuthTypes = []v1beta1.ExternalAuthType{
	v1beta1.ExternalAuthTypeUnauthenticated,
	v1beta1.ExternalAuthTypeHeaderInjection,
	v1beta1.ExternalAuthTypeBearerToken,
	v1beta1.ExternalAuthTypeTokenExchange,
	v1beta1.ExternalAuthTypeAWSSts,
	v1beta1.ExternalAuthTypeEmbeddedAuthServer,
}

// olderAuthTypes are types with which objects of one of the older kinds work all the same: ToolHive's operator
// leaves out of a proxy what takes a VirtualMCPServer, and a VirtualMCPServer applies awsSts to an MCPServerEntry.
var olderAuthTypes = map[v1beta1.ExternalAuthType]kind.Kind{
	v1beta1.ExternalAuthTypeUpstreamInject: kind.MCPRemoteProxy,
	v1beta1.ExternalAuthTypeXAA:            kind.MCPRemoteProxy,
	v1beta1.ExternalAuthTypeAWSSts:         kind.MCPServerEntry,
}

// checkAuthConfig looks for the auth config, whether it makes sense, and whether it fits the mode.
func checkAuthConfig(in Input) []Problem {
	ref := in.Endpoint.Spec.ExternalAuthConfigRef
	if ref == nil {
		return nil
	}
	if in.AuthConfig == nil {
		return []Problem{authConfigNotFound(ref.Name, "spec.externalAuthConfigRef")}
	}
	var problems []Problem
	authType := in.AuthConfig.Spec.Type
	if !hasMember(&in.AuthConfig.Spec) {
		problems = append(problems, authConfig(v1alpha1.ReasonAuthConfigInvalid,
			"MCPExternalAuthConfig %q is of type %s but has no spec.%s: add it, or correct spec.type", ref.Name, authType, authType))
	}
	if !supports(in.Endpoint.Spec.Type, authType) {
		problems = append(problems, unsupported(in, ref.Name, authType))
	}
	return problems
}

func unsupported(in Input, config string, authType v1beta1.ExternalAuthType) Problem {
	reason, fault := v1alpha1.ReasonUnsupportedAuthTypeForProxyMode,
		"which a proxy cannot apply: use one of the types "+typeNames(proxyAuthTypes)
	if in.Endpoint.Spec.Type == v1alpha1.EndpointTypeDirect {
		reason, fault = v1alpha1.ReasonUnsupportedAuthTypeForDirectMode,
			"which is not supported without a proxy: use one of the types "+typeNames(directAuthTypes)+", or an MCPRemoteEndpoint of type proxy"
	}
	problem := configuration(reason, fmt.Sprintf("MCPExternalAuthConfig %q is of type %s, %s", config, authType, fault))
	problem.harmlessTo = olderAuthTypes[authType]
	return problem
}

// PassesOverAuthConfig says whether a problem keeps the rest of an auth config, and its Secrets, from being looked at: it is of a type that cannot be
// used there.
func PassesOverAuthConfig(problem Problem) bool {
	switch problem.Reason {
	case v1alpha1.ReasonUnsupportedAuthTypeForProxyMode, v1alpha1.ReasonUnsupportedAuthTypeForDirectMode, v1alpha1.ReasonAuthServerRefInvalid:
		return true
	}
	return false
}

// checkAuthSecrets looks for the Secrets of the auth config.
func checkAuthSecrets(in Input) []Problem {
	if in.Endpoint.Spec.ExternalAuthConfigRef == nil || in.AuthConfig == nil {
		return nil
	}
	return missingAuthSecrets(in, in.AuthConfig)
}

// missingAuthSecrets passes over a type of auth that cannot be applied anyway.
func missingAuthSecrets(in Input, config *v1beta1.MCPExternalAuthConfig) []Problem {
	if !supports(in.Endpoint.Spec.Type, config.Spec.Type) {
		return nil
	}
	var problems []Problem
	for _, ref := range references.AuthSecrets(config) {
		if mayBeEmpty(config, ref) && hasKey(in.Secrets, ref) {
			continue
		}
		if fault := secretFault(in.Secrets, ref); fault != "" {
			problems = append(problems, authConfig(v1alpha1.ReasonAuthSecretNotFound,
				"MCPExternalAuthConfig %q lacks a secret: %s", config.Name, fault))
		}
	}
	return problems
}

// supports says whether endpoints of a type can apply a type of auth.
func supports(endpoint v1alpha1.EndpointType, auth v1beta1.ExternalAuthType) bool {
	if endpoint == v1alpha1.EndpointTypeDirect {
		return slices.Contains(directAuthTypes, auth)
	}
	return slices.Contains(proxyAuthTypes, auth)
}

// mayBeEmpty says whether a Secret's value may have no bytes: only what logs in to Redis may, where anyone may log in.
func mayBeEmpty(config *v1beta1.MCPExternalAuthConfig, ref v1beta1.SecretKeyRef) bool {
	server := config.Spec.EmbeddedAuthServer
	if server == nil || server.Storage == nil || server.Storage.Redis == nil {
		return false
	}
	user := &server.Storage.Redis.ACLUserConfig
	return ref == user.PasswordSecretRef || user.UsernameSecretRef != nil && ref == *user.UsernameSecretRef
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

func hasKey(secrets map[string]digest.Digest, ref v1beta1.SecretKeyRef) bool {
	_, ok := secrets[ref.Name][ref.Key]
	return ok
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
	case entry.Empty():
		return fmt.Sprintf("Key %q of Secret %q is empty: give it a value", ref.Key, ref.Name)
	}
	return ""
}

func authConfigNotFound(name, field string) Problem {
	return authConfig(v1alpha1.ReasonAuthConfigNotFound,
		"MCPExternalAuthConfig %q does not exist in this namespace: create it, or correct %s", name, field)
}

func authConfig(reason, format string, args ...any) Problem {
	return Problem{Condition: v1alpha1.ConditionAuthConfigValid, Reason: reason, Message: fmt.Sprintf(format, args...)}
}

func typeNames(types []v1beta1.ExternalAuthType) string {
	names := make([]string, 0, len(types))
	for _, t := range types {
		names = append(names, string(t))
	}
	return strings.Join(names, ", ")
}
