// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"errors"
	"strings"
)

// oidcText is what a ConfigMap can say. The keys are those by which ToolHive's operator knew them before v0.26, when each was a key of
// the ConfigMap itself (see HasOIDCKeys).
type oidcText struct {
	Issuer             string   `json:"issuer"`
	Audience           string   `json:"audience"`
	JWKSURL            string   `json:"jwksUrl"`
	IntrospectionURL   string   `json:"introspectionUrl"`
	ClientID           string   `json:"clientId"`
	ClientSecret       string   `json:"clientSecret"`
	CABundlePath       string   `json:"thvCABundlePath"`
	JWKSAuthTokenPath  string   `json:"jwksAuthTokenPath"`
	JWKSAllowPrivateIP bool     `json:"jwksAllowPrivateIP"`
	InsecureAllowHTTP  bool     `json:"insecureAllowHTTP"`
	Scopes             []string `json:"scopes"`
}

// errClientSecretInText keeps secrets out of ConfigMaps, ours included.
var errClientSecretInText = errors.New("clientSecret does not belong in a ConfigMap: " +
	"move it to a Secret, and the configuration to oidcConfig.inline, whose clientSecretRef names that")

// ParseOIDC reads the OIDC configuration in a ConfigMap: a JSON object, or the same in YAML, with the keys issuer, audience, jwksUrl,
// introspectionUrl, clientId, thvCABundlePath (a file in the pod with PEM certificates), jwksAuthTokenPath, jwksAllowPrivateIP,
// insecureAllowHTTP and scopes (a list). They mean what the fields of v1alpha1.InlineOIDCConfig mean. Any other key is an error.
func ParseOIDC(text string) (*OIDCSource, error) {
	var parsed oidcText
	if err := decode([]byte(text), &parsed); err != nil {
		return nil, err
	}
	return parsed.source()
}

// HasOIDCKeys says whether a ConfigMap holds an OIDC configuration in the form that ToolHive's operator read before v0.26: each setting
// is a key of its own, and others may stand beside them. It counts where the key for all settings does not exist.
func HasOIDCKeys(data map[string]string) bool { return data["issuer"] != "" || data["jwksUrl"] != "" }

func oidcOfKeys(data map[string]string) (*OIDCSource, error) {
	text := oidcText{
		Issuer:             data["issuer"],
		Audience:           data["audience"],
		JWKSURL:            data["jwksUrl"],
		IntrospectionURL:   data["introspectionUrl"],
		ClientID:           data["clientId"],
		ClientSecret:       data["clientSecret"],
		CABundlePath:       data["thvCABundlePath"],
		JWKSAuthTokenPath:  data["jwksAuthTokenPath"],
		JWKSAllowPrivateIP: data["jwksAllowPrivateIP"] == "true",
		InsecureAllowHTTP:  data["insecureAllowHTTP"] == "true",
	}
	for scope := range strings.SplitSeq(data["scopes"], ",") {
		if scope = strings.TrimSpace(scope); scope != "" {
			text.Scopes = append(text.Scopes, scope)
		}
	}
	return text.source()
}

func (parsed *oidcText) source() (*OIDCSource, error) {
	if parsed.ClientSecret != "" {
		return nil, errClientSecretInText
	}
	return &OIDCSource{OIDC: OIDC{
		Issuer:            parsed.Issuer,
		Audience:          parsed.Audience,
		JWKSURL:           parsed.JWKSURL,
		IntrospectionURL:  parsed.IntrospectionURL,
		ClientID:          parsed.ClientID,
		CACertPath:        parsed.CABundlePath,
		AuthTokenFile:     parsed.JWKSAuthTokenPath,
		AllowPrivateIP:    parsed.JWKSAllowPrivateIP,
		InsecureAllowHTTP: parsed.InsecureAllowHTTP,
		Scopes:            parsed.Scopes,
	}}, nil
}
