// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package handover replaces the pods of another operator without a failed call. ToolHive's operator makes pods that stop listening as soon as
// they are told to end, while for up to a second nodes still send them requests. So they have to be out of the Service before they are told.
//
// While a Deployment is held, its new pods are made beside the old ones, which stay. When all are ready, the Service is narrowed to the new pods,
// which a label tells from the old. When nodes have had the time to learn of it, the Deployment is let go, and the old pods end. When only new pods are
// left, the Service becomes again what it was rendered as: ToolHive's operator can serve it again, as it would not mend a selector.
//
// All of it is decided from the Deployment and the Service that there are, so that it goes on wherever the operator was stopped: however long
// that takes, up to the time for which a Deployment is held, no old pod ends before its time. It is pure.
package handover
