// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"context"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/content"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/interest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	remotereferences "github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/member"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

// Kinds of subjects that are no single object.
const (
	// groupMembers is which objects name a group.
	groupMembers kind.Kind = "members"
	// claimants are the objects of all kinds that claim a name.
	claimants kind.Kind = "claimants"
	// unreadables are the objects of a namespace that are not member.Readable.
	unreadables kind.Kind = "unreadables"
)

// reader reads snapshots of the gateways of one scope. It decides nothing.
type reader struct {
	*caches
	contents  *content.Contents
	children  *children.Set
	interests interest.Interests
}

// read looks at all that a gateway is about. It fails only when the content of a Secret or ConfigMap is needed and the API server does not
// give it.
func (r *reader) read(ctx context.Context, server *v1beta1.VirtualMCPServer) (Snapshot, error) {
	key := cache.MetaObjectToName(server)
	pass := r.interests.Begin(key)
	s := Snapshot{Input: selection.Input{Server: server, Found: references.Found{
		AuthConfigs:    map[string]*v1beta1.MCPExternalAuthConfig{},
		ToolConfigs:    map[string]*v1beta1.MCPToolConfig{},
		CompositeTools: map[string]*v1beta1.VirtualMCPCompositeToolDefinition{},
		Secrets:        map[string]digest.Digest{},
		ConfigMaps:     map[string]digest.Digest{},
		Texts:          map[string]map[string]string{},
	}}}
	s.Members = r.membersOf(pass, cache.NewObjectName(server.Namespace, server.Spec.GroupRef.Name), !selection.IsStatic(server))
	if !selection.IsStatic(server) {
		pass.In(interest.Subject{Kind: unreadables, Name: cache.NewObjectName(server.Namespace, "")})
		s.Unreadable = r.unreadable(server.Namespace)
	}
	refs := references.OfServer(server)
	for _, m := range s.Members {
		refs = append(refs, references.OfMember(m)...)
	}
	if err := r.followAll(ctx, pass, &s, refs); err != nil {
		return Snapshot{}, err
	}
	config, _ := r.own(kind.ConfigMap, server).(*corev1.ConfigMap)
	s.Deployment, _ = r.own(kind.Deployment, server).(*appsv1.Deployment)
	s.Live = LiveOf(config, s.Deployment)
	s.Trouble, s.PodsLeft = r.pods.Trouble(key), r.pods.Any(key)
	pass.End()
	return s, nil
}

// membersOf returns the members of a group, sorted by name, as they are for a gateway that watches the cluster or for another.
func (r *reader) membersOf(pass *interest.Pass, group cache.ObjectName, watching bool) []member.Member {
	pass.In(interest.Subject{Kind: groupMembers, Name: group})
	var members []member.Member
	for _, name := range r.namesIn(group) {
		name := cache.NewObjectName(group.Namespace, name)
		pass.In(interest.Subject{Kind: claimants, Name: name})
		if m, ok := member.Of(r.claimants(name), watching); ok && m.Group == group.Name {
			members = append(members, m)
		}
	}
	return members
}

// own returns nil if there is no child of that kind, or it is not the gateway's own.
func (r *reader) own(k kind.Kind, server *v1beta1.VirtualMCPServer) children.Object {
	return r.children.Own(k, cache.NewObjectName(server.Namespace, render.Name(k, server.Name)), ownerOf(server))
}

func (r *reader) followAll(ctx context.Context, pass *interest.Pass, s *Snapshot, refs []references.Reference) error {
	for _, ref := range refs {
		name := cache.NewObjectName(s.Server.Namespace, ref.Name)
		if !pass.In(interest.Subject{Kind: ref.Kind, Name: name}) {
			continue
		}
		further, found, err := r.follow(ctx, s, ref.Kind, name)
		if err != nil {
			return err
		}
		if !found {
			s.Missing = append(s.Missing, ref)
		}
		if err := r.followAll(ctx, pass, s, further); err != nil {
			return err
		}
	}
	return nil
}

// follow puts an object into the snapshot, and returns what it refers to itself.
func (r *reader) follow(ctx context.Context, s *Snapshot, k kind.Kind, name cache.ObjectName) (further []references.Reference, found bool, err error) {
	switch k {
	case kind.Secret:
		s.Secrets[name.Name], err = r.contents.Digest(ctx, k, r.object(k, name))
		return nil, s.Secrets[name.Name] != nil, err
	case kind.ConfigMap:
		object := r.object(k, name)
		s.ConfigMaps[name.Name], err = r.contents.Digest(ctx, k, object)
		if err == nil && references.IsText(s.Server, name.Name) {
			s.Texts[name.Name], err = r.contents.Text(ctx, object)
		}
		return nil, s.ConfigMaps[name.Name] != nil, err
	case kind.MCPGroup:
		s.Group = r.object(k, name)
		return nil, s.Group != nil, nil
	case kind.ServiceAccount:
		s.ServiceAccount = r.object(k, name)
		return nil, s.ServiceAccount != nil, nil
	default:
		further, found = r.configs.follow(s, k, name)
		return further, found, nil
	}
}

// follow does the same for what configures gateways and members.
func (c *configs) follow(s *Snapshot, k kind.Kind, name cache.ObjectName) (further []references.Reference, found bool) {
	switch k {
	case kind.MCPExternalAuthConfig:
		if config := cached(c.auth, name); config != nil {
			s.AuthConfigs[name.Name] = config
			return remotereferences.OfAuthConfig(config), true
		}
	case kind.MCPOIDCConfig:
		if s.OIDCConfig = cached(c.oidc, name); s.OIDCConfig != nil {
			return remotereferences.OfOIDCConfig(s.OIDCConfig), true
		}
	case kind.MCPAuthzConfig:
		s.AuthzConfig = cached(c.authz, name)
		return nil, s.AuthzConfig != nil
	case kind.MCPTelemetryConfig:
		if s.TelemetryConfig = cached(c.telemetry, name); s.TelemetryConfig != nil {
			return remotereferences.OfTelemetryConfig(s.TelemetryConfig), true
		}
	case kind.MCPToolConfig:
		if config := cached(c.tools, name); config != nil {
			s.ToolConfigs[name.Name] = config
			return nil, true
		}
	case kind.VirtualMCPCompositeToolDefinition:
		if definition := cached(c.compositeTools, name); definition != nil {
			s.CompositeTools[name.Name] = definition
			return nil, true
		}
	default:
	}
	return nil, false
}

// object returns nil for what is not there.
func (r *reader) object(k kind.Kind, name cache.ObjectName) *metav1.PartialObjectMetadata {
	return cached(r.metadata[k], name)
}
