// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"maps"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// newEndpoint leaves out what the API server sets, and kubectl's copy of the older manifest.
func newEndpoint(meta *metav1.ObjectMeta) *v1alpha1.MCPRemoteEndpoint {
	annotations := maps.Clone(meta.Annotations)
	delete(annotations, corev1.LastAppliedConfigAnnotation)
	if len(annotations) == 0 {
		annotations = nil
	}
	return &v1alpha1.MCPRemoteEndpoint{
		TypeMeta: metav1.TypeMeta{APIVersion: v1alpha1.SchemeGroupVersion.String(), Kind: string(kind.MCPRemoteEndpoint)},
		ObjectMeta: metav1.ObjectMeta{
			Name: meta.Name, Namespace: meta.Namespace, Labels: maps.Clone(meta.Labels), Annotations: annotations,
		},
	}
}

func (n *notes) group(ref *v1beta1.MCPGroupRefOrName) string {
	const field = "spec.groupRef"
	switch {
	case ref == nil || ref.Name == "":
		n.decide(field, "is not set: an endpoint must name the MCPGroup that it belongs to, in spec.groupRef")
		return ""
	case len(validation.IsDNS1123Subdomain(ref.Name)) > 0:
		n.decide(field, "is %.64q, which no MCPGroup can be called: correct it", ref.Name)
	}
	return ref.Name
}

func headerForward(config *v1beta1.HeaderForwardConfig) *v1alpha1.HeaderForward {
	if config == nil {
		return nil
	}
	forward := &v1alpha1.HeaderForward{AddPlaintextHeaders: config.AddPlaintextHeaders}
	for _, headers := range [][]v1beta1.HeaderFromSecret{config.AddHeadersFromSecret, config.DeprecatedAddHeadersFromSecrets} {
		for _, header := range headers {
			forward.AddHeadersFromSecret = append(forward.AddHeadersFromSecret, v1alpha1.HeaderFromSecret(header))
		}
	}
	return forward
}

func (n *notes) caBundle(field string, source *v1beta1.CABundleSource) *v1alpha1.CABundleRef {
	switch {
	case source == nil:
		return nil
	case source.ConfigMapRef == nil || source.ConfigMapRef.Name == "":
		n.lost(field, "names no ConfigMap")
		return nil
	case source.ConfigMapRef.Optional != nil:
		n.lost(field+".configMapRef.optional", "has no effect: the certificates must be there")
	}
	// An endpoint's reference has the same key by default.
	return &v1alpha1.CABundleRef{Name: source.ConfigMapRef.Name, Key: source.ConfigMapRef.Key}
}
