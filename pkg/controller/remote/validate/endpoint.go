// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// checkName refuses an endpoint whose name another object holds (R2.13), unless the one is to take the place of the other.
func checkName(in Input) []Problem {
	holder := in.Holder
	if !isHeldByAnother(in) || in.Pending != "" {
		return nil
	}
	remedy := "delete it, or use another name"
	if holder.Kind.IsLegacy() && !holder.Foreign {
		remedy = fmt.Sprintf("use another name, or an MCPRemoteEndpoint with the annotation %s: %s, which takes over", v1alpha1.ReplacesAnnotation, holder.Kind)
	}
	return []Problem{configuration(v1alpha1.ReasonNameCollision,
		fmt.Sprintf("%s %q in this namespace has the same name and was there first: %s", holder.Kind, holder.Object.GetName(), remedy))}
}

// checkURL applies the URL rules (R2.4).
func checkURL(in Input) []Problem {
	policy := URLPolicy{
		AllowPrivate: in.Endpoint.Spec.AllowPrivateEndpoint,
		AllowHTTP:    in.Endpoint.Annotations[v1alpha1.AllowInsecureAnnotation] == "true",
	}
	var problems []Problem
	for _, fault := range RemoteURL(in.Endpoint.Spec.RemoteURL, policy) {
		problem := configuration(fault.Reason, fault.Message)
		problem.harmless = fault.Tolerable
		problems = append(problems, problem)
	}
	return problems
}

// checkGroup looks for the group. The group's own phase does not count: another controller may own it, or none.
func checkGroup(in Input) []Problem {
	name := in.Endpoint.Spec.GroupRef
	switch {
	case name == "" && isProxy(in):
		return nil // Admission asks for one; an MCPRemoteProxy needs none.
	case in.Group == nil:
		return groupProblem(v1alpha1.ReasonGroupNotFound, "MCPGroup %q does not exist in this namespace: create it, or correct spec.groupRef", name)
	case in.Group.GetDeletionTimestamp() != nil:
		return groupProblem(v1alpha1.ReasonGroupTerminating, "MCPGroup %q is being deleted: create it again, or name another group in spec.groupRef", name)
	}
	return nil
}

func groupProblem(reason, format, name string) []Problem {
	return []Problem{{Condition: v1alpha1.ConditionGroupRefValid, Reason: reason, Message: fmt.Sprintf(format, name)}}
}

// checkToolConfig looks for the tool config.
func checkToolConfig(in Input) []Problem {
	ref := in.Endpoint.Spec.ToolConfigRef
	if ref == nil || in.ToolConfig != nil {
		return nil
	}
	return []Problem{configuration(v1alpha1.ReasonToolConfigNotFound,
		fmt.Sprintf("MCPToolConfig %q does not exist in this namespace: create it, or correct spec.toolConfigRef", ref.Name))}
}

// checkCABundle looks for certificates where the CA bundle should be.
func checkCABundle(in Input) []Problem {
	ref := in.Endpoint.Spec.CABundleRef
	if ref == nil {
		return nil
	}
	problem := func(reason, format string, args ...any) []Problem {
		return []Problem{{Condition: v1alpha1.ConditionCABundleValid, Reason: reason, Message: fmt.Sprintf(format, args...)}}
	}
	key := runconfig.CAKey(ref.Key)
	configMap := in.ConfigMaps[ref.Name]
	entry, ok := configMap[key]
	switch {
	case configMap == nil:
		return problem(v1alpha1.ReasonCABundleNotFound,
			"ConfigMap %q does not exist in this namespace: create it, or correct spec.caBundleRef.name", ref.Name)
	case !ok:
		return problem(v1alpha1.ReasonCABundleKeyNotFound,
			"ConfigMap %q has no key %q: add it, or correct spec.caBundleRef.key", ref.Name, key)
	case entry.Certificates == 0:
		return problem(v1alpha1.ReasonCABundleInvalid, "%s", notCertificates(ref.Name, key))
	}
	return nil
}

func notCertificates(configMap, key string) string {
	return fmt.Sprintf("Key %q of ConfigMap %q does not hold PEM certificates (-----BEGIN CERTIFICATE-----) that can all be parsed", key, configMap)
}

// isOptional says whether a reference asks for something that there is not: certificates are needed or not, but never perhaps.
func isOptional(ref *corev1.ConfigMapKeySelector) bool { return ref.Optional != nil && *ref.Optional }

// certificatesFault says in words what is wrong with a reference to certificates in a ConfigMap, or nothing. An empty key stands for
// ca.crt.
func certificatesFault(configMaps map[string]digest.Digest, name, key string) string {
	key = runconfig.CAKey(key)
	configMap := configMaps[name]
	entry, ok := configMap[key]
	switch {
	case configMap == nil:
		return fmt.Sprintf("ConfigMap %q does not exist in this namespace: create it with key %q", name, key)
	case !ok:
		return fmt.Sprintf("ConfigMap %q has no key %q: add it", name, key)
	case entry.Certificates == 0:
		return notCertificates(name, key)
	}
	return ""
}
