// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render_test

import (
	"cmp"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// input returns what the controller would find, had somebody applied the manifest.
func (m manifest) input(t testing.TB) validate.Input {
	t.Helper()
	objects := m.objects(t)
	endpoint := first[*v1alpha1.MCPRemoteEndpoint](objects)
	require.NotNil(t, endpoint)
	endpoint.Namespace, endpoint.UID = controllertest.Namespace, "1"
	in := validate.Input{
		Endpoint: endpoint,
		Holder:   &claim.Claimant{Kind: kind.MCPRemoteEndpoint, Object: endpoint},
		Found:    contentOf(endpoint, objects),
	}
	follow(&in, objects)
	return in
}

// follow finds the companions by the references to them.
func follow(in *validate.Input, objects []runtime.Object) {
	spec := &in.Endpoint.Spec
	proxy := cmp.Or(spec.ProxyConfig, &v1alpha1.ProxyConfig{})
	if group := named[*v1beta1.MCPGroup](objects, spec.GroupRef); group != nil {
		in.Group = meta.AsPartialObjectMetadata(group)
	}
	if ref := spec.ExternalAuthConfigRef; ref != nil {
		in.AuthConfig = named[*v1beta1.MCPExternalAuthConfig](objects, ref.Name)
	}
	if ref := spec.ToolConfigRef; ref != nil {
		in.ToolConfig = named[*v1beta1.MCPToolConfig](objects, ref.Name)
	}
	if ref := proxy.AuthServerRef; ref != nil {
		in.AuthServer = named[*v1beta1.MCPExternalAuthConfig](objects, ref.Name)
	}
	if ref := proxy.OIDCConfigRef; ref != nil {
		in.OIDCConfig = named[*v1beta1.MCPOIDCConfig](objects, ref.Name)
	}
	if ref := proxy.AuthzConfigRef; ref != nil {
		in.AuthzConfig = named[*v1beta1.MCPAuthzConfig](objects, ref.Name)
	}
	if ref := proxy.TelemetryConfigRef; ref != nil {
		in.TelemetryConfig = named[*v1beta1.MCPTelemetryConfig](objects, ref.Name)
	}
	if name := proxy.ServiceAccount; name != nil {
		if account := named[*corev1.ServiceAccount](objects, *name); account != nil {
			in.ServiceAccount = meta.AsPartialObjectMetadata(account)
		}
	}
}

// salt comes before the name of a Secret or ConfigMap, as in package content.
const salt = controllertest.Namespace + "/"

// contentOf looks into Secrets and ConfigMaps.
func contentOf(endpoint *v1alpha1.MCPRemoteEndpoint, objects []runtime.Object) references.Found {
	found := references.Found{
		Secrets: map[string]digest.Digest{}, ConfigMaps: map[string]digest.Digest{}, Texts: map[string]map[string]string{},
	}
	for _, object := range objects {
		switch object := object.(type) {
		case *corev1.Secret:
			found.Secrets[object.Name] = digest.Of(salt+object.Name, object.StringData)
		case *corev1.ConfigMap:
			found.ConfigMaps[object.Name] = digest.Of(salt+object.Name, object.Data)
			if references.IsText(endpoint, object.Name) {
				found.Texts[object.Name] = maps.Clone(object.Data)
			}
		}
	}
	return found
}

func first[T runtime.Object](objects []runtime.Object) (none T) {
	for _, object := range objects {
		if typed, ok := object.(T); ok {
			return typed
		}
	}
	return none
}

func named[T metav1.Object](objects []runtime.Object, name string) (none T) {
	for _, object := range objects {
		if typed, ok := object.(T); ok && typed.GetName() == name {
			return typed
		}
	}
	return none
}

// rendered returns the children of what must be a valid endpoint.
func rendered(t testing.TB, in validate.Input) *render.Children {
	t.Helper()
	require.Empty(t, validate.Endpoint(in))
	owner := metav1.NewControllerRef(in.Endpoint, v1alpha1.SchemeGroupVersion.WithKind(string(kind.MCPRemoteEndpoint)))
	children, err := render.Proxy(in.Endpoint, *owner, in.Found, render.Settings{ProxyImage: "proxyrunner:v0.44.0", ImagePullSecrets: []string{"mirror"}})
	require.NoError(t, err)
	return children
}
