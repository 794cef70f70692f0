// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"slices"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/children"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// spare lets the pods of a gateway be if they have every value that there is: what is missing they still have (R3.3). It is for states that were
// observed. When these were compared, and the Deployment has to be written all the same, roll says what its new pods have: they do without what is
// missing, and are rolled when it is back.
func spare(states []children.State) (roll func()) {
	roll = func() {}
	i := slices.IndexFunc(states, func(state children.State) bool { return state.Kind == kind.Deployment })
	wanted, _ := states[i].Wanted.(*appsv1.Deployment)
	live, _ := states[i].Live.(*appsv1.Deployment)
	if wanted == nil || live == nil {
		return roll
	}
	has, there := valuesOf(live), valuesOf(wanted)
	if there != "" && !sets.New(strings.Split(has, ",")...).HasAll(strings.Split(there, ",")...) {
		return roll
	}
	setValues(wanted, has)
	return func() {
		if !states[i].InSync {
			setValues(wanted, there)
		}
	}
}

// valuesOf are the checksums of the values that pods get.
func valuesOf(deployment *appsv1.Deployment) string {
	return deployment.Spec.Template.Annotations[pod.ReferencesChecksum]
}

func setValues(deployment *appsv1.Deployment, checksums string) {
	if checksums == "" {
		delete(deployment.Spec.Template.Annotations, pod.ReferencesChecksum)
		return
	}
	deployment.Spec.Template.Annotations[pod.ReferencesChecksum] = checksums
}
