// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/content"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/publish"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/rollout"
)

// Snapshot is what was known, at one moment, of an object that claims a name.
type Snapshot struct {
	// Input has, as its Endpoint, the object itself, or what one of the older kinds is equivalent to.
	validate.Input
	// Proxy or Entry is the object, if it is of one of the older kinds.
	Proxy *v1beta1.MCPRemoteProxy
	Entry *v1beta1.MCPServerEntry

	// Claimants are all the objects that claim the name.
	Claimants []claim.Claimant
	// Successor is the endpoint that has taken the object's place, or nil. Of such an object nothing but this is looked at.
	Successor *v1alpha1.MCPRemoteEndpoint
	// Legacy says whether the older kinds are this operator's. Nothing is taken over from objects of another's, nor from what these left.
	Legacy bool
	// Publishing says for whom endpoints are published.
	Publishing Publishing
	// PublishedAs is the entry that stands for the endpoint now, and Rivals are what shares with it a variable that gateways read.
	PublishedAs *v1beta1.MCPServerEntry
	Rivals      []publish.Rival
	// Missing lists what the object refers to and the caches do not hold.
	Missing []references.Reference

	// Deployment and Service are those of the proxy, or nil.
	Deployment *appsv1.Deployment
	Service    *corev1.Service
	// Trouble is what keeps a pod of the proxy from running, or nil.
	Trouble *rollout.Trouble
}

// kind is that of the object itself.
func (s *Snapshot) kind() kind.Kind {
	switch {
	case s.Proxy != nil:
		return kind.MCPRemoteProxy
	case s.Entry != nil:
		return kind.MCPServerEntry
	}
	return kind.MCPRemoteEndpoint
}

// holds says whether the object holds its name.
func (s *Snapshot) holds() bool { return s.Holder != nil && s.Holder.Object.GetUID() == s.Endpoint.UID }

// replaced are the claimants that the object replaces.
func (s *Snapshot) replaced() []claim.Claimant {
	if !s.holds() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Claimants), func(c claim.Claimant) bool { return !claim.Replaces(*s.Holder, c) })
}

// snapshotter reads snapshots of the names of one scope. It decides nothing.
type snapshotter struct {
	*caches
	contents   *content.Contents
	children   *children.Set
	publishing Publishing
	legacy     bool
}

// publishes says for whom endpoints can be published: for nobody as long as there is no such kind as MCPServerEntry.
func (r snapshotter) publishes() Publishing {
	if !r.subjects.entries.informer.HasSynced() {
		return PublishingOff
	}
	return r.publishing
}

// read looks at one of the claimants of a name. It fails only when the content of a Secret or ConfigMap is needed and the API server does
// not give it.
func (r snapshotter) read(ctx context.Context, claimant claim.Claimant, claimants []claim.Claimant) (Snapshot, error) {
	return r.readAs(ctx, claim.Holder(claimants), claimant, claimants)
}

// readAs does so as if the name had that holder.
func (r snapshotter) readAs(ctx context.Context, holder *claim.Claimant, claimant claim.Claimant, claimants []claim.Claimant) (Snapshot, error) {
	s := Snapshot{Claimants: claimants, Legacy: r.legacy, Publishing: r.publishes(), Input: validate.Input{Holder: holder, Found: references.Found{
		Secrets:    map[string]digest.Digest{},
		ConfigMaps: map[string]digest.Digest{},
		Texts:      map[string]map[string]string{},
	}}}
	switch object := claimant.Object.(type) {
	case *v1alpha1.MCPRemoteEndpoint:
		s.Endpoint = object
	case *v1beta1.MCPRemoteProxy:
		s.Proxy, s.Endpoint = object, endpointOfProxy(object)
	case *v1beta1.MCPServerEntry:
		s.Entry, s.Endpoint = object, endpointOfEntry(object)
	}
	key := cache.MetaObjectToName(s.Endpoint)
	switch {
	case s.holds():
		s.Pending = claim.Pending(claimant, claimants)
	case claim.Replaces(*s.Holder, claimant):
		successor := r.subjects.endpoints.written.Get(key) // The status may have been written since claimants were listed.
		if s.Pending = r.pending(s, successor); s.Pending == "" {
			s.Successor, s.Publishing = successor, r.publishing
			return s, nil
		}
	default:
		s.Pending = claim.Pending(claimant, []claim.Claimant{*s.Holder})
	}
	if s.Publishing != PublishingOff && s.kind() == kind.MCPRemoteEndpoint {
		s.Rivals, s.PublishedAs = r.subjects.rivals(s.Endpoint)
	}
	if err := r.readProxy(ctx, &s, key); err != nil {
		return s, err
	}
	return s, r.followAll(ctx, &s, references.OfEndpoint(s.Endpoint))
}

