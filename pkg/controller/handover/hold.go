// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package handover

import (
	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// HoldSeconds is the minReadySeconds of a Deployment whose old pods stay, in seconds. It is how long the operator may be away in the middle: after it, a
// Deployment goes on by itself, and calls can fail while its old pods end. A Deployment with this value is one that is held.
const HoldSeconds = 3600

// What the API server gives a Deployment that says nothing about it.
const (
	defaultProgressDeadline = 600
	defaultSurge            = "25%"
)

// hold has all the new pods made at once, and none of the old removed.
func hold(spec *appsv1.DeploymentSpec) {
	spec.MinReadySeconds = HoldSeconds
	spec.ProgressDeadlineSeconds = new(int32(HoldSeconds + defaultProgressDeadline)) // It has to be longer.
	spec.Strategy = appsv1.DeploymentStrategy{
		Type:          appsv1.RollingUpdateDeploymentStrategyType,
		RollingUpdate: &appsv1.RollingUpdateDeployment{MaxUnavailable: new(intstr.FromInt32(0)), MaxSurge: new(intstr.FromString("100%"))},
	}
}

func isHeld(spec *appsv1.DeploymentSpec) bool { return spec.MinReadySeconds == HoldSeconds }

// isOrdinary says whether nobody has said how pods are replaced. It would be forgotten when the Deployment is let go.
func isOrdinary(spec *appsv1.DeploymentSpec) bool {
	rolling := spec.Strategy.RollingUpdate
	return spec.MinReadySeconds == 0 &&
		(spec.ProgressDeadlineSeconds == nil || *spec.ProgressDeadlineSeconds == defaultProgressDeadline) &&
		spec.Strategy.Type != appsv1.RecreateDeploymentStrategyType &&
		(rolling == nil || isDefault(rolling.MaxSurge) && isDefault(rolling.MaxUnavailable))
}

func isDefault(value *intstr.IntOrString) bool { return value == nil || value.String() == defaultSurge }
