// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// supersededProxy follows the endpoint, so that those who read proxies miss nothing during the take-over.
func supersededProxy(proxy *v1beta1.MCPRemoteProxy, f Findings) v1beta1.MCPRemoteProxyStatus {
	status := v1beta1.MCPRemoteProxyStatus{
		Phase:                 proxy.Status.Phase,
		Message:               proxy.Status.Message,
		URL:                   proxy.Status.URL,
		ExternalURL:           proxy.Status.ExternalURL,
		DeprecatedExternalURL: proxy.Status.DeprecatedExternalURL,
		ObservedGeneration:    proxy.Generation,
	}
	ready := readyOf(f.Endpoint)
	if ready != nil {
		status.Phase, status.URL, status.Message = v1beta1.MCPRemoteProxyPhase(f.Endpoint.Phase), f.Endpoint.URL, ready.Message
		if ready.Status == metav1.ConditionTrue {
			status.Message = remoteProxyIsRunning
		}
	}
	status.Conditions = supersededConditions(kind.MCPRemoteProxy, &proxy.ObjectMeta, f, summary(conditionReady, ready, proxy.Status.Conditions))
	setHashes(&status, f.Found)
	return status
}

// supersededEntry is Valid as long as the endpoint is Ready.
func supersededEntry(entry *v1beta1.MCPServerEntry, f Findings) v1beta1.MCPServerEntryStatus {
	status := v1beta1.MCPServerEntryStatus{Phase: entry.Status.Phase, ObservedGeneration: entry.Generation}
	ready := readyOf(f.Endpoint)
	if ready != nil {
		status.Phase = entryPhases[f.Endpoint.Phase]
	}
	status.Conditions = supersededConditions(kind.MCPServerEntry, &entry.ObjectMeta, f, summary(conditionValid, ready, entry.Status.Conditions))
	return status
}

var entryPhases = map[v1alpha1.EndpointPhase]v1beta1.MCPServerEntryPhase{
	v1alpha1.PhaseReady:       v1beta1.MCPServerEntryPhaseValid,
	v1alpha1.PhasePending:     v1beta1.MCPServerEntryPhasePending,
	v1alpha1.PhaseFailed:      v1beta1.MCPServerEntryPhaseFailed,
	v1alpha1.PhaseTerminating: v1beta1.MCPServerEntryPhaseFailed,
}

// readyOf returns what sums an endpoint up, or nil if nobody has looked at it yet: then what it took over still serves, and the older
// object stays as it was.
func readyOf(endpoint v1alpha1.MCPRemoteEndpointStatus) *metav1.Condition {
	if endpoint.Phase == "" {
		return nil
	}
	return meta.FindStatusCondition(endpoint.Conditions, v1alpha1.ConditionReady)
}

// summary is what sums the older object up: as the endpoint does, or as it did itself. There may be none.
func summary(conditionType string, ready *metav1.Condition, own []metav1.Condition) []metav1.Condition {
	if ready == nil {
		ready = meta.FindStatusCondition(own, conditionType)
	}
	if ready == nil {
		return nil
	}
	return []metav1.Condition{condition(conditionType, ready.Status, ready.Reason, ready.Message)}
}

// supersededConditions are those of an object that does nothing any more.
func supersededConditions(older kind.Kind, object metav1.Object, f Findings, summary []metav1.Condition) []metav1.Condition {
	message := fmt.Sprintf("%s %q has taken the place of this %s, which does nothing any more and can be deleted at any time",
		kind.MCPRemoteEndpoint, f.Successor, older)
	if !f.Publishing {
		message += ". Only a VirtualMCPServer that watches the cluster (spec.outgoingAuth.source is not inline) still finds the backend by it: " +
			"if there is one, start the operator with --publish-entries first"
	}
	return observed(append(summary,
		condition(ConditionSuperseded, metav1.ConditionTrue, reasonSuperseded, message),
		condition(ConditionDeprecated, metav1.ConditionTrue, reasonDeprecated, replacement(older)),
	), object.GetGeneration())
}

// notSuperseded is the condition of an object whose successor cannot take over yet, or nothing when there is none.
func notSuperseded(older kind.Kind, name string, f Findings) []metav1.Condition {
	if f.Pending == "" {
		return nil
	}
	return []metav1.Condition{condition(ConditionSuperseded, metav1.ConditionFalse, reasonTakeOverPending, fmt.Sprintf(
		"%s %q is to take the place of this %s, and cannot yet: %s. Do not delete this object before", kind.MCPRemoteEndpoint, name, older, f.Pending))}
}
