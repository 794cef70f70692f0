// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Client is an MCP client for pods. "client URL TOKEN-FILE" shows the token that is in the file, calls the tool "echo" at the URL, and writes
// what that answers.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"golang.org/x/oauth2"
)

const timeout = 30 * time.Second

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: client URL TOKEN-FILE")
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	err := call(ctx, os.Args[1], os.Args[2])
	cancel()
	if err != nil {
		log.Fatal(err)
	}
}

func call(ctx context.Context, url, tokenFile string) error {
	token, err := os.ReadFile(tokenFile)
	if err != nil {
		return err
	}
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: strings.TrimSpace(string(token))})
	transport := &mcp.StreamableClientTransport{Endpoint: url, HTTPClient: oauth2.NewClient(ctx, source), MaxRetries: -1}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "client", Version: "1"}, nil).Connect(ctx, transport, nil)
	if err != nil {
		return err
	}
	defer session.Close()
	result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: "echo", Arguments: map[string]any{"text": "hello from a pod"}})
	if err != nil {
		return err
	}
	for _, content := range result.Content {
		if text, ok := content.(*mcp.TextContent); ok {
			fmt.Println(text.Text)
		}
	}
	return nil
}
