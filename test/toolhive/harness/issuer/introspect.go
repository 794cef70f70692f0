// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package issuer

import (
	"net/http"
	"time"
)

// OpaqueToken is an access token that only the provider can read (RFC 7662). It is valid for Options.Audience.
const OpaqueToken = "opaque-token"

// introspect tells a client with the secret what a token is.
func (i *Issuer) introspect(w http.ResponseWriter, request *http.Request) {
	if _, secret, _ := request.BasicAuth(); secret != i.options.ClientSecret {
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return
	}
	answer(w, map[string]any{
		"active": request.PostFormValue("token") == OpaqueToken,
		"iss":    i.URL, "sub": Subject, "aud": i.options.Audience, "exp": time.Now().Add(time.Hour).Unix(),
	})
}

// IntrospectionURL is the introspection endpoint.
func (i *Issuer) IntrospectionURL() string { return i.URL + introspectPath }
