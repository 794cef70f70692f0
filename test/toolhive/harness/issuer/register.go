// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package issuer

import (
	"encoding/json"
	"net/http"
)

// registerKnown makes a client of everybody who has a token for it (RFC 7591, section 3).
func registerKnown(w http.ResponseWriter, request *http.Request) {
	if request.Header.Get("Authorization") == "" {
		http.Error(w, "who are you?", http.StatusUnauthorized)
		return
	}
	register(w, request)
}

// register makes a client of everybody.
func register(w http.ResponseWriter, request *http.Request) {
	var client map[string]any
	if err := json.NewDecoder(request.Body).Decode(&client); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	client["client_id"], client["client_secret"] = "registered", "s3cret"
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(client) // Whoever asked has gone away, at worst.
}

// RegistrationURL is where everybody registers.
func (i *Issuer) RegistrationURL() string { return i.URL + openRegisterPath }
