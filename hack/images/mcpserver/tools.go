// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type echoInput struct {
	Text string `json:"text"`
}

type addInput struct {
	A int `json:"a"`
	B int `json:"b"`
}

// newServer returns a server with all tools.
func newServer(name string) *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: name, Version: "1"}, nil)
	add(server, "echo", "Answers its text", func(_ http.Header, in echoInput) string { return in.Text })
	add(server, "add", "Adds two numbers", func(_ http.Header, in addInput) string { return strconv.Itoa(in.A + in.B) })
	add(server, "whoami", "Answers the server's name", func(http.Header, struct{}) string { return name })
	add(server, "headers", "Answers the header of the HTTP request as JSON, credentials and all; null with SSE",
		func(header http.Header, _ struct{}) string {
			text, _ := json.Marshal(header) // A map of strings can always be encoded.
			return string(text)
		})
	return server
}

// add adds a tool that answers a text.
func add[Input any](server *mcp.Server, name, description string, answer func(http.Header, Input) string) {
	mcp.AddTool(server, &mcp.Tool{Name: name, Description: description},
		func(_ context.Context, request *mcp.CallToolRequest, in Input) (*mcp.CallToolResult, any, error) {
			var header http.Header
			if extra := request.GetExtra(); extra != nil { // The SDK has none for SSE.
				header = extra.Header
			}
			text := answer(header, in)
			return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}}, nil, nil
		})
}
