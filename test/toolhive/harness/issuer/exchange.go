// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package issuer

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
)

// Exchange is a request for a token exchange (RFC 8693), and what was answered.
type Exchange struct {
	// Form are the parameters of the request.
	Form url.Values
	// ClientID and ClientSecret are from the Authorization header (RFC 6749, section 2.3.1).
	ClientID, ClientSecret string
	// Issued is the token that was answered. Each is another.
	Issued string
}

// exchanges remembers token exchanges.
type exchanges struct {
	mutex sync.Mutex
	all   []Exchange
}

func (e *exchanges) answer(w http.ResponseWriter, request *http.Request) {
	id, secret, _ := request.BasicAuth()
	answer(w, map[string]any{
		"access_token":      e.add(Exchange{Form: request.PostForm, ClientID: id, ClientSecret: secret}),
		"issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
		"token_type":        "Bearer",
		"expires_in":        3600,
	})
}

func (e *exchanges) add(exchange Exchange) (issued string) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	exchange.Issued = "exchanged-" + strconv.Itoa(len(e.all)+1)
	e.all = append(e.all, exchange)
	return exchange.Issued
}

// Exchanges are the token exchanges so far.
func (i *Issuer) Exchanges() []Exchange {
	i.exchanges.mutex.Lock()
	defer i.exchanges.mutex.Unlock()
	return slices.Clone(i.exchanges.all)
}
