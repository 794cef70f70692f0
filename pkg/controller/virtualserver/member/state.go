// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package member

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// summaries are conditions that only sum up what others say.
var summaries = map[string]bool{v1alpha1.ConditionReady: true, "Valid": true}

// passingOfEntries are the reasons in the status of an MCPServerEntry that pass without a change of the object, as those of validate.Passes do.
var passingOfEntries = map[string]bool{
	"GroupRefNotFound":    true,
	"GroupRefNotReady":    true,
	"CABundleRefNotFound": true,
	"CABundleRefInvalid":  true,
}

// ready is the state of a member whose status has its address as soon as it can be used, and for as long as it may be.
func ready(address string) (State, string) {
	if address == "" {
		return Unready, ""
	}
	return Ready, address
}

// stateOfEndpoint trusts the status of a proxy, whose URL stays through passing failures. That of a direct endpoint has none while
// anything is wrong with it.
func stateOfEndpoint(endpoint *v1alpha1.MCPRemoteEndpoint) (State, string) {
	status := &endpoint.Status
	if endpoint.Spec.Type != v1alpha1.EndpointTypeDirect {
		return ready(status.URL)
	}
	return stateOfDirect(endpoint, status.ObservedGeneration, status.URL, status.Conditions, endpoint.Spec.RemoteURL)
}

func stateOfEntry(entry *v1beta1.MCPServerEntry, remoteURL string) (State, string) {
	status, address := &entry.Status, ""
	if status.Phase == v1beta1.MCPServerEntryPhaseValid {
		address = remoteURL
	}
	return stateOfDirect(entry, status.ObservedGeneration, address, status.Conditions, remoteURL)
}

// stateOfDirect is that of a member which a gateway connects to itself. Its status may be about an older generation, or not say of which it is.
func stateOfDirect(object metav1.Object, observed int64, address string, conditions []metav1.Condition, remoteURL string) (State, string) {
	switch {
	case address == "" && !allPass(conditions):
		return Unready, ""
	case observed > 0 && observed < object.GetGeneration():
		return Unsettled, ""
	case address == "":
		return Interrupted, remoteURL
	}
	return Ready, address
}

// allPass says whether something is wrong, and all of it passes.
func allPass(conditions []metav1.Condition) bool {
	some := false
	for _, condition := range conditions {
		if condition.Status != metav1.ConditionFalse || summaries[condition.Type] {
			continue
		}
		if !validate.Passes(condition.Reason) && !passingOfEntries[condition.Reason] {
			return false
		}
		some = true
	}
	return some
}
