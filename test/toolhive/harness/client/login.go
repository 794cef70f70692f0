// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package client

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"
)

// callback is where a client wants to be sent after a login. Nobody listens there: the client looks where it is sent to.
const callback = "http://127.0.0.1:1/callback"

// Login registers a client at an authorization server (RFC 7591), logs in with a browser that agrees to everything, and returns an access token
// for the resource (RFC 8707).
func Login(t *testing.T, server, resource string) string {
	t.Helper()
	config := oauth2.Config{
		ClientID:    register(t, server),
		Endpoint:    oauth2.Endpoint{AuthURL: server + "/oauth/authorize", TokenURL: server + "/oauth/token", AuthStyle: oauth2.AuthStyleInParams},
		RedirectURL: callback,
		Scopes:      []string{"openid"},
	}
	verifier := oauth2.GenerateVerifier()
	forResource := oauth2.SetAuthURLParam("resource", resource)
	code := browse(t, config.AuthCodeURL("0123456789", oauth2.S256ChallengeOption(verifier), forResource))
	token, err := config.Exchange(t.Context(), code, oauth2.VerifierOption(verifier), forResource)
	require.NoError(t, err)
	return token.AccessToken
}

func register(t *testing.T, server string) string {
	t.Helper()
	body := `{"redirect_uris":["` + callback + `"],"token_endpoint_auth_method":"none"}`
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server+"/oauth/register", strings.NewReader(body))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	answer := send(t, request, nil)
	require.Equal(t, http.StatusCreated, answer.Status, answer.Body)
	var registered struct {
		ID string `json:"client_id"`
	}
	require.NoError(t, json.Unmarshal([]byte(answer.Body), &registered))
	return registered.ID
}

// browse follows redirections up to the callback, and returns the code that it is called with.
func browse(t *testing.T, from string) string {
	t.Helper()
	arrived := errors.New("arrived")
	var at *url.URL
	browser := Headers(nil).client(t)
	browser.CheckRedirect = func(request *http.Request, _ []*http.Request) error {
		if strings.HasPrefix(request.URL.String(), callback) {
			at = request.URL
			return arrived
		}
		return nil
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, from, nil)
	require.NoError(t, err)
	response, err := browser.Do(request)
	if response != nil {
		defer response.Body.Close()
	}
	require.ErrorIs(t, err, arrived)
	require.True(t, at.Query().Has("code"), at)
	return at.Query().Get("code")
}
