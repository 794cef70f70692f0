// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"sync"
)

// Request is a request that reached the server.
type Request struct {
	Verb   string
	Path   string
	Query  string
	Header http.Header
	// Method is the JSON-RPC method, and Tool the tool that it calls. They are empty where the body has none.
	Method string
	Tool   string
}

// recorder remembers the requests to a handler.
type recorder struct {
	next     http.Handler
	mutex    sync.Mutex
	requests []Request
}

// ServeHTTP remembers the request and passes it on.
func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	r.add(request, body)
	r.next.ServeHTTP(w, request)
}

func (r *recorder) add(request *http.Request, body []byte) {
	var message struct {
		Method string `json:"method"`
		Params struct {
			Name string `json:"name"`
		} `json:"params"`
	}
	// A request without a JSON-RPC message, such as one that opens a stream, has neither method nor tool.
	_ = json.Unmarshal(body, &message)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.requests = append(r.requests, Request{
		Verb: request.Method, Path: request.URL.Path, Query: request.URL.RawQuery, Header: request.Header.Clone(),
		Method: message.Method, Tool: message.Params.Name,
	})
}

func (r *recorder) all() []Request {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Clone(r.requests)
}
