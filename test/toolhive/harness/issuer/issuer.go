// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package issuer

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/loopback"
)

const (
	keysPath      = "/keys"
	authorizePath = "/authorize"
	tokenPath     = "/token"
	registerPath  = "/register"
	keyID         = "key-1"

	introspectPath = "/introspect"
	// openRegisterPath is what discovery does not lead to.
	openRegisterPath = "/register/anybody"
)

// Options say how the provider differs from one that speaks plain http with anybody.
type Options struct {
	// TLS has it speak https, with a certificate that no machine trusts.
	TLS bool
	// Reader is a bearer token without which nothing is read from it, unless it is empty.
	Reader string
	// ClientSecret is that of the client that may introspect tokens, and Audience what they are valid for.
	ClientSecret, Audience string
}

// Issuer is a running provider. It ends with the test.
type Issuer struct {
	// URL is the issuer's name, and where discovery begins.
	URL string
	// CA is the certificate to trust, as PEM, when it speaks https.
	CA string

	options   Options
	key       *rsa.PrivateKey
	exchanges exchanges
}

// Start starts a provider.
func Start(t *testing.T, options Options) *Issuer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	issuer := &Issuer{key: key, options: options}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", issuer.readable(issuer.discovery))
	mux.HandleFunc("GET /.well-known/oauth-authorization-server", issuer.readable(issuer.discovery))
	mux.HandleFunc("GET "+keysPath, issuer.readable(issuer.keys))
	mux.HandleFunc("GET "+authorizePath, authorize)
	mux.HandleFunc("POST "+tokenPath, issuer.token)
	mux.HandleFunc("POST "+registerPath, registerKnown)
	mux.HandleFunc("POST "+openRegisterPath, register)
	mux.HandleFunc("POST "+introspectPath, issuer.introspect)
	server := loopback.Start(t, mux, options.TLS)
	issuer.URL, issuer.CA = server.URL, server.CA
	return issuer
}

// readable refuses whoever is not to read.
func (i *Issuer) readable(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		if i.options.Reader != "" && request.Header.Get("Authorization") != "Bearer "+i.options.Reader {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		next(w, request)
	}
}

// TokenURL is the token endpoint.
func (i *Issuer) TokenURL() string { return i.URL + tokenPath }

func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{
		"issuer":                                i.URL,
		"jwks_uri":                              i.URL + keysPath,
		"authorization_endpoint":                i.URL + authorizePath,
		"token_endpoint":                        i.TokenURL(),
		"registration_endpoint":                 i.URL + registerPath,
		"response_types_supported":              []string{"code"},
		"subject_types_supported":               []string{"public"},
		"id_token_signing_alg_values_supported": []string{string(jose.RS256)},
	})
}

func (i *Issuer) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: i.key.Public(), KeyID: keyID, Algorithm: string(jose.RS256), Use: "sig"},
	}})
}

func answer(w http.ResponseWriter, document any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(document) // Whoever asked has gone away, at worst.
}
