// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"encoding/json"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const (
	ownOIDC = proxy + "oidcConfig."
	oidcRef = proxy + "oidcConfigRef."
	cluster = "spec.kubernetesServiceAccount."

	oidcPlaces         = "runconfig.oidc_config."
	clusterTokenMount  = "container.volumeMounts[/var/run/secrets/kubernetes.io/serviceaccount]"
	clusterTokenVolume = "pod.spec.volumes[cluster-token]"
)

// oidcCases are of whose tokens a proxy accepts.
var oidcCases = []fieldCase{
	{"plain", ownOIDC + "type", "configMap", refused(v1alpha1.ReasonOIDCConfigInvalid)},
	{
		"plain", ownOIDC + "type", "kubernetes",
		changes(
			clusterTokenMount, clusterTokenVolume,
			oidcPlaces+"AllowPrivateIP", oidcPlaces+"Audience", oidcPlaces+"AuthTokenFile", oidcPlaces+"CACertPath", oidcPlaces+"Issuer",
		).
			with(kind.MCPRemoteEndpoint, ownOIDC+"inline", nil),
	},
	{"plain", ownOIDC + "resourceURL", "https://search.example.com", changes(oidcPlaces + "ResourceURL")},
	{"oidc-kubernetes-public", ownOIDC + "kubernetes.audience", "other", changes(oidcPlaces + "Audience")},
	{"oidc-kubernetes-public", ownOIDC + "kubernetes.issuer", "https://other.example.com", changes(oidcPlaces + "Issuer")},
	{"oidc-kubernetes-public", ownOIDC + "kubernetes.jwksURL", "https://other.example.com/keys", changes(oidcPlaces + "JWKSURL")},
	{
		"oidc-kubernetes-public", ownOIDC + "kubernetes.introspectionURL", "https://other.example.com/introspect",
		refused(v1alpha1.ReasonOIDCIntrospectionInvalid),
	},
	{
		"oidc-kubernetes-public", ownOIDC + "kubernetes.introspectionURL", "https://oauth2.googleapis.com/tokeninfo",
		changes(oidcPlaces + "IntrospectionURL"),
	},
	{
		"oidc-kubernetes-public", ownOIDC + "kubernetes.useClusterAuth", true,
		changes(
			clusterTokenMount, clusterTokenVolume,
			oidcPlaces+"AllowPrivateIP", oidcPlaces+"AuthTokenFile", oidcPlaces+"CACertPath",
		),
	},
	{
		"oidc-configmap", ownOIDC + "configMap.name", "other-texts",
		changes(oidcPlaces+"Audience", oidcPlaces+"Issuer", oidcPlaces+"JWKSURL", oidcPlaces+"Scopes"),
	},
	{"oidc-configmap", ownOIDC + "configMap.key", "staging.yaml", changes(oidcPlaces+"Issuer", oidcPlaces+"JWKSURL", oidcPlaces+"Scopes")},
	{"oidc-inline", ownOIDC + "inline.issuer", "https://other.example.com", changes(oidcPlaces + "Issuer")},
	{"oidc-inline", ownOIDC + "inline.audience", "other", changes(oidcPlaces + "Audience")},
	{"oidc-inline", ownOIDC + "inline.scopes", []string{"other"}, changes(oidcPlaces + "Scopes")},
	{"oidc-inline", ownOIDC + "inline.jwksURL", "https://other.example.com/keys", changes(oidcPlaces + "JWKSURL")},
	{"oidc-inline", ownOIDC + "inline.introspectionURL", "https://other.example.com/introspect", changes(oidcPlaces + "IntrospectionURL")},
	{"oidc-inline", ownOIDC + "inline.clientID", "other", changes(oidcPlaces + "ClientID")},
	{"oidc-inline", ownOIDC + "inline.clientSecretRef.name", "other", changes(referenced, nameIn("TOOLHIVE_OIDC_CLIENT_SECRET"))},
	{"oidc-inline", ownOIDC + "inline.clientSecretRef.key", "other-password", changes(referenced, keyIn("TOOLHIVE_OIDC_CLIENT_SECRET"))},
	{
		"oidc-inline", ownOIDC + "inline.caBundleRef.name", "other",
		changes(
			referenced, "container.volumeMounts[/config/certs/corporate.authority]", "container.volumeMounts[/config/certs/other]",
			"pod.spec.volumes[oidc-ca-bundle-corporate-authority-d8e96a7a]", "pod.spec.volumes[oidc-ca-bundle-other]", oidcPlaces+"CACertPath",
		),
	},
	{
		"oidc-inline", ownOIDC + "inline.caBundleRef.key", "other-root.pem",
		changes(
			referenced, "pod.spec.volumes[oidc-ca-bundle-corporate-authority-d8e96a7a].configMap.items[0].key",
			"pod.spec.volumes[oidc-ca-bundle-corporate-authority-d8e96a7a].configMap.items[0].path", oidcPlaces+"CACertPath",
		),
	},
	{"oidc-token-file", ownOIDC + "inline.jwksAuthTokenPath", "/var/run/issuer/other", changes(oidcPlaces + "AuthTokenFile")},
	{"oidc-inline", ownOIDC + "inline.jwksAllowPrivateIP", false, changes(oidcPlaces + "AllowPrivateIP")},
	{"oidc-inline", ownOIDC + "inline.insecureAllowHTTP", true, changes(oidcPlaces + "InsecureAllowHTTP")},
	{"oidc-token-file", ownOIDC + "inline.insecureAllowHTTP", false, refused(v1alpha1.ReasonOIDCConfigInvalid)},
	{
		"oidc-shared", oidcRef + "name", "other",
		changes(
			referenced, variable("TOOLHIVE_OIDC_CLIENT_SECRET"), "container.volumeMounts[/config/certs/corporate-authority]",
			"pod.spec.volumes[oidc-ca-bundle-corporate-authority]", oidcPlaces+"CACertPath", oidcPlaces+"ClientID",
			oidcPlaces+"IntrospectionURL", oidcPlaces+"Issuer", oidcPlaces+"JWKSURL",
		),
	},
	{"oidc-shared", oidcRef + "audience", "other", changes(oidcPlaces + "Audience")},
	{"oidc-shared", oidcRef + "scopes", []string{"other"}, changes(oidcPlaces + "Scopes")},
	{"auth-server-oidc", oidcRef + "scopes", []string{"openid"}, changes(authServerPlaces+"scopes_supported", oidcPlaces+"Scopes")},
	{"oidc-shared", oidcRef + "resourceUrl", "https://other.example.com", changes(oidcPlaces + "ResourceURL")},
	{
		"auth-server-and-exchange", proxy + "authServerRef.name", "other-server",
		changes(
			referenced, variable("TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD"), authServerPlaces+"storage", authServerPlaces+"upstreams[corp-idp]",
			authServerPlaces+"upstreams[other]",
		),
	},
	{"auth-server-and-exchange", proxy + "authServerRef.kind", "Other", refused(v1alpha1.ReasonAuthServerRefInvalid)},
}

