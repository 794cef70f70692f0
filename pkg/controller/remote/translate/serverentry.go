// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// ServerEntry returns the endpoint of type direct that an MCPServerEntry, in any of its spellings, is equivalent to.
func ServerEntry(entry *v1beta1.MCPServerEntry) Result {
	spec := entry.Spec.DeepCopy()
	var n notes
	endpoint := newEndpoint(&entry.ObjectMeta)
	endpoint.Spec = v1alpha1.MCPRemoteEndpointSpec{
		Type:                  v1alpha1.EndpointTypeDirect,
		RemoteURL:             n.remoteURL(spec.RemoteURL, spec.DeprecatedRemoteURL),
		Transport:             spec.Transport,
		GroupRef:              n.group(&spec.GroupRef),
		ExternalAuthConfigRef: spec.ExternalAuthConfigRef,
		HeaderForward:         headerForward(spec.HeaderForward),
		CABundleRef:           n.entryCABundle(spec.CABundleRef),
		AllowPrivateEndpoint:  spec.AllowPrivateEndpoint,
	}
	if spec.Transport == "" {
		n.decide("spec.transport", "is not set: say streamable-http, or sse for a server that speaks that")
	}
	n.tolerateURL(urlField(spec.RemoteURL, spec.DeprecatedRemoteURL), endpoint)
	return Result{Endpoint: endpoint, Notes: n}
}

func (n *notes) entryCABundle(ref *v1beta1.CABundleSourceOrKey) *v1alpha1.CABundleRef {
	switch {
	case ref == nil:
		return nil
	case ref.ConfigMapRef == nil && ref.Name != "":
		return &v1alpha1.CABundleRef{Name: ref.Name, Key: ref.Key}
	case ref.Name != "" || ref.Key != "":
		n.lost("spec.caBundleRef.name", "and key are the older spelling of configMapRef, and do not count beside it or without a name")
	}
	return n.caBundle("spec.caBundleRef", &ref.CABundleSource)
}
