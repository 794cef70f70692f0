// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
)

func sharesSessions(in selection.Input) bool {
	storage := in.Server.Spec.SessionStorage
	return storage != nil && storage.Provider == v1beta1.SessionStorageProviderRedis
}

// SeveralPods says whether a gateway is to have more than one pod. What an autoscaler will do is not known.
func SeveralPods(server *v1beta1.VirtualMCPServer) bool {
	return server.Spec.Replicas != nil && *server.Spec.Replicas > 1
}

// LacksSessions says whether several pods know nothing of each other's sessions.
func LacksSessions(in selection.Input) bool { return SeveralPods(in.Server) && !sharesSessions(in) }

func checkSessionStorage(in selection.Input) []Problem {
	return shared(in, ConditionValid, validate.SessionStorage)
}

// checkReplicas refuses several pods without shared sessions where the gateway itself connects to remote servers (R3.5): a session at such a
// server belongs to the pod that began it. It counts all direct members, usable or not, so that the answer does not change with their health.
func checkReplicas(in selection.Input) []Problem {
	if !LacksSessions(in) {
		return nil
	}
	var direct []string
	for i := range in.Members {
		if in.Members[i].Direct {
			direct = append(direct, in.Members[i].Name)
		}
	}
	if len(direct) == 0 {
		return nil
	}
	slices.Sort(direct)
	return []Problem{{
		Condition: ConditionValid, Reason: v1alpha1.ReasonSessionsNotShared,
		Message: fmt.Sprintf("spec.replicas is %d, and the gateway connects to remote servers itself (%s), whose sessions one pod does not know of another: "+
			"set spec.replicas to 1, or spec.sessionStorage.provider to redis", *in.Server.Spec.Replicas, someOf(direct)),
	}}
}

// someOf names few of many.
func someOf(names []string) string {
	const few = 3
	if len(names) <= few {
		return fmt.Sprintf("%q", names)
	}
	return fmt.Sprintf("%q and %d more", names[:few], len(names)-few)
}
