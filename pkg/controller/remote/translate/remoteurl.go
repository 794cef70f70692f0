// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// remoteURL returns the one of two spellings that is used. Admission sees to it that there is just one.
func (n *notes) remoteURL(remote, older string) string {
	if remote != "" && older != "" && remote != older {
		n.lost("spec.remoteURL", "is the older spelling of spec.remoteUrl, which counts")
	}
	return cmp.Or(remote, older)
}

func urlField(remote, older string) string {
	if remote == "" && older != "" {
		return "spec.remoteURL"
	}
	return "spec.remoteUrl"
}

// tolerateURL permits the endpoint what ToolHive permitted the older object without being asked: plain http, and those private hosts that
// its check did not know. What is wrong even so is noted.
func (n *notes) tolerateURL(field string, endpoint *v1alpha1.MCPRemoteEndpoint) {
	if faulty(endpoint, v1alpha1.ReasonInsecureURL) {
		metav1.SetMetaDataAnnotation(&endpoint.ObjectMeta, v1alpha1.AllowInsecureAnnotation, "true")
		n.tolerated(field, "is plain http, which anyone on the way can read and change: use https, if the remote server has it, "+
			"and remove the endpoint's annotation %s, which permits http", v1alpha1.AllowInsecureAnnotation)
	}
	if faulty(endpoint, v1alpha1.ReasonPrivateURL) && !RefusedByToolHive(endpoint.Spec.RemoteURL) {
		endpoint.Spec.AllowPrivateEndpoint = true
		n.tolerated(field, "leads to a private address, or to a name that only this network can resolve, which the endpoint's "+
			"spec.allowPrivateEndpoint permits")
	}
	for _, fault := range faults(endpoint) {
		if !fault.Tolerable {
			n.decide(field, "is refused: %s", fault.Message)
		}
	}
}

func faulty(endpoint *v1alpha1.MCPRemoteEndpoint, reason string) bool {
	return slices.ContainsFunc(faults(endpoint), func(fault validate.URLFault) bool { return fault.Reason == reason })
}

func faults(endpoint *v1alpha1.MCPRemoteEndpoint) []validate.URLFault {
	return validate.RemoteURL(endpoint.Spec.RemoteURL, validate.URLPolicy{
		AllowPrivate: endpoint.Spec.AllowPrivateEndpoint,
		AllowHTTP:    endpoint.Annotations[v1alpha1.AllowInsecureAnnotation] == "true",
	})
}

// RefusedByToolHive says whether a private host is one that ToolHive refused as well: private IPv4 and IPv6 addresses, and names under
// cluster.local. A trailing dot gets nobody past this check.
func RefusedByToolHive(remote string) bool {
	u, err := url.Parse(remote)
	if err != nil {
		return true
	}
	if address, err := netip.ParseAddr(u.Hostname()); err == nil {
		return address.Unmap().IsPrivate()
	}
	return strings.HasSuffix("."+strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), ".cluster.local")
}
