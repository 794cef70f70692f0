// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
)

// Authz says who may call what. Type decides which member there is.
type Authz struct {
	Version string `json:"version"`
	// Type is v1beta1.AuthzTypeCedar or v1beta1.AuthzTypeHTTP.
	Type  string `json:"type"`
	Cedar *Cedar `json:"cedar,omitempty"`
	PDP   *PDP   `json:"pdp,omitempty"`

	// Mistakes are keys that the runner pays no attention to, since it does not know them, or since they are given once more.
	Mistakes []error `json:"-"`
}

// authzVersion is that of configurations which do not carry one.
const authzVersion = "1.0"

// Cedar decides by Cedar policies.
type Cedar struct {
	// Policies are texts of one policy each: the runner ignores what follows the first one.
	Policies []string `json:"policies"`
	// EntitiesJSON is a JSON array of Cedar entities, or empty.
	EntitiesJSON    string `json:"entities_json"`
	GroupClaimName  string `json:"group_claim_name,omitempty"`
	RoleClaimName   string `json:"role_claim_name,omitempty"`
	GroupEntityType string `json:"group_entity_type,omitempty"`
	// MultiValuedClaims are claims that policies see as sets too, whether a token has them as lists or as words in one string.
	MultiValuedClaims []string `json:"multi_valued_claims,omitempty"`
	// PrimaryUpstreamProvider is never written (see errPrimaryUpstream).
	PrimaryUpstreamProvider string `json:"primary_upstream_provider,omitempty"`
}

// PDP asks a policy decision point over HTTP.
type PDP struct {
	HTTP    *PDPConnection `json:"http,omitempty"`
	Context *PDPContext    `json:"context,omitempty"`
	// ClaimMapping is mpe or standard.
	ClaimMapping string `json:"claim_mapping,omitempty"`
}

// PDPConnection says how a policy decision point is reached.
type PDPConnection struct {
	URL string `json:"url"`
	// Timeout is in seconds; 0 stands for 30.
	Timeout            int  `json:"timeout,omitempty"`
	InsecureSkipVerify bool `json:"insecure_skip_verify,omitempty"`
}

// PDPContext says what a policy decision point is told of a request.
type PDPContext struct {
	IncludeArgs      bool `json:"include_args,omitempty"`
	IncludeOperation bool `json:"include_operation,omitempty"`
}

// errPrimaryUpstream is for a key that the runner sets itself when the proxy is an authorization server, and refuses all requests by
// otherwise.
var errPrimaryUpstream = errors.New("primary_upstream_provider would make the proxy refuse every request: remove it")

func addAuthz(in *input, out *Proxy) error {
	authz, err := AuthzOf(in.endpoint, in.Found)
	out.Config.Authz = authz
	return err
}

// AuthzOf returns an endpoint's authorization configuration, wherever it stands. It is nil if the endpoint has none. An error means
// that it has one that does not exist or cannot be read: a proxy without it would allow everything.
func AuthzOf(endpoint *v1alpha1.MCPRemoteEndpoint, found references.Found) (*Authz, error) {
	authz, err := authzOf(endpoint.Spec.ProxyConfig, found)
	if err != nil {
		return nil, err
	}
	if authz != nil && authz.Cedar != nil && authz.Cedar.PrimaryUpstreamProvider != "" {
		return nil, errPrimaryUpstream
	}
	return authz, nil
}

func authzOf(proxy *v1alpha1.ProxyConfig, found references.Found) (*Authz, error) {
	switch {
	case proxy == nil:
		return nil, nil
	case proxy.AuthzConfig != nil:
		return ownAuthz(proxy.AuthzConfig, found.Texts)
	case proxy.AuthzConfigRef != nil && found.AuthzConfig == nil:
		return nil, fmt.Errorf("MCPAuthzConfig %q does not exist", proxy.AuthzConfigRef.Name)
	case proxy.AuthzConfigRef != nil:
		return sharedAuthz(&found.AuthzConfig.Spec)
	}
	return nil, nil
}

// ownAuthz is for policies in the endpoint, or in a ConfigMap that it names. What the endpoint says of claims goes before what the
// ConfigMap says.
func ownAuthz(config *v1alpha1.AuthzConfig, texts map[string]map[string]string) (*Authz, error) {
	authz, err := policiesOf(config, texts)
	if err != nil {
		return nil, err
	}
	if cedar := authz.Cedar; cedar != nil {
		cedar.GroupClaimName = cmp.Or(config.GroupClaimName, cedar.GroupClaimName)
		cedar.RoleClaimName = cmp.Or(config.RoleClaimName, cedar.RoleClaimName)
		cedar.GroupEntityType = cmp.Or(config.GroupEntityType, cedar.GroupEntityType)
	}
	return authz, nil
}

func policiesOf(config *v1alpha1.AuthzConfig, texts map[string]map[string]string) (*Authz, error) {
	switch {
	case config.Type == v1alpha1.AuthzConfigTypeInline && config.Inline != nil:
		cedar := &Cedar{Policies: config.Inline.Policies, EntitiesJSON: cmp.Or(config.Inline.EntitiesJSON, "[]")}
		return &Authz{Version: authzVersion, Type: v1beta1.AuthzTypeCedar, Cedar: cedar}, nil
	case config.Type == v1alpha1.AuthzConfigTypeConfigMap && config.ConfigMap != nil:
		name, key := config.ConfigMap.Name, AuthzKey(config.ConfigMap)
		text, ok := texts[name][key]
		if !ok {
			return nil, fmt.Errorf("ConfigMap %q with key %q does not exist", name, key)
		}
		return ParseAuthz(text)
	}
	return nil, fmt.Errorf("type is %q, but there is no such member", config.Type)
}

// ParseAuthz reads the authorization configuration in a ConfigMap, JSON or YAML: version, type, and cedar or pdp, as the runner's own
// files have them (see Authz). Any other key is one of the mistakes.
func ParseAuthz(text string) (*Authz, error) {
	authz := &Authz{}
	var err error
	authz.Mistakes, err = decodeKnown([]byte(text), authz)
	return authz, err
}

// sharedAuthz is for an MCPAuthzConfig, which holds just the member that its type asks for.
func sharedAuthz(spec *v1beta1.MCPAuthzConfigSpec) (*Authz, error) {
	authz := &Authz{Version: authzVersion, Type: spec.Type}
	var err error
	switch spec.Type {
	case v1beta1.AuthzTypeCedar:
		authz.Cedar = &Cedar{}
		authz.Mistakes, err = decodeKnown(spec.Config.Raw, authz.Cedar)
	case v1beta1.AuthzTypeHTTP:
		authz.PDP = &PDP{}
		authz.Mistakes, err = decodeKnown(spec.Config.Raw, authz.PDP)
	}
	return authz, err
}

// AuthzKey is the key of a ConfigMap that holds an authorization configuration (see ParseAuthz).
func AuthzKey(ref *v1alpha1.AuthzConfigMapRef) string { return cmp.Or(ref.Key, "authz.json") }
