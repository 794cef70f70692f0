// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"

	utilerrors "k8s.io/apimachinery/pkg/util/errors"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// authzFaults collects what is wrong with one authorization configuration.
type authzFaults struct {
	securityFaults
}

// checkAuthz looks at who may call what.
func checkAuthz(in Input, proxy *v1alpha1.ProxyConfig) []Problem {
	if proxy.AuthzConfig == nil && proxy.AuthzConfigRef == nil {
		return nil
	}
	if missing := missingAuthz(in, proxy); missing != "" {
		return []Problem{configuration(v1alpha1.ReasonAuthzConfigNotFound, missing)}
	}
	f := &authzFaults{securityFaults{place: authzPlace(proxy)}}
	authz, err := runconfig.AuthzOf(in.Endpoint, in.Found)
	if err != nil {
		f.invalid("it cannot be used: %.200v", err)
		return f.problems
	}
	if len(authz.Mistakes) > 0 {
		f.withoutEffect("%.200v: correct the spelling, or remove what is not known", utilerrors.NewAggregate(authz.Mistakes))
	}
	f.authorizer(authz)
	if authz.Type == v1beta1.AuthzTypeHTTP && setsClaims(proxy.AuthzConfig) {
		f.addAt("spec.proxyConfig.authzConfig", v1alpha1.ReasonSettingWithoutEffect, "groupClaimName, roleClaimName and groupEntityType are "+
			"for Cedar policies, but %s is of type %s: remove them", f.place, authz.Type)
	}
	return f.problems
}

func missingAuthz(in Input, proxy *v1alpha1.ProxyConfig) string {
	if ref := references.AuthzConfigMap(proxy); ref != nil {
		return textFault(in, ref.Name, runconfig.AuthzKey(ref), "spec.proxyConfig.authzConfig.configMap")
	}
	if ref := proxy.AuthzConfigRef; ref != nil && in.AuthzConfig == nil {
		return fmt.Sprintf("MCPAuthzConfig %q does not exist in this namespace: create it, or correct spec.proxyConfig.authzConfigRef", ref.Name)
	}
	return ""
}

func authzPlace(proxy *v1alpha1.ProxyConfig) string {
	if proxy.AuthzConfig == nil {
		return fmt.Sprintf("%s %q", kind.MCPAuthzConfig, proxy.AuthzConfigRef.Name)
	}
	if ref := references.AuthzConfigMap(proxy); ref != nil {
		return keyOf(ref.Name, runconfig.AuthzKey(ref))
	}
	return "spec.proxyConfig.authzConfig." + string(proxy.AuthzConfig.Type)
}

func setsClaims(config *v1alpha1.AuthzConfig) bool {
	return config != nil && config.GroupClaimName+config.RoleClaimName+config.GroupEntityType != ""
}

func (f *authzFaults) invalid(format string, args ...any) {
	f.add(v1alpha1.ReasonAuthzConfigInvalid, format, args...)
}

// authorizer looks for the one member that the type asks for.
func (f *authzFaults) authorizer(authz *runconfig.Authz) {
	if authz.Version == "" {
		f.invalid(`version is missing: set it to "1.0"`)
	}
	switch authz.Type {
	case v1beta1.AuthzTypeCedar:
		f.onlyMember("cedar", authz.Cedar != nil, "pdp", authz.PDP != nil)
		if authz.Cedar != nil {
			f.cedar(authz.Cedar)
		}
	case v1beta1.AuthzTypeHTTP:
		f.onlyMember("pdp", authz.PDP != nil, "cedar", authz.Cedar != nil)
		if authz.PDP != nil {
			f.pdp(authz.PDP)
		}
	default:
		f.invalid("type %q is none of the authorizers that the proxy has: use %s or %s", authz.Type, v1beta1.AuthzTypeCedar, v1beta1.AuthzTypeHTTP)
	}
}

func (f *authzFaults) onlyMember(wanted string, present bool, other string, otherPresent bool) {
	if !present {
		f.invalid("%s is missing: add it, or correct the type", wanted)
	}
	if otherPresent {
		f.withoutEffect("%s has no effect with this type: remove it, or correct the type", other)
	}
}

// maxPDPTimeout is in seconds: a day. Far longer ones would be none, as the proxy runner counts in nanoseconds.
const maxPDPTimeout = 86400

// pdp looks at how a policy decision point is asked. It may be next to the proxy, so plain http and private addresses are fine.
func (f *authzFaults) pdp(pdp *runconfig.PDP) {
	if pdp.HTTP == nil {
		f.invalid("http is missing: add it, with the URL of the policy decision point")
	} else {
		if fault := urlFault(pdp.HTTP.URL); fault != "" {
			f.invalid("http.url %s", fault)
		}
		if pdp.HTTP.Timeout < 0 || pdp.HTTP.Timeout > maxPDPTimeout {
			f.invalid("http.timeout must be a number of seconds from 1 to %d, or 0 for the default of 30", maxPDPTimeout)
		}
	}
	if pdp.ClaimMapping != "mpe" && pdp.ClaimMapping != "standard" {
		f.invalid("claim_mapping must be mpe or standard")
	}
}
