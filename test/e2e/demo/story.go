// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/mcp-remote-endpoint/operator/test/e2e/cluster"
)

const (
	proxyURL      = "http://mcp-search-remote-proxy.team.svc.cluster.local:8080"
	gatewayURL    = "http://vmcp-all.team.svc.cluster.local:4483/mcp"
	olderProxyURL = "http://mcp-wiki-proxy-remote-proxy.team.svc.cluster.local:8080"
)

// story is what is told.
type story struct {
	cluster   *cluster.Cluster
	manifests string
	chapters  int
	// facts are what is said in the end.
	facts []string
}

// tell is the story itself.
func (s *story) tell(ctx context.Context) error {
	for _, chapter := range []struct {
		title string
		tell  func(context.Context) error
	}{
		{"Two MCP servers, which stand for servers elsewhere", s.remotes},
		{"A proxy in front of one: authentication, Cedar policies, audit", s.proxy},
		{"A gateway that connects to the other directly", s.gateway},
		{"An older MCPRemoteProxy is migrated while a client keeps calling", s.migration},
	} {
		s.chapter(chapter.title)
		if err := chapter.tell(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) remotes(ctx context.Context) error {
	return s.commands(ctx,
		"apply -f "+filepath.Join(s.manifests, "1-remotes.yaml"),
		"-n elsewhere wait --for=condition=Available deployment --all --timeout=3m",
	)
}

func (s *story) proxy(ctx context.Context) error {
	err := s.commands(ctx,
		"apply -f "+filepath.Join(s.manifests, "2-proxy.yaml"),
		"-n team wait --for=condition=Ready mcpre/search --timeout=3m",
		"-n team get mcpre,pods",
	)
	if err != nil {
		return err
	}
	status, err := s.reach(ctx, proxyURL+"/mcp")
	if err != nil {
		return err
	}
	if status != http.StatusUnauthorized {
		return fmt.Errorf("a client without a token got %d from the proxy", status)
	}
	s.fact("A client without a token is refused by the proxy: %d %s", status, http.StatusText(status))
	token, err := s.token(ctx, "search")
	if err != nil {
		return err
	}
	tools, answer, err := s.listAndCall(ctx, proxyURL+"/mcp", token, "echo")
	if err != nil {
		return err
	}
	s.fact("With a token of service account team/agent it sees the tools %s, and echo answers %q", strings.Join(tools, ", "), answer)
	if _, _, err := s.listAndCall(ctx, proxyURL+"/mcp", token, "whoami"); err == nil {
		return errors.New("the Cedar policies do not permit whoami, and it could be called")
	}
	s.fact("The tool whoami, which no Cedar policy permits, cannot be called")
	lines, err := s.cluster.Kubectl(ctx, "-n", "team", "logs", "deployment/search")
	if err != nil {
		return err
	}
	s.fact("The proxy's audit log has %d lines about calls", strings.Count(lines, `"type":"mcp_tool_call"`))
	return nil
}

func (s *story) gateway(ctx context.Context) error {
	err := s.commands(ctx,
		"apply -f "+filepath.Join(s.manifests, "3-gateway.yaml"),
		"-n team wait --for=condition=Ready mcpre/wiki virtualmcpserver/all --timeout=3m",
		"-n team get mcpre,virtualmcpserver",
	)
	if err != nil {
		return err
	}
	if _, err := s.reach(ctx, gatewayURL); err != nil {
		return err
	}
	tools, answer, err := s.listAndCall(ctx, gatewayURL, "", "wiki_whoami")
	if err != nil {
		return err
	}
	s.fact("Through the gateway, the direct endpoint's tools are %s; wiki_whoami answers %q", strings.Join(tools, ", "), answer)
	return nil
}

func (s *story) migration(ctx context.Context) error {
	err := s.commands(ctx,
		"apply -f "+filepath.Join(s.manifests, "4-older.yaml"),
		"-n team wait --for=condition=Ready mcpremoteproxy/wiki-proxy --timeout=3m",
	)
	if err != nil {
		return err
	}
	token, err := s.token(ctx, "wiki")
	if err != nil {
		return err
	}
	if _, err := s.reach(ctx, olderProxyURL+"/mcp"); err != nil {
		return err
	}
	caller := s.begin(olderProxyURL+"/mcp", token)
	defer caller.Stop()
	if err := s.awaitCalls(ctx, caller, 20); err != nil {
		return err
	}
	pods, err := s.cluster.Kubectl(ctx, "-n", "team", "get", "pods", "-l", "toolhive-name=wiki-proxy", "-o", "name")
	if err != nil {
		return err
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	if err := s.awaitCalls(ctx, caller, 100); err != nil {
		return err
	}
	report := caller.Stop()
	if len(report.Failures) > 0 {
		return fmt.Errorf("%d of %d calls failed during the migration, the first at %s", len(report.Failures), report.Calls, report.Failures[0])
	}
	after, err := s.cluster.Kubectl(ctx, "-n", "team", "get", "pods", "-l", "toolhive-name=wiki-proxy", "-o", "name")
	if err != nil {
		return err
	}
	if pods != after {
		return fmt.Errorf("there were other pods after the migration: %q became %q", pods, after)
	}
	s.fact("%d calls during the migration, and none failed (MCP sessions: %d); the pod is the same", report.Calls, report.Sessions)
	return nil
}

// migrate is what docs/migration.md says.
func (s *story) migrate(ctx context.Context) error {
	s.show("operator migrate --from-cluster -n team > endpoints.yaml")
	endpoints, err := s.cluster.Migrate(ctx, "--from-cluster", "-n", "team")
	if err != nil {
		return err
	}
	fmt.Println(indent(endpoints))
	file, err := os.CreateTemp("", "endpoints-*.yaml")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := errors.Join(os.WriteFile(file.Name(), []byte(endpoints), 0o600), file.Close()); err != nil {
		return err
	}
	return s.commands(ctx,
		"apply -f "+file.Name(),
		"-n team wait --for=condition=Superseded mcpremoteproxy/wiki-proxy --timeout=2m",
		"-n team delete mcpremoteproxy wiki-proxy",
		"-n team wait --for=condition=Ready mcpre/wiki-proxy --timeout=2m",
		"-n team get mcpre",
	)
}
