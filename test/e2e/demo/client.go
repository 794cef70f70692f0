// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"golang.org/x/oauth2"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/mcp-remote-endpoint/operator/test/e2e/traffic"
)

const (
	// callTimeout is how long a client waits for an answer.
	callTimeout = 30 * time.Second
	// trafficTimeout is how long a client that keeps calling may take for what it is waited for.
	trafficTimeout = time.Minute
)

// token is one of service account team/agent for an audience, as a pod would mount it.
func (s *story) token(ctx context.Context, audience string) (string, error) {
	s.show("kubectl -n team create token agent --audience=" + audience)
	token, err := s.cluster.Kubectl(ctx, "-n", "team", "create", "token", "agent", "--audience="+audience)
	return strings.TrimSpace(token), err
}

// client makes requests from within the cluster.
func (s *story) client(ctx context.Context, token string) *http.Client {
	inside := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(s.cluster.SOCKS)}}
	if token == "" {
		return inside
	}
	return oauth2.NewClient(context.WithValue(ctx, oauth2.HTTPClient, inside), oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token}))
}

// reach waits until something answers a request without a token, and returns the status: nodes learn a moment after the operator which pods serve.
func (s *story) reach(ctx context.Context, url string) (status int, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	client := s.client(ctx, "")
	_ = wait.PollUntilContextCancel(ctx, callTimeout/100, true, func(ctx context.Context) (bool, error) {
		status, err = post(ctx, client, url)
		return err == nil, nil
	})
	return status, err
}

func post(ctx context.Context, client *http.Client, url string) (status int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		return 0, err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

// listAndCall lists the tools, and returns what one of them answers.
func (s *story) listAndCall(ctx context.Context, url, token, tool string) (tools []string, answer string, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	transport := &mcp.StreamableClientTransport{Endpoint: url, HTTPClient: s.client(ctx, token), MaxRetries: -1}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "demo", Version: "1"}, nil).Connect(ctx, transport, nil)
	if err != nil {
		return nil, "", fmt.Errorf("connect to %s: %w", url, err)
	}
	defer session.Close()
	listed, err := session.ListTools(ctx, nil)
	if err != nil {
		return nil, "", fmt.Errorf("list the tools at %s: %w", url, err)
	}
	for _, t := range listed.Tools {
		tools = append(tools, t.Name)
	}
	slices.Sort(tools)
	arguments := map[string]any{}
	if tool == "echo" {
		arguments["text"] = "hello"
	}
	result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		return tools, "", fmt.Errorf("call %s at %s: %w", tool, url, err)
	}
	for _, content := range result.Content {
		if text, ok := content.(*mcp.TextContent); ok {
			answer += text.Text
		}
	}
	if result.IsError {
		return tools, "", fmt.Errorf("call %s at %s: %s", tool, url, answer)
	}
	return tools, answer, nil
}

// begin has a client call again and again.
func (s *story) begin(url, token string) *traffic.Caller {
	return traffic.Begin(traffic.Target{URL: url, Token: token, Tool: "echo", Proxy: s.cluster.SOCKS})
}

// awaitCalls waits until that many further calls were answered.
func (s *story) awaitCalls(ctx context.Context, caller *traffic.Caller, further int) error {
	wanted := caller.Report().Calls + further
	err := wait.PollUntilContextTimeout(ctx, callTimeout/100, trafficTimeout, true, func(context.Context) (bool, error) {
		return caller.Report().Calls >= wanted, nil
	})
	if err != nil {
		return fmt.Errorf("wait for calls that get through: %w: %+v", err, caller.Report())
	}
	return nil
}
