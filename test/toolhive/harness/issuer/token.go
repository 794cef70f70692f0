// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package issuer

import (
	"maps"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/stretchr/testify/require"
)

// Subject is whom all tokens are about.
const Subject = "alice"

// Token issues a token that is valid for an hour. More are further claims, which replace those of the same name.
func (i *Issuer) Token(t *testing.T, audience string, more ...map[string]any) string {
	t.Helper()
	token, err := i.sign(audience, more...)
	require.NoError(t, err)
	return token
}

func (i *Issuer) sign(audience string, more ...map[string]any) (string, error) {
	now := time.Now()
	claims := map[string]any{
		"iss": i.URL, "sub": Subject, "aud": audience,
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	}
	for _, further := range more {
		maps.Copy(claims, further)
	}
	key := jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: i.key, KeyID: keyID}}
	signer, err := jose.NewSigner(key, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", err
	}
	return jwt.Signed(signer).Claims(claims).Serialize()
}

// ExpiredToken issues a token that was valid until an hour ago.
func (i *Issuer) ExpiredToken(t *testing.T, audience string) string {
	t.Helper()
	past := time.Now().Add(-time.Hour)
	return i.Token(t, audience, map[string]any{
		"iat": past.Add(-time.Hour).Unix(), "nbf": past.Add(-time.Hour).Unix(), "exp": past.Unix(),
	})
}
