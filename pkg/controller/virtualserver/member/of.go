// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package member

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// Of returns the member that there is of one name, given all the objects that claim the name, and false if there is none. The other
// claimants are no members, whatever their status says. An endpoint that is to take the place of another object is the member when it
// has done so, and for a gateway that watches the cluster when that finds it.
func Of(claimants []claim.Claimant, watching bool) (Member, bool) {
	claimants = slices.Clone(claimants)
	for i := range claimants {
		claimants[i].Pending = pending(claimants[i].Object, watching)
	}
	holder := claim.Holder(claimants)
	if holder == nil {
		return Member{}, false
	}
	return of(*holder), true
}

// pending says why an object is not yet what a gateway has to use in the place of another, or nothing.
func pending(object metav1.Object, watching bool) string {
	endpoint, ok := object.(*v1alpha1.MCPRemoteEndpoint)
	switch {
	case !ok:
		return ""
	case !claim.HasTakenOver(endpoint):
		return "it has not taken over"
	case watching && !isPublished(endpoint):
		return "it is not published"
	}
	return ""
}

func isPublished(endpoint *v1alpha1.MCPRemoteEndpoint) bool {
	return meta.IsStatusConditionTrue(endpoint.Status.Conditions, v1alpha1.ConditionPublished)
}

func of(c claim.Claimant) Member {
	m := Member{}
	switch object := c.Object.(type) {
	case *v1alpha1.MCPRemoteEndpoint:
		m = ofEndpoint(object)
		m.State, m.URL = stateOfEndpoint(object)
		m.Hidden = !isPublished(object)
	case *v1beta1.MCPRemoteProxy:
		m = ofEndpoint(translate.RemoteProxy(object).Endpoint)
		m.State, m.URL = ready(object.Status.URL)
	case *v1beta1.MCPServerEntry:
		m = ofEndpoint(translate.ServerEntry(object).Endpoint)
		m.State, m.URL = stateOfEntry(object, m.RemoteURL)
	case *v1beta1.MCPServer:
		m = ofServer(object)
	}
	if c.Object.GetDeletionTimestamp() != nil {
		m.State, m.URL = Unready, ""
	}
	m.Kind, m.Name, m.Created = c.Kind, c.Object.GetName(), c.Object.GetCreationTimestamp()
	return m
}

func ofEndpoint(endpoint *v1alpha1.MCPRemoteEndpoint) Member {
	spec := &endpoint.Spec
	m := Member{
		Group:       spec.GroupRef,
		Transport:   cmp.Or(spec.Transport, v1beta1.TransportStreamableHTTP),
		RemoteURL:   spec.RemoteURL,
		Direct:      spec.Type == v1alpha1.EndpointTypeDirect,
		Headers:     spec.HeaderForward,
		CABundleRef: spec.CABundleRef,
	}
	if spec.ExternalAuthConfigRef != nil {
		m.AuthConfig = spec.ExternalAuthConfigRef.Name
	}
	return m
}

// ofServer takes the transport from the URL, whose path ToolHive's operator makes by it.
func ofServer(server *v1beta1.MCPServer) Member {
	m := Member{Transport: v1beta1.TransportStreamableHTTP}
	if server.Spec.GroupRef != nil {
		m.Group = server.Spec.GroupRef.Name
	}
	if server.Spec.ExternalAuthConfigRef != nil {
		m.AuthConfig = server.Spec.ExternalAuthConfigRef.Name
	}
	m.State, m.URL = ready(server.Status.URL)
	if u, err := url.Parse(m.URL); err == nil && strings.HasSuffix(u.Path, "/sse") {
		m.Transport = v1beta1.TransportSSE
	}
	return m
}

// Readable says whether vMCP can read an object which may be a member. One that it cannot read, whatever its group, keeps every gateway in the
// namespace that watches the cluster from starting, and from noticing that members come and go.
func Readable(object any) bool {
	var ref *v1beta1.MCPGroupRefOrName
	switch object := object.(type) {
	case *v1beta1.MCPRemoteProxy:
		ref = object.Spec.GroupRef
	case *v1beta1.MCPServerEntry:
		ref = &object.Spec.GroupRef
	case *v1beta1.MCPServer:
		ref = object.Spec.GroupRef
	}
	return ref == nil || !ref.Plain
}
