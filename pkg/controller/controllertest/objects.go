// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// Namespace is that of all objects that this package makes, and GroupName the group that its endpoints belong to.
const (
	Namespace = "default"
	GroupName = "tools"
)

// Endpoint returns an endpoint of type direct that refers to nothing but its group, changed by the given functions.
func Endpoint(name string, changes ...func(*v1alpha1.MCPRemoteEndpoint)) *v1alpha1.MCPRemoteEndpoint {
	endpoint := &v1alpha1.MCPRemoteEndpoint{
		ObjectMeta: metav1.ObjectMeta{Namespace: Namespace, Name: name, UID: types.UID(name), Generation: 1},
		Spec: v1alpha1.MCPRemoteEndpointSpec{
			Type:      v1alpha1.EndpointTypeDirect,
			RemoteURL: "https://mcp.example.com/mcp",
			Transport: v1beta1.TransportStreamableHTTP,
			GroupRef:  GroupName,
		},
	}
	for _, change := range changes {
		change(endpoint)
	}
	return endpoint
}

// AuthConfig returns an auth config that says what spec says.
func AuthConfig(name string, spec v1beta1.MCPExternalAuthConfigSpec) *v1beta1.MCPExternalAuthConfig {
	return &v1beta1.MCPExternalAuthConfig{ObjectMeta: metav1.ObjectMeta{Namespace: Namespace, Name: name, Generation: 1}, Spec: spec}
}

// Metadata returns what is watched of an object of which only metadata are.
func Metadata(name string) *metav1.PartialObjectMetadata {
	return &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Namespace: Namespace, Name: name}}
}
