// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// AuthzConfigType says where a workload's authorization policies are kept.
// +kubebuilder:validation:Enum=configMap;inline
type AuthzConfigType string

const (
	// AuthzConfigTypeConfigMap reads the policies from a ConfigMap.
	AuthzConfigTypeConfigMap AuthzConfigType = "configMap"
	// AuthzConfigTypeInline has the policies in the object itself.
	AuthzConfigTypeInline AuthzConfigType = "inline"
)

// AuthzConfigRef gives the Cedar policies that decide who may call what, either in place or from a ConfigMap. The
// settings beside them say how a token's claims become Cedar entities, and win over the same settings in the ConfigMap.
//
// +kubebuilder:validation:XValidation:rule=`has(self.configMap) == (self.type == 'configMap')`,message=`set configMap when type is configMap, and leave it out otherwise`
// +kubebuilder:validation:XValidation:rule=`has(self.inline) == (self.type == 'inline')`,message=`set inline when type is inline, and leave it out otherwise`
type AuthzConfigRef struct {
	// type says where the policies are: configMap (the default) or inline.
	// +required
	// +kubebuilder:default=configMap
	Type AuthzConfigType `json:"type"`

	// configMap names the ConfigMap that holds the policies. Only with type configMap.
	// +optional
	ConfigMap *ConfigMapAuthzRef `json:"configMap,omitempty"`

	// inline holds the policies themselves. Only with type inline.
	// +optional
	Inline *InlineAuthzConfig `json:"inline,omitempty"`

	// groupClaimName is the claim that lists the caller's groups, when it is none of the usual groups, roles and
	// cognito:groups; some identity providers use a URL as the claim's name.
	// +optional
	// +kubebuilder:validation:MaxLength=253
	GroupClaimName string `json:"groupClaimName,omitempty"`

	// roleClaimName is the claim that lists the caller's roles. They become entities of the same type as the groups.
	// +optional
	// +kubebuilder:validation:MaxLength=253
	RoleClaimName string `json:"roleClaimName,omitempty"`

	// groupEntityType is the Cedar entity type of groups and roles, without a namespace. Default: THVGroup. Entities
	// that the policies compare them with must be of the same type.
	// +optional
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[A-Za-z_][A-Za-z0-9_]*$`
	GroupEntityType string `json:"groupEntityType,omitempty"`
}

// ConfigMapAuthzRef names one key of a ConfigMap with an authorization configuration in JSON or YAML.
type ConfigMapAuthzRef struct {
	// name of a ConfigMap in the same namespace.
	// +required
	Name string `json:"name"`

	// key within the ConfigMap's data. Default: authz.json.
	// +optional
	// +kubebuilder:default=authz.json
	Key string `json:"key,omitempty"`
}

// InlineAuthzConfig holds Cedar policies and the entities that they speak of.
type InlineAuthzConfig struct {
	// policies lists Cedar policies, one per item. A call is refused unless a policy permits it.
	// +required
	// +kubebuilder:validation:MinItems=1
	// +listType=atomic
	Policies []string `json:"policies"`

	// entitiesJson is a JSON array of Cedar entities. It is needed only where a policy follows relations between
	// entities, such as from a group to a role. Default: an empty array.
	// +optional
	// +kubebuilder:default="[]"
	EntitiesJSON string `json:"entitiesJson,omitempty"`

	// primaryUpstreamProvider names the identity provider whose token the policies look at. It has no effect on an
	// MCPServer or MCPRemoteProxy, and moved to authServerConfig on a VirtualMCPServer: do not set it.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
	PrimaryUpstreamProvider string `json:"primaryUpstreamProvider,omitempty"`
}
