// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"strconv"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// The tools of the server.
const (
	Echo      = "echo"      // answers its text
	Add       = "add"       // answers the sum of a and b
	Forbidden = "forbidden" // is for tests that forbid it
)

// Tools are the names of all tools, sorted.
func Tools() []string { return []string{Add, Echo, Forbidden} }

type echoInput struct {
	Text string `json:"text"`
}

type addInput struct {
	A int `json:"a"`
	B int `json:"b"`
}

func newMCPServer() *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "remote", Version: "1"}, nil)
	mcp.AddTool(server, &mcp.Tool{Name: Echo, Description: "Answers its text"},
		func(_ context.Context, _ *mcp.CallToolRequest, in echoInput) (*mcp.CallToolResult, any, error) {
			return text(in.Text), nil, nil
		})
	mcp.AddTool(server, &mcp.Tool{Name: Add, Description: "Adds two numbers"},
		func(_ context.Context, _ *mcp.CallToolRequest, in addInput) (*mcp.CallToolResult, any, error) {
			return text(strconv.Itoa(in.A + in.B)), nil, nil
		})
	mcp.AddTool(server, &mcp.Tool{Name: Forbidden, Description: "Must not be called"},
		func(context.Context, *mcp.CallToolRequest, struct{}) (*mcp.CallToolResult, any, error) {
			return text("called all the same"), nil, nil
		})
	return server
}

func text(content string) *mcp.CallToolResult {
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: content}}}
}
