// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package issuer

import (
	"net/http"
	"net/url"
	"strings"
)

// AccessToken is what whoever logs in gets, besides an ID token.
const AccessToken = "upstream-access-token"

// noncePrefix keeps a code from being empty.
const noncePrefix = "nonce:"

// authorize logs everybody in at once (RFC 6749, section 4.1.1). The code that it gives is the nonce, which the ID token must carry.
func authorize(w http.ResponseWriter, request *http.Request) {
	query := request.URL.Query()
	answer := url.Values{"code": {noncePrefix + query.Get("nonce")}, "state": {query.Get("state")}}
	http.Redirect(w, request, query.Get("redirect_uri")+"?"+answer.Encode(), http.StatusFound)
}

// token is the token endpoint, for logins and for exchanges.
func (i *Issuer) token(w http.ResponseWriter, request *http.Request) {
	if request.PostFormValue("grant_type") != "authorization_code" {
		i.exchanges.answer(w, request)
		return
	}
	client := request.PostFormValue("client_id")
	if id, _, ok := request.BasicAuth(); ok {
		client = id
	}
	idToken, err := i.sign(client, map[string]any{"nonce": strings.TrimPrefix(request.PostFormValue("code"), noncePrefix)})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	answer(w, map[string]any{"access_token": AccessToken, "id_token": idToken, "token_type": "Bearer", "expires_in": 3600})
}
