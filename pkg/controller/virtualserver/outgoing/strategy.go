// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package outgoing

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// Types of strategies, as vMCP's configuration file names them.
const (
	TypeUnauthenticated = "unauthenticated"
	typeHeaderInjection = "header_injection"
	typeTokenExchange   = "token_exchange"
	typeUpstreamInject  = "upstream_inject"
	typeAWSSts          = "aws_sts"
	typeXAA             = "xaa"
)

// The variables with the values of an auth config's Secrets end in the config's name as it is, which the names of variables may hold: no
// two configs share one (R2.15). vMCP looks them up by the names that stand in its configuration.
const (
	headerInjectionValue      = "TOOLHIVE_HEADER_INJECTION_VALUE_"
	tokenExchangeClientSecret = "TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET_"
	xaaIDPClientSecret        = "TOOLHIVE_XAA_IDP_CLIENT_SECRET_"
	xaaTargetClientSecret     = "TOOLHIVE_XAA_TARGET_CLIENT_SECRET_"
)

// Strategy returns how vMCP applies an auth config that Gateway.AuthConfig of package remote/validate finds nothing wrong with, and adds to needs
// the variables that the strategy names: vMCP does not start without them. An error means that there is something wrong.
func Strategy(config *v1beta1.MCPExternalAuthConfig, needs *pod.Needs) (*v1beta1.VMCPBackendAuthStrategy, error) {
	spec := &config.Spec
	switch {
	case spec.Type == v1beta1.ExternalAuthTypeUnauthenticated:
		return &v1beta1.VMCPBackendAuthStrategy{Type: TypeUnauthenticated}, nil
	case spec.Type == v1beta1.ExternalAuthTypeHeaderInjection && spec.HeaderInjection != nil:
		return &v1beta1.VMCPBackendAuthStrategy{Type: typeHeaderInjection, HeaderInjection: &v1beta1.VMCPHeaderInjectionConfig{
			HeaderName:     spec.HeaderInjection.HeaderName,
			HeaderValueEnv: variable(needs, headerInjectionValue+config.Name, &spec.HeaderInjection.ValueSecretRef),
		}}, nil
	case spec.Type == v1beta1.ExternalAuthTypeTokenExchange && spec.TokenExchange != nil:
		return tokenExchange(config.Name, spec.TokenExchange, needs)
	case spec.Type == v1beta1.ExternalAuthTypeUpstreamInject && spec.UpstreamInject != nil:
		return &v1beta1.VMCPBackendAuthStrategy{Type: typeUpstreamInject, UpstreamInject: &v1beta1.VMCPUpstreamInjectConfig{
			ProviderName: spec.UpstreamInject.ProviderName,
		}}, nil
	case spec.Type == v1beta1.ExternalAuthTypeAWSSts && spec.AWSSts != nil:
		return awsSts(spec.AWSSts), nil
	case spec.Type == v1beta1.ExternalAuthTypeXAA && spec.XAA != nil:
		return xaa(config.Name, spec.XAA, needs), nil
	}
	return nil, fmt.Errorf("a gateway cannot apply MCPExternalAuthConfig %q of type %q", config.Name, spec.Type)
}

// variable returns the name of the variable, or nothing if there is no such Secret.
func variable(needs *pod.Needs, name string, ref *v1beta1.SecretKeyRef) string {
	if ref == nil {
		return ""
	}
	needs.AddSecretEnv(name, *ref)
	return name
}

func tokenExchange(name string, spec *v1beta1.TokenExchangeConfig, needs *pod.Needs) (*v1beta1.VMCPBackendAuthStrategy, error) {
	subjectTokenType, err := runconfig.SubjectTokenType(spec.SubjectTokenType)
	if err != nil {
		return nil, err
	}
	return &v1beta1.VMCPBackendAuthStrategy{Type: typeTokenExchange, TokenExchange: &v1beta1.VMCPTokenExchangeConfig{
		TokenURL:            spec.TokenURL,
		ClientID:            spec.ClientID,
		ClientSecretEnv:     variable(needs, tokenExchangeClientSecret+name, spec.ClientSecretRef),
		Audience:            spec.Audience,
		Scopes:              spec.Scopes,
		SubjectTokenType:    subjectTokenType,
		SubjectProviderName: spec.SubjectProviderName,
	}}, nil
}

func awsSts(spec *v1beta1.AWSStsConfig) *v1beta1.VMCPBackendAuthStrategy {
	config := &v1beta1.VMCPAWSStsConfig{
		Region:              spec.Region,
		Service:             spec.Service,
		FallbackRoleArn:     spec.FallbackRoleArn,
		RoleClaim:           spec.RoleClaim,
		SessionDuration:     spec.SessionDuration,
		SessionNameClaim:    spec.SessionNameClaim,
		SubjectProviderName: spec.SubjectProviderName,
	}
	for _, m := range spec.RoleMappings {
		mapping := v1beta1.VMCPRoleMapping{Claim: m.Claim, Matcher: m.Matcher, RoleArn: m.RoleArn}
		if m.Priority != nil {
			mapping.Priority = new(int64(*m.Priority))
		}
		config.RoleMappings = append(config.RoleMappings, mapping)
	}
	return &v1beta1.VMCPBackendAuthStrategy{Type: typeAWSSts, AWSSts: config}
}

func xaa(name string, spec *v1beta1.XAASpec, needs *pod.Needs) *v1beta1.VMCPBackendAuthStrategy {
	return &v1beta1.VMCPBackendAuthStrategy{Type: typeXAA, XAA: &v1beta1.VMCPXAAConfig{
		IDPTokenURL:            spec.IDPTokenURL,
		IDPClientID:            spec.IDPClientID,
		IDPClientSecretEnv:     variable(needs, xaaIDPClientSecret+name, spec.IDPClientSecretRef),
		TargetTokenURL:         spec.TargetTokenURL,
		InsecureTargetTokenURL: spec.InsecureTargetTokenURL,
		TargetClientID:         spec.TargetClientID,
		TargetClientSecretEnv:  variable(needs, xaaTargetClientSecret+name, spec.TargetClientSecretRef),
		TargetAudience:         spec.TargetAudience,
		TargetResource:         spec.TargetResource,
		Scopes:                 spec.Scopes,
		SubjectProviderName:    spec.SubjectProviderName,
		SubjectTokenType:       spec.SubjectTokenType,
	}}
}