// pending says why the object is not superseded yet, or nothing if it is: nothing is lost then should it go, and it gets back what ran for it should the
// successor go.
func (r snapshotter) pending(s Snapshot, successor *v1alpha1.MCPRemoteEndpoint) string {
	if successor == nil {
		return "it is gone"
	}
	done := claim.HasTakenOver(successor)
	if done && s.Proxy != nil && successor.Spec.Type != v1alpha1.EndpointTypeDirect {
		name := cache.NewObjectName(s.Proxy.Namespace, render.Name(kind.Deployment, s.Proxy.Name))
		live := r.children.Live(kind.Deployment, name) // It is written last.
		done = live == nil || metav1.IsControlledBy(live, successor) && (s.Proxy.DeletionTimestamp != nil || isOwner(s.Proxy, live))
	}
	if done {
		return ""
	}
	if ready := meta.FindStatusCondition(successor.Status.Conditions, v1alpha1.ConditionReady); ready != nil && ready.Status != metav1.ConditionTrue {
		return ready.Message
	}
	return "it has not been served yet"
}

func isOwner(owner, object metav1.Object) bool {
	return slices.ContainsFunc(object.GetOwnerReferences(), func(ref metav1.OwnerReference) bool { return ref.UID == owner.GetUID() })
}

// readProxy reads what runs for an object, if that belongs to it, or will.
func (r snapshotter) readProxy(ctx context.Context, s *Snapshot, key cache.ObjectName) error {
	deployment, err := r.child(ctx, s, kind.Deployment, key)
	if err != nil {
		return err
	}
	service, err := r.child(ctx, s, kind.Service, key)
	if err != nil {
		return err
	}
	s.Deployment, _ = deployment.(*appsv1.Deployment)
	s.Service, _ = service.(*corev1.Service)
	s.Trouble = r.pods.Trouble(key)
	return nil
}

// child returns nil if there is none. A proxy whose URL has been told has some, be they those that another operator made, which are not in the caches.
func (r snapshotter) child(ctx context.Context, s *Snapshot, k kind.Kind, key cache.ObjectName) (children.Object, error) {
	name := cache.NewObjectName(key.Namespace, render.Name(k, key.Name))
	if s.Endpoint.Spec.Type != v1alpha1.EndpointTypeDirect && hasServed(*s) {
		return r.children.Find(ctx, k, name, ownerOf(*s))
	}
	return r.children.Own(k, name, ownerOf(*s)), nil
}

func (r snapshotter) followAll(ctx context.Context, s *Snapshot, refs []references.Reference) error {
	for _, ref := range refs {
		further, found, err := r.follow(ctx, s, ref)
		if err != nil {
			return err
		}
		if !found {
			s.Missing = append(s.Missing, ref)
		}
		if err := r.followAll(ctx, s, further); err != nil {
			return err
		}
	}
	return nil
}

// follow puts into the snapshot what ref refers to, and returns what that refers to.
func (r snapshotter) follow(ctx context.Context, s *Snapshot, ref references.Reference) (further []references.Reference, found bool, err error) {
	name := cache.NewObjectName(s.Endpoint.Namespace, ref.Name)
	switch ref.Kind {
	case kind.MCPGroup:
		s.Group = r.object(ref.Kind, name)
		return nil, s.Group != nil, nil
	case kind.ServiceAccount:
		s.ServiceAccount = r.object(ref.Kind, name)
		return nil, s.ServiceAccount != nil, nil
	case kind.Secret:
		s.Secrets[ref.Name], err = r.contents.Digest(ctx, ref.Kind, r.object(ref.Kind, name))
		return nil, s.Secrets[ref.Name] != nil, err
	case kind.ConfigMap:
		s.ConfigMaps[ref.Name], err = r.contents.Digest(ctx, ref.Kind, r.object(ref.Kind, name))
		if err == nil && references.IsText(s.Endpoint, ref.Name) {
			s.Texts[ref.Name], err = r.contents.Text(ctx, r.object(ref.Kind, name))
		}
		return nil, s.ConfigMaps[ref.Name] != nil, err
	default:
		further, found = r.companions.follow(s, ref.Kind, name)
		return further, found, nil
	}
}

// follow does the same for references to companions.
func (c *companions) follow(s *Snapshot, k kind.Kind, name cache.ObjectName) (further []references.Reference, found bool) {
	switch k {
	case kind.MCPExternalAuthConfig:
		config := c.auth.get(name)
		if ref := s.Endpoint.Spec.ExternalAuthConfigRef; ref != nil && ref.Name == name.Name {
			s.AuthConfig = config
		}
		if proxy := s.Endpoint.Spec.ProxyConfig; proxy != nil && proxy.AuthServerRef != nil && proxy.AuthServerRef.Name == name.Name {
			s.AuthServer = config
		}
		return c.auth.further(config)
	case kind.MCPOIDCConfig:
		s.OIDCConfig = c.oidc.get(name)
		return c.oidc.further(s.OIDCConfig)
	case kind.MCPAuthzConfig:
		s.AuthzConfig = c.authz.get(name)
		return c.authz.further(s.AuthzConfig)
	case kind.MCPTelemetryConfig:
		s.TelemetryConfig = c.telemetry.get(name)
		return c.telemetry.further(s.TelemetryConfig)
	case kind.MCPToolConfig:
		s.ToolConfig = c.tools.get(name)
		return c.tools.further(s.ToolConfig)
	default:
		return nil, false
	}
}

// further lists what an object refers to, and says whether there is one.
func (c companion[T]) further(object T) ([]references.Reference, bool) {
	var none T
	if any(object) == any(none) {
		return nil, false
	}
	if c.references == nil {
		return nil, true
	}
	return c.references(object), true
}
