// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"context"
	"fmt"

	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/content"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// Snapshot is what was known of a name at one moment. Its Endpoint is nil when there is none of that name.
type Snapshot struct {
	validate.Input

	// Missing lists what the endpoint refers to and the caches do not hold.
	Missing []references.Reference
}

// snapshotter reads snapshots of the names of one scope. It decides nothing.
type snapshotter struct {
	*caches
	contents map[kind.Kind]*content.Reader
}

// read fails only when the content of a Secret or ConfigMap is needed and the API server does not give it.
func (r snapshotter) read(ctx context.Context, key cache.ObjectName) (Snapshot, error) {
	s := Snapshot{Input: validate.Input{
		Endpoint:   r.endpoint(key),
		Secrets:    map[string]digest.Digest{},
		ConfigMaps: map[string]digest.Digest{},
	}}
	if s.Endpoint == nil {
		return s, nil
	}
	s.Holder = claim.Holder(r.claimants(key))
	for _, ref := range references.OfEndpoint(s.Endpoint) {
		if err := r.follow(ctx, &s, ref); err != nil {
			return s, err
		}
	}
	if s.AuthConfig == nil {
		return s, nil
	}
	for _, secret := range references.OfAuthConfig(s.AuthConfig) {
		if err := r.follow(ctx, &s, references.Reference{Kind: kind.Secret, Name: secret.Name}); err != nil {
			return s, err
		}
	}
	return s, nil
}

// follow puts into the snapshot what ref refers to.
func (r snapshotter) follow(ctx context.Context, s *Snapshot, ref references.Reference) (err error) {
	name := cache.NewObjectName(s.Endpoint.Namespace, ref.Name)
	found := false
	switch ref.Kind {
	case kind.MCPGroup:
		s.Group = r.object(ref.Kind, name)
		found = s.Group != nil
	case kind.MCPToolConfig:
		s.ToolConfig = r.object(ref.Kind, name)
		found = s.ToolConfig != nil
	case kind.MCPExternalAuthConfig:
		s.AuthConfig = r.authConfig(name)
		found = s.AuthConfig != nil
	case kind.Secret:
		s.Secrets[ref.Name], err = r.digest(ctx, ref.Kind, name)
		found = s.Secrets[ref.Name] != nil
	case kind.ConfigMap:
		s.ConfigMaps[ref.Name], err = r.digest(ctx, ref.Kind, name)
		found = s.ConfigMaps[ref.Name] != nil
	default:
		return fmt.Errorf("do not know how to follow a reference to a %s", ref.Kind)
	}
	if !found {
		s.Missing = append(s.Missing, ref)
	}
	return err
}

// digest returns nil for an object that does not exist.
func (r snapshotter) digest(ctx context.Context, k kind.Kind, name cache.ObjectName) (digest.Digest, error) {
	object := r.object(k, name)
	if object == nil {
		return nil, nil
	}
	found, err := r.contents[k].Read(ctx, name, object.ResourceVersion)
	if err != nil {
		return nil, fmt.Errorf("look into %s: %w", k, err)
	}
	return found, nil
}
