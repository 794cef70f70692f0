// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote

import (
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/references"
	informers "github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions/toolhive/v1beta1"
)

// companions are the caches of objects that configure endpoints, and may themselves refer to Secrets and ConfigMaps.
type companions struct {
	auth      companion[*v1beta1.MCPExternalAuthConfig]
	oidc      companion[*v1beta1.MCPOIDCConfig]
	authz     companion[*v1beta1.MCPAuthzConfig]
	telemetry companion[*v1beta1.MCPTelemetryConfig]
	tools     companion[*v1beta1.MCPToolConfig]
}

// companion is the cache of one kind.
type companion[T companionObject] struct {
	kind     kind.Kind
	informer cache.TypedSharedIndexInformer[T]
	// references lists what an object refers to. It is nil for a kind that refers to nothing.
	references func(T) []references.Reference
	// hash is what whoever serves the kind wrote into an object's status. The older kinds repeat it in theirs.
	hash func(T) string
}

// changed passes over updates of the status, but for the hash.
func (c companion[T]) changed(before, after T) bool {
	return before.GetUID() != after.GetUID() || before.GetGeneration() != after.GetGeneration() || c.hash(before) != c.hash(after)
}

func newCompanions(from informers.Interface) companions {
	return companions{
		auth: companion[*v1beta1.MCPExternalAuthConfig]{
			kind.MCPExternalAuthConfig, from.MCPExternalAuthConfigs().TypedInformer(), references.OfAuthConfig,
			func(c *v1beta1.MCPExternalAuthConfig) string { return c.Status.ConfigHash },
		},
		oidc: companion[*v1beta1.MCPOIDCConfig]{
			kind.MCPOIDCConfig, from.MCPOIDCConfigs().TypedInformer(), references.OfOIDCConfig,
			func(c *v1beta1.MCPOIDCConfig) string { return c.Status.ConfigHash },
		},
		authz: companion[*v1beta1.MCPAuthzConfig]{
			kind.MCPAuthzConfig, from.MCPAuthzConfigs().TypedInformer(), nil,
			func(c *v1beta1.MCPAuthzConfig) string { return c.Status.ConfigHash },
		},
		telemetry: companion[*v1beta1.MCPTelemetryConfig]{
			kind.MCPTelemetryConfig, from.MCPTelemetryConfigs().TypedInformer(), references.OfTelemetryConfig,
			func(c *v1beta1.MCPTelemetryConfig) string { return c.Status.ConfigHash },
		},
		tools: companion[*v1beta1.MCPToolConfig]{
			kind.MCPToolConfig, from.MCPToolConfigs().TypedInformer(), nil,
			func(c *v1beta1.MCPToolConfig) string { return c.Status.ConfigHash },
		},
	}
}

// index makes companions be found by what they refer to.
func (c *companions) index() error {
	if err := index(c.auth.informer, c.auth.references); err != nil {
		return err
	}
	if err := index(c.oidc.informer, c.oidc.references); err != nil {
		return err
	}
	return index(c.telemetry.informer, c.telemetry.references)
}

// referrers lists the companions that refer to an object, as values under which the endpoints that refer to them are indexed.
func (c *companions) referrers(value string) []string {
	values := c.auth.referrers(value)
	values = append(values, c.oidc.referrers(value)...)
	return append(values, c.telemetry.referrers(value)...)
}

func (c companion[T]) referrers(value string) []string {
	var values []string
	for _, name := range objectNames(c.informer, byReference, value) {
		values = append(values, indexKey(c.kind, name.Namespace, name.Name))
	}
	return values
}

// get returns nil for what is not there.
func (c companion[T]) get(name cache.ObjectName) T {
	object, _, _ := c.informer.GetStore().GetByKey(name.String())
	found, _ := object.(T)
	return found
}
