// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// confidentialClients refuses client secrets that would cross the network in the clear.
func (f *authFaults) confidentialClients(server *v1beta1.EmbeddedAuthServerConfig) {
	confidential := server.AllowConfidentialClientRegistration || len(server.DelegateClients) > 0
	if confidential && server.InsecureAllowHTTP {
		f.invalid("spec.embeddedAuthServer.insecureAllowHTTP would let client secrets cross the network in the clear: " +
			"remove it, or remove allowConfidentialClientRegistration and delegateClients")
	}
	issuer, err := url.Parse(server.Issuer)
	local := err == nil && issuer.Scheme == "http" && isLoopback(issuer.Hostname())
	if confidential && local && !server.InsecureAllowConfidentialOverLoopbackHTTP {
		f.invalid("spec.embeddedAuthServer.issuer is plain http, over which client secrets would be sent: " +
			"use https, or set insecureAllowConfidentialOverLoopbackHTTP: true")
	}
	if len(server.ForceConfidentialRedirectURIs) > 0 && !server.AllowConfidentialClientRegistration {
		f.invalid("spec.embeddedAuthServer.forceConfidentialRedirectUris needs allowConfidentialClientRegistration: true")
	}
	for i, uri := range server.ForceConfidentialRedirectURIs {
		f.url(fmt.Sprintf("spec.embeddedAuthServer.forceConfidentialRedirectUris[%d]", i), uri, isShort, secureEverywhereUnless(false, ""), isRemote)
	}
}

// maxRedirectURI is the longest redirect URI that the proxy runner takes, in bytes.
const maxRedirectURI = 2048

func isShort(u *url.URL) string {
	if len(u.String()) > maxRedirectURI {
		return fmt.Sprintf("is longer than %d bytes: shorten it", maxRedirectURI)
	}
	return ""
}

// isRemote demands another host than the client's own, which cannot keep a secret.
func isRemote(u *url.URL) string {
	if isLoopback(u.Hostname()) {
		return "must not point to a loopback host, whose client cannot keep a secret: remove it"
	}
	return ""
}

func (f *authFaults) delegateClients(clients []v1beta1.DelegateClientConfig) {
	seen := map[string]bool{}
	for i := range clients {
		client, field := &clients[i], fmt.Sprintf("spec.embeddedAuthServer.delegateClients[%d]", i)
		switch {
		case client.ClientID == "":
			f.invalid("%s.clientId is empty: set it", field)
		case seen[client.ClientID]:
			f.invalid("%s.clientId %q stands in the list twice: remove one", field, client.ClientID)
		}
		seen[client.ClientID] = true
		if len(client.Scopes) == 0 || len(client.Audiences) == 0 {
			f.invalid("%s must have at least one of scopes and one of audiences: otherwise the client can ask for nothing", field)
		}
		f.value(field+".clientSecretRef", client.ClientSecretRef, longSecret)
	}
}

// unreadableClaims are claims in which the proxy runner never finds the client that a token was issued to.
var unreadableClaims = []string{
	"aud", "email", "exp", "iat", "iss", "jti", "may_act", "name", "nbf", "scope", "scp", "sub",
}

// anyClient stands for every client in allowedDelegateClients.
const anyClient = "*"

func (f *authFaults) trustedIssuers(server *v1beta1.EmbeddedAuthServerConfig) {
	seen := map[string]bool{}
	for i := range server.TrustedIssuers {
		issuer, field := &server.TrustedIssuers[i], fmt.Sprintf("spec.embeddedAuthServer.trustedIssuers[%d]", i)
		switch {
		case issuer.IssuerURL == server.Issuer:
			f.invalid("%s.issuerUrl is the issuer of this server, whose tokens are trusted anyway: remove the entry", field)
		case seen[issuer.IssuerURL]:
			f.invalid("%s.issuerUrl stands in the list twice: remove one", field)
		}
		seen[issuer.IssuerURL] = true
		f.trustedIssuer(field, issuer)
		f.delegation(field, issuer)
	}
}

func (f *authFaults) trustedIssuer(field string, issuer *v1beta1.TrustedIssuerConfig) {
	secure := secureEverywhereUnless(issuer.InsecureAllowHTTP, "insecureAllowHTTP")
	f.url(field+".issuerUrl", issuer.IssuerURL, isIssuer, secure)
	if issuer.JWKSURL != "" {
		f.url(field+".jwksUrl", issuer.JWKSURL, secure, publicUnless(issuer.AllowPrivateIPs, "allowPrivateIPs"))
	} else if issuer.AllowPrivateIPs {
		f.invalid("%s.allowPrivateIPs needs jwksUrl: otherwise the issuer would choose the address", field)
	}
	if issuer.ExpectedAudience == "" {
		f.invalid("%s.expectedAudience is empty: set it", field)
	}
}

// delegation looks at who may exchange an issuer's tokens.
func (f *authFaults) delegation(field string, issuer *v1beta1.TrustedIssuerConfig) {
	clients := issuer.AllowedDelegateClients
	switch {
	case len(clients) == 0, slices.Contains(clients, ""):
		f.invalid("%s.allowedDelegateClients must list client IDs, or the single entry *", field)
	case slices.Contains(clients, anyClient) && len(clients) > 1:
		f.invalid("%s.allowedDelegateClients must be the single entry * or a list of client IDs, not both", field)
	case slices.Contains(clients, anyClient) && issuer.AllowMayAct:
		f.invalid("%s.allowMayAct must not be true for every client: list client IDs in allowedDelegateClients", field)
	}
	if len(issuer.AllowedActors) == 0 && !issuer.AllowMayAct {
		f.invalid("%s admits no token at all: list allowedActors, or set allowMayAct: true", field)
	}
	if slices.Contains(unreadableClaims, issuer.ActorClaim) {
		f.invalid("%s.actorClaim must not be one of %s: name the claim that identifies the client, such as azp, appid, cid or client_id",
			field, strings.Join(unreadableClaims, ", "))
	}
}
