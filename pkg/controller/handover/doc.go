// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package handover replaces the pods of another operator without a failed call. ToolHive's operator makes pods that stop listening as soon as
// they are told to end, while for up to a second nodes still send them requests. So they have to be out of the Service before they are told.
//
// The Deployment keeps old pods for a while after the new ones are ready. In that time the Service is narrowed to the new ones, which a label tells from
// the old. When only new pods are left, both become again what they were rendered as: ToolHive's operator can serve them again, as it would
// not mend a selector.
//
// All of it is decided from the Deployment and the Service that there are, so that it goes on wherever the operator was stopped. It is pure.
package handover
