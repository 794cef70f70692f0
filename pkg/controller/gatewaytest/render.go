// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package gatewaytest

import (
	"testing"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// Image is that of the gateways that are rendered.
const Image = "stacklok/toolhive/vmcp:v0.44.0"

// Rendered returns the children of what must be a valid gateway.
func Rendered(t testing.TB, in selection.Input) *render.Children {
	t.Helper()
	require.Empty(t, validate.Gateway(in))
	owner := metav1.NewControllerRef(in.Server, kind.VirtualMCPServer.Version().WithKind(string(kind.VirtualMCPServer)))
	children, err := render.Gateway(in, selection.Of(in), *owner, render.Settings{Image: Image, ImagePullSecrets: []string{"mirror"}})
	require.NoError(t, err)
	return children
}
