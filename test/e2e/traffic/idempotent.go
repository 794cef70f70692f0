// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package traffic

import (
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// idempotent tells Go's HTTP client that requests may be sent twice, so that it does what RFC 9110 (section 9.2.2) permits then: it sends one again over
// another connection when the server closed a kept one before it answered anything. That cannot be told from a server that closes idle connections
// because it ends, as every server of Go does in order. Nothing else is tried again.
type idempotent struct {
	base    *http.Transport
	replays atomic.Int64
}

// RoundTrip implements http.RoundTripper.
func (i *idempotent) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodPost {
		return i.base.RoundTrip(request)
	}
	connections := 0
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {
		if connections++; connections > 1 {
			i.replays.Add(1)
		}
	}}
	request = request.Clone(httptrace.WithClientTrace(request.Context(), trace))
	request.Header["Idempotency-Key"] = []string{} // With no value it is not sent.
	return i.base.RoundTrip(request)
}
