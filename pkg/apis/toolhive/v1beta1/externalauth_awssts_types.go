// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// AWSStsConfig exchanges the client's token for credentials of an AWS role, and signs every request with them (SigV4).
type AWSStsConfig struct {
	// region of the AWS service and of STS, for example eu-west-1.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:Pattern=`^[a-z]{2}(-[a-z]+)+-\d+$`
	Region string `json:"region"`

	// service is the name that requests are signed for. Default: aws-mcp.
	// +optional
	// +kubebuilder:default="aws-mcp"
	Service string `json:"service,omitempty"`

	// fallbackRoleArn is the role taken when no mapping matches. Without it and without roleMappings, no request can be
	// signed.
	// +optional
	// +kubebuilder:validation:Pattern=`^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:role/[\w+=,.@\-_/]+$`
	FallbackRoleArn string `json:"fallbackRoleArn,omitempty"`

	// roleMappings choose the role by the client's claims. The first match in order of priority counts.
	// +optional
	// +listType=atomic
	RoleMappings []RoleMapping `json:"roleMappings,omitempty"`

	// roleClaim is the claim that the mappings' claim is looked up in. Default: groups.
	// +optional
	// +kubebuilder:default="groups"
	RoleClaim string `json:"roleClaim,omitempty"`

	// sessionDuration is how long credentials live, in seconds, from 900 to 43200. Default: 3600.
	// +optional
	// +kubebuilder:validation:Minimum=900
	// +kubebuilder:validation:Maximum=43200
	// +kubebuilder:default=3600
	SessionDuration *int32 `json:"sessionDuration,omitempty"`

	// sessionNameClaim is the claim that names the session in AWS's logs. Default: sub.
	// +optional
	// +kubebuilder:default="sub"
	SessionNameClaim string `json:"sessionNameClaim,omitempty"`

	// subjectProviderName names the identity provider of a VirtualMCPServer's authorization server whose token is
	// exchanged instead of the client's. Default: the first one. A proxy ignores it.
	// +optional
	SubjectProviderName string `json:"subjectProviderName,omitempty"`
}

// RoleMapping chooses an AWS role for some clients, by claim or by matcher: set one of the two.
type RoleMapping struct {
	// claim is a value that the client's roleClaim must contain, such as the name of a group.
	// +optional
	// +kubebuilder:validation:MinLength=1
	Claim string `json:"claim,omitempty"`

	// matcher is a CEL expression over the variable claims, such as: "admins" in claims["groups"].
	// +optional
	// +kubebuilder:validation:MinLength=1
	Matcher string `json:"matcher,omitempty"`

	// roleArn is the role to take.
	// +required
	// +kubebuilder:validation:Pattern=`^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:role/[\w+=,.@\-_/]+$`
	RoleArn string `json:"roleArn"`

	// priority of the mapping: lower numbers are tried first, mappings without one last, in the order of the list.
	// +optional
	// +kubebuilder:validation:Minimum=0
	Priority *int32 `json:"priority,omitempty"`
}
