// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package proxyrunner

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/test/toolhive/harness/runner"
)

// The runner's own checks happen when it starts, so that a pod with what does not pass them is never ready. The operator has checks of its own
// for each, which come before there is a pod.
func TestTheRunnerDoesNotStartWith(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*Case)
		message string
	}{
		"a header of the connection": {
			plaintextHeader("Host", "example.com"), `header "Host" is restricted`,
		},
		"an empty Secret": {
			func(c *Case) {
				c.Endpoint.Spec.HeaderForward = &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{
					{HeaderName: "X-API-Key", ValueSecretRef: c.secret("empty", "")},
				}}
			}, "secret not found",
		},
		"a policy that is not Cedar":   {policies("[]", "permit everything;"), "failed to parse policy 0"},
		"no policy":                    {policies("[]"), "no policies loaded"},
		"entities that are not a list": {policies("{}", "permit(principal, action, resource);"), "failed to parse entities JSON"},
		"an override of nothing": {
			func(c *Case) {
				c.Endpoint.Spec.ToolConfigRef = &v1beta1.ToolConfigRef{Name: "tools"}
				c.Found.ToolConfig = &v1beta1.MCPToolConfig{Spec: v1beta1.MCPToolConfigSpec{
					ToolsOverride: map[string]v1beta1.ToolOverride{"echo": {}},
				}}
			}, "override name and description cannot both be empty",
		},
		"sessions in a Redis that is not there": {
			func(c *Case) {
				c.Endpoint.Spec.ProxyConfig.SessionStorage = &v1beta1.SessionStorageConfig{
					Provider: v1beta1.SessionStorageProviderRedis, Address: "127.0.0.1:1",
				}
			}, "failed to create Redis session storage",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused := newCase(t, "http://127.0.0.1:1/mcp", "http://127.0.0.1:1")
			c.change(refused)
			assert.Contains(t, runner.Refuse(t, program, process(t, refused)), c.message)
		})
	}
}

func plaintextHeader(name, value string) func(*Case) {
	return func(c *Case) {
		c.Endpoint.Spec.HeaderForward = &v1alpha1.HeaderForward{AddPlaintextHeaders: map[string]string{name: value}}
	}
}

func policies(entities string, policies ...string) func(*Case) {
	return func(c *Case) {
		c.Endpoint.Spec.ProxyConfig.AuthzConfig = &v1alpha1.AuthzConfig{
			Type:   v1alpha1.AuthzConfigTypeInline,
			Inline: &v1alpha1.InlineAuthzConfig{EntitiesJSON: entities, Policies: policies},
		}
	}
}