// sharedOIDCCases are those of an MCPOIDCConfig.
var sharedOIDCCases = []fieldCase{
	{"oidc-shared-kubernetes", "spec.type", "inline", refused(v1alpha1.ReasonOIDCConfigInvalid)},
	{
		"oidc-shared-kubernetes", "spec.type", "inline",
		changes(
			clusterTokenMount, clusterTokenVolume,
			oidcPlaces+"AllowPrivateIP", oidcPlaces+"AuthTokenFile", oidcPlaces+"CACertPath", oidcPlaces+"Issuer",
		).
			with(kind.MCPOIDCConfig, "spec.kubernetesServiceAccount", nil).
			with(kind.MCPOIDCConfig, "spec.inline.issuer", "https://other.example.com"),
	},
	{"oidc-shared", "spec.inline.issuer", "https://other.example.com", changes(oidcPlaces + "Issuer")},
	{"oidc-shared", "spec.inline.jwksUrl", "https://other.example.com/keys", changes(oidcPlaces + "JWKSURL")},
	{"oidc-shared", "spec.inline.introspectionUrl", "https://other.example.com/introspect", changes(oidcPlaces + "IntrospectionURL")},
	{"oidc-shared", "spec.inline.clientId", "other", changes(oidcPlaces + "ClientID")},
	{"oidc-shared", "spec.inline.clientSecretRef.name", "other", changes(referenced, nameIn("TOOLHIVE_OIDC_CLIENT_SECRET"))},
	{"oidc-shared", "spec.inline.clientSecretRef.key", "other-password", changes(referenced, keyIn("TOOLHIVE_OIDC_CLIENT_SECRET"))},
	{
		"oidc-shared", "spec.inline.caBundleRef.configMapRef.name", "other",
		changes(
			referenced, "container.volumeMounts[/config/certs/corporate-authority]", "container.volumeMounts[/config/certs/other]",
			"pod.spec.volumes[oidc-ca-bundle-corporate-authority]", "pod.spec.volumes[oidc-ca-bundle-other]", oidcPlaces+"CACertPath",
		),
	},
	{
		"oidc-shared", "spec.inline.caBundleRef.configMapRef.key", "other-ca.crt",
		changes(
			referenced, "pod.spec.volumes[oidc-ca-bundle-corporate-authority].configMap.items[0].key",
			"pod.spec.volumes[oidc-ca-bundle-corporate-authority].configMap.items[0].path", oidcPlaces+"CACertPath",
		),
	},
	{"oidc-shared", "spec.inline.caBundleRef.configMapRef.optional", true, refused(v1alpha1.ReasonSettingWithoutEffect)},
	{
		"oidc-shared", "spec.inline.jwksAuthTokenPath", "/var/run/issuer/token",
		refused(v1alpha1.ReasonOIDCIntrospectionInvalid, v1alpha1.ReasonOIDCConfigInvalid),
	},
	{
		"oidc-shared", "spec.inline.jwksAuthTokenPath", "/var/run/issuer/token",
		changes("container.volumeMounts[/var/run/issuer]", oidcPlaces+"AuthTokenFile", oidcPlaces+"IntrospectionURL").
			with(kind.MCPOIDCConfig, "spec.inline.introspectionUrl", nil).
			with(kind.MCPRemoteEndpoint, proxy+"podTemplateSpec", json.RawMessage(
				`{"spec": {"containers": [{"name": "toolhive", "volumeMounts": [{"name": "issuer", "mountPath": "/var/run/issuer"}]}]}}`)),
	},
	{"oidc-shared", "spec.inline.jwksAllowPrivateIP", true, changes(oidcPlaces + "AllowPrivateIP")},
	{"oidc-shared", "spec.inline.protectedResourceAllowPrivateIP", true, changes(oidcPlaces + "AllowPrivateIP")},
	{"oidc-shared", "spec.inline.insecureAllowHTTP", true, changes(oidcPlaces + "InsecureAllowHTTP")},
	{"oidc-shared-kubernetes", cluster + "serviceAccount", "other", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"oidc-shared-kubernetes", cluster + "namespace", "other", refused(v1alpha1.ReasonSettingWithoutEffect)},
	{"oidc-shared-kubernetes", cluster + "issuer", "https://other.example.com", changes(oidcPlaces + "Issuer")},
	{"oidc-shared-kubernetes", cluster + "jwksUrl", "https://other.example.com/keys", changes(oidcPlaces + "JWKSURL")},
	{"oidc-shared-kubernetes", cluster + "introspectionUrl", "https://other.example.com/introspect", refused(v1alpha1.ReasonOIDCIntrospectionInvalid)},
	{"oidc-shared-kubernetes", cluster + "introspectionUrl", "https://oauth2.googleapis.com/tokeninfo", changes(oidcPlaces + "IntrospectionURL")},
	{
		"oidc-shared-kubernetes", cluster + "useClusterAuth", false,
		changes(
			clusterTokenMount, clusterTokenVolume,
			oidcPlaces+"AllowPrivateIP", oidcPlaces+"AuthTokenFile", oidcPlaces+"CACertPath",
		),
	},
}
