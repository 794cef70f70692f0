// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"net/url"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// Entry returns the MCPServerEntry that stands for an endpoint which is reached at address. Of an endpoint of type proxy it has the address only: headers,
// certificates and authentication are the proxy's business. It has no field that ToolHive v0.44's definition of the kind lacks.
func Entry(endpoint *v1alpha1.MCPRemoteEndpoint, address string, owner metav1.OwnerReference) *v1beta1.MCPServerEntry {
	spec := &endpoint.Spec
	entry := &v1beta1.MCPServerEntry{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: endpoint.Namespace, Name: endpoint.Name, OwnerReferences: []metav1.OwnerReference{owner},
			Labels: map[string]string{v1alpha1.PublishedLabel: "true", pod.ManagedByLabel: pod.ManagedBy},
		},
		Spec: v1beta1.MCPServerEntrySpec{
			RemoteURL: address,
			Transport: spec.Transport,
			GroupRef:  v1beta1.MCPGroupRefOrName{Name: spec.GroupRef},
		},
	}
	if spec.Type != v1alpha1.EndpointTypeDirect {
		return entry
	}
	entry.Spec.ExternalAuthConfigRef = spec.ExternalAuthConfigRef
	entry.Spec.HeaderForward = headerForward(spec.HeaderForward)
	if ref := spec.CABundleRef; ref != nil {
		entry.Spec.CABundleRef = &v1beta1.CABundleSourceOrKey{CABundleSource: v1beta1.CABundleSource{
			ConfigMapRef: &corev1.ConfigMapKeySelector{LocalObjectReference: corev1.LocalObjectReference{Name: ref.Name}, Key: ref.Key},
		}}
	}
	return entry
}

func headerForward(forward *v1alpha1.HeaderForward) *v1beta1.HeaderForwardConfig {
	if forward == nil {
		return nil
	}
	config := &v1beta1.HeaderForwardConfig{AddPlaintextHeaders: forward.AddPlaintextHeaders}
	for _, header := range forward.AddHeadersFromSecret {
		config.AddHeadersFromSecret = append(config.AddHeadersFromSecret, v1beta1.HeaderFromSecret(header))
	}
	return config
}

// Is says whether an MCPServerEntry is a published endpoint, and not an object of its own. One that has lost either mark still is.
func Is(entry metav1.Object) bool {
	owner := metav1.GetControllerOfNoCopy(entry)
	return entry.GetLabels()[v1alpha1.PublishedLabel] == "true" ||
		owner != nil && owner.Kind == string(kind.MCPRemoteEndpoint) && owner.Name == entry.GetName()
}

// Admitted returns the form of a URL that ToolHive's operator v0.44 admits in an MCPServerEntry, and false if there is none. It refuses
// private addresses, and names of the cluster's own domain, but not the short form of a Service's name. The certificate of a server that is
// reached by https need not be valid for that.
func Admitted(address string) (string, bool) {
	if !translate.RefusedByToolHive(address) {
		return address, true
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" {
		return "", false
	}
	short, isService := strings.CutSuffix(u.Hostname(), ".svc.cluster.local")
	if !isService || short == "" {
		return "", false
	}
	u.Host = strings.Replace(u.Host, u.Hostname(), short+".svc", 1)
	return u.String(), true
}
