// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// What else the operator sets is there to be replaced.
func TestReservedVariables(t *testing.T) {
	runner := runconfig.Proxy{Needs: pod.Needs{Env: []pod.Env{
		{Name: "TOOLHIVE_SECRETS_PROVIDER", Value: "environment"},
		{Name: "TOOLHIVE_SECRET_BEARER_TOKEN", Secret: &v1beta1.SecretKeyRef{Name: "remote-token", Key: "token"}},
	}}}
	assert.Equal(t, []string{"KUBECONFIG", "TOOLHIVE_SECRETS_PROVIDER", "TOOLHIVE_SECRET_BEARER_TOKEN"}, render.Reserved(&runner))
}
