// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// OBOConfig gets a token by Microsoft Entra's on-behalf-of flow. No field is required by the schema, since ToolHive
// once stored this object empty; what is missing shows in the Valid condition.
type OBOConfig struct {
	// tenantId is the Entra tenant: its GUID, or a verified domain such as contoso.onmicrosoft.com. The aliases common,
	// organizations and consumers name no tenant and are refused.
	// +optional
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:Pattern=`^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,})$`
	TenantID string `json:"tenantId,omitempty"`

	// authority is the https URL of a national cloud's login host, without user info, query, fragment or trailing
	// slash. It is sent the client secret and the user's token. Default: https://login.microsoftonline.com.
	// +optional
	// +kubebuilder:validation:Pattern=`^https://[^\s?#@]+[^/\s?#@]$`
	Authority string `json:"authority,omitempty"`

	// clientId of the application that is registered in Entra.
	// +optional
	ClientID string `json:"clientId,omitempty"`

	// clientSecretRef names the Secret key with the application's secret.
	// +optional
	ClientSecretRef *SecretKeyRef `json:"clientSecretRef,omitempty"`

	// audience that the new token is asked for, when scopes is empty. One of the two is needed.
	// +optional
	Audience string `json:"audience,omitempty"`

	// scopes that the new token is asked for, for example api://backend/.default. They win over audience.
	// +optional
	// +kubebuilder:validation:MaxItems=20
	// +kubebuilder:validation:items:MinLength=1
	// +kubebuilder:validation:items:MaxLength=256
	// +listType=atomic
	Scopes []string `json:"scopes,omitempty"`

	// subjectTokenProviderName names the identity provider of an embedded authorization server whose token stands for
	// the user. By default it is the token that the client presents.
	// +optional
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=63
	// +kubebuilder:validation:Pattern=`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`
	SubjectTokenProviderName string `json:"subjectTokenProviderName,omitempty"`

	// cacheSkew is how long before its end a cached token is no longer used, for example 30s. The schema admits any text, as
	// ToolHive's does.
	// +optional
	CacheSkew string `json:"cacheSkew,omitempty"`
}
