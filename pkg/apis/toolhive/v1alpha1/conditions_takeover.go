// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// ConditionTakenOver says whether the endpoint has the place of the older object that its annotation ReplacesAnnotation names (R4.3). Once True, it stays so
// until the annotation is taken off. Absent when there is nothing to take over. It does not count for Ready by itself.
const ConditionTakenOver = "TakenOver"

// Reasons of TakenOver.
const (
	// ReasonTakenOver means that the older object, if it is there still, does nothing any more.
	ReasonTakenOver = "TakenOver"
	// ReasonTakeOverPending means that the older object keeps its place, and is served, until the endpoint can take it.
	ReasonTakeOverPending = "TakeOverPending"
)
