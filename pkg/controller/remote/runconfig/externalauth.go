// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"fmt"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// RemoteAuth sends a fixed token to the remote server.
type RemoteAuth struct {
	// BearerToken refers to a secret by its identifier (see addSecret): "<identifier>,target=bearer_token".
	BearerToken string `json:"bearer_token"`
	// UsePKCE is about a login that a fixed token needs none of.
	UsePKCE bool `json:"use_pkce"`
}

// TokenExchange exchanges the client's token for one of the remote server (RFC 8693). The client secret is in the environment.
type TokenExchange struct {
	TokenURL string   `json:"token_url"`
	ClientID string   `json:"client_id"`
	Audience string   `json:"audience"`
	Scopes   []string `json:"scopes,omitempty"`
	// SubjectTokenType is a URN, or empty for an access token.
	SubjectTokenType string `json:"subject_token_type,omitempty"`
	// HeaderStrategy is headerReplace or headerCustom.
	HeaderStrategy          string `json:"header_strategy"`
	ExternalTokenHeaderName string `json:"external_token_header_name,omitempty"`
}

const (
	// headerReplace puts the new token in the place of the client's.
	headerReplace = "replace"
	// headerCustom puts the new token into ExternalTokenHeaderName.
	headerCustom = "custom"
)

// AWSSts exchanges the client's token for credentials of an AWS role, and signs requests with them.
type AWSSts struct {
	Region          string           `json:"region"`
	Service         string           `json:"service,omitempty"`
	FallbackRoleARN string           `json:"fallback_role_arn,omitempty"`
	RoleMappings    []AWSRoleMapping `json:"role_mappings,omitempty"`
	RoleClaim       string           `json:"role_claim,omitempty"`
	// SessionDuration is in seconds. The runner's default is 3600.
	SessionDuration  int32  `json:"session_duration,omitempty"`
	SessionNameClaim string `json:"session_name_claim,omitempty"`
}

// AWSRoleMapping chooses a role for some clients, by one of Claim and Matcher.
type AWSRoleMapping struct {
	Claim    string `json:"claim,omitempty"`
	Matcher  string `json:"matcher,omitempty"`
	RoleARN  string `json:"role_arn"`
	Priority *int32 `json:"priority,omitempty"`
}

// bearerToken identifies the secret with the token for the remote server.
const bearerToken = "BEARER_TOKEN"

// withoutEffect are types of external auth that a proxy does nothing for. Package validate refuses the last two, but not in an
// MCPRemoteProxy.
var withoutEffect = []v1beta1.ExternalAuthType{
	v1beta1.ExternalAuthTypeUnauthenticated, v1beta1.ExternalAuthTypeUpstreamInject, v1beta1.ExternalAuthTypeXAA,
}

func addExternalAuth(in *input, out *Proxy) error {
	ref := in.spec.ExternalAuthConfigRef
	if ref == nil {
		return nil
	}
	if in.AuthConfig == nil {
		return fmt.Errorf("MCPExternalAuthConfig %q does not exist", ref.Name)
	}
	auth := &in.AuthConfig.Spec
	switch {
	case slices.Contains(withoutEffect, auth.Type):
		return nil
	case auth.Type == v1beta1.ExternalAuthTypeTokenExchange && auth.TokenExchange != nil:
		return out.addTokenExchange(auth.TokenExchange)
	case auth.Type == v1beta1.ExternalAuthTypeBearerToken && auth.BearerToken != nil:
		out.Config.RemoteAuth = &RemoteAuth{BearerToken: bearerToken + ",target=bearer_token"}
		out.addSecret(bearerToken, auth.BearerToken.TokenSecretRef)
		return nil
	case auth.Type == v1beta1.ExternalAuthTypeHeaderInjection && auth.HeaderInjection != nil:
		if !in.forwards(auth.HeaderInjection.HeaderName) {
			out.addSecretHeader(auth.HeaderInjection.HeaderName, auth.HeaderInjection.ValueSecretRef)
		}
		return nil
	case auth.Type == v1beta1.ExternalAuthTypeAWSSts && auth.AWSSts != nil:
		out.Config.AWSSts = awsSts(auth.AWSSts)
		return nil
	case auth.Type == v1beta1.ExternalAuthTypeEmbeddedAuthServer && auth.EmbeddedAuthServer != nil:
		return out.addEmbeddedAuthServer(in, auth.EmbeddedAuthServer)
	}
	return fmt.Errorf("a proxy cannot apply MCPExternalAuthConfig %q of type %q", ref.Name, auth.Type)
}

func (p *Proxy) addTokenExchange(exchange *v1beta1.TokenExchangeConfig) error {
	subjectTokenType, err := SubjectTokenType(exchange.SubjectTokenType)
	if err != nil {
		return err
	}
	p.Config.TokenExchange = &TokenExchange{
		TokenURL:                exchange.TokenURL,
		ClientID:                exchange.ClientID,
		Audience:                exchange.Audience,
		Scopes:                  exchange.Scopes,
		SubjectTokenType:        subjectTokenType,
		HeaderStrategy:          headerReplace,
		ExternalTokenHeaderName: exchange.ExternalTokenHeaderName,
	}
	if exchange.ExternalTokenHeaderName != "" {
		p.Config.TokenExchange.HeaderStrategy = headerCustom
	}
	if exchange.ClientSecretRef != nil {
		p.AddSecretEnv("TOOLHIVE_TOKEN_EXCHANGE_CLIENT_SECRET", *exchange.ClientSecretRef)
	}
	return nil
}

// tokenTypes are the URNs of what a client's token can be (RFC 8693, section 3), by the last part of each.
var tokenTypes = map[string]string{
	"access_token": "urn:ietf:params:oauth:token-type:access_token",
	"id_token":     "urn:ietf:params:oauth:token-type:id_token",
	"jwt":          "urn:ietf:params:oauth:token-type:jwt",
}

// SubjectTokenType returns the URN of a type of token that is given by its URN or by the last part of it, and nothing for nothing.
func SubjectTokenType(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	for short, urn := range tokenTypes {
		if name == short || name == urn {
			return urn, nil
		}
	}
	return "", fmt.Errorf("%q is no type of token: use access_token, id_token or jwt", name)
}

func awsSts(sts *v1beta1.AWSStsConfig) *AWSSts {
	config := &AWSSts{
		Region:           sts.Region,
		Service:          sts.Service,
		FallbackRoleARN:  sts.FallbackRoleArn,
		RoleClaim:        sts.RoleClaim,
		SessionNameClaim: sts.SessionNameClaim,
	}
	if sts.SessionDuration != nil {
		config.SessionDuration = *sts.SessionDuration
	}
	for _, m := range sts.RoleMappings {
		config.RoleMappings = append(config.RoleMappings, AWSRoleMapping{Claim: m.Claim, Matcher: m.Matcher, RoleARN: m.RoleArn, Priority: m.Priority})
	}
	return config
}
