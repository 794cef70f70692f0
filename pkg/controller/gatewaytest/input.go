// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package gatewaytest

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/manifesttest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// Namespace is that of all objects.
const Namespace = "default"

// Input returns what the controller would find, had somebody applied the manifest.
func (m Manifest) Input(t testing.TB) selection.Input {
	t.Helper()
	objects := m.Objects(t)
	in := selection.Input{Found: references.Found{
		AuthConfigs:    map[string]*v1beta1.MCPExternalAuthConfig{},
		ToolConfigs:    map[string]*v1beta1.MCPToolConfig{},
		CompositeTools: map[string]*v1beta1.VirtualMCPCompositeToolDefinition{},
		Secrets:        map[string]digest.Digest{},
		ConfigMaps:     map[string]digest.Digest{},
	}}
	in.Server = first[*v1beta1.VirtualMCPServer](objects)
	require.NotNil(t, in.Server)
	in.Server.Namespace, in.Server.UID, in.Server.Generation = Namespace, "1", 1
	claimants := claimants(objects)
	in.Members = members(claimants, in.Server)
	in.Unreadable = unreadable(claimants)
	for _, object := range objects {
		collect(&in, object)
	}
	Follow(&in, objects)
	return in
}

// Follow finds anew what the gateway itself refers to by a name of its own, which may have changed.
func Follow(in *selection.Input, objects []runtime.Object) {
	in.Group, in.OIDCConfig, in.AuthzConfig, in.TelemetryConfig, in.ServiceAccount = nil, nil, nil, nil, nil
	in.Texts = map[string]map[string]string{}
	for _, object := range objects {
		follow(in, object)
	}
}

// claimants are the objects that claim a name, by name.
func claimants(objects []runtime.Object) map[string][]claim.Claimant {
	byName := map[string][]claim.Claimant{}
	for _, object := range objects {
		for k, is := range map[kind.Kind]bool{
			kind.MCPRemoteEndpoint: isA[*v1alpha1.MCPRemoteEndpoint](object),
			kind.MCPRemoteProxy:    isA[*v1beta1.MCPRemoteProxy](object),
			kind.MCPServerEntry:    isA[*v1beta1.MCPServerEntry](object),
			kind.MCPServer:         isA[*v1beta1.MCPServer](object),
		} {
			if is {
				object := object.(metav1.Object)
				object.SetNamespace(Namespace)
				object.SetUID(types.UID(string(k) + "/" + object.GetName()))
				byName[object.GetName()] = append(byName[object.GetName()], claim.Claimant{Kind: k, Object: object})
			}
		}
	}
	return byName
}

// members are those of a gateway's group.
func members(claimants map[string][]claim.Claimant, server *v1beta1.VirtualMCPServer) []member.Member {
	var all []member.Member
	for _, name := range slices.Sorted(maps.Keys(claimants)) {
		if m, ok := member.Of(claimants[name], !selection.IsStatic(server)); ok && m.Group == server.Spec.GroupRef.Name {
			all = append(all, m)
		}
	}
	return all
}

func unreadable(claimants map[string][]claim.Claimant) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(claimants)) {
		for _, claimant := range claimants[name] {
			if !member.Readable(claimant.Object) {
				names = append(names, fmt.Sprintf("%s %q", claimant.Kind, name))
			}
		}
	}
	return names
}

// follow puts an object where the gateway refers to it.
func follow(in *selection.Input, object runtime.Object) {
	if !slices.Contains(references.OfServer(in.Server), referenceTo(object)) {
		return
	}
	switch object := object.(type) {
	case *v1beta1.MCPGroup:
		in.Group = meta.AsPartialObjectMetadata(object)
	case *v1beta1.MCPOIDCConfig:
		in.OIDCConfig = object
	case *v1beta1.MCPAuthzConfig:
		in.AuthzConfig = object
	case *v1beta1.MCPTelemetryConfig:
		in.TelemetryConfig = object
	case *corev1.ServiceAccount:
		in.ServiceAccount = meta.AsPartialObjectMetadata(object)
	case *corev1.ConfigMap:
		if references.IsText(in.Server, object.Name) {
			in.Texts[object.Name] = object.Data
		}
	}
}

func referenceTo(object runtime.Object) references.Reference {
	kinds, _, err := manifesttest.Scheme.ObjectKinds(object)
	utilruntime.Must(err)
	return references.Reference{Kind: kind.Kind(kinds[0].Kind), Name: object.(metav1.Object).GetName()}
}

// collect puts an object among those that are found by name.
func collect(in *selection.Input, object runtime.Object) {
	switch object := object.(type) {
	case *v1beta1.MCPExternalAuthConfig:
		in.AuthConfigs[object.Name] = object
	case *v1beta1.MCPToolConfig:
		in.ToolConfigs[object.Name] = object
	case *v1beta1.VirtualMCPCompositeToolDefinition:
		in.CompositeTools[object.Name] = object
	case *corev1.Secret:
		in.Secrets[object.Name] = digest.Of(Namespace+"/"+object.Name, object.StringData)
	case *corev1.ConfigMap:
		in.ConfigMaps[object.Name] = digest.Of(Namespace+"/"+object.Name, object.Data)
	}
}

func isA[T runtime.Object](object runtime.Object) bool {
	_, ok := object.(T)
	return ok
}

func first[T runtime.Object](objects []runtime.Object) (none T) {
	for _, object := range objects {
		if typed, ok := object.(T); ok {
			return typed
		}
	}
	return none
}
