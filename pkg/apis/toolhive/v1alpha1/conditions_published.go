// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// ConditionPublished says whether readers that do not know MCPRemoteEndpoints find an MCPServerEntry of the same name instead. Present only when the operator
// publishes endpoints, and the endpoint has a URL. It does not count for Ready.
const ConditionPublished = "Published"

// Reasons of Published.
const (
	// ReasonPublished means that there is such an MCPServerEntry.
	ReasonPublished = "Published"
	// ReasonNameTaken means that an object of an older kind has the name still.
	ReasonNameTaken = "NameTaken"
	// ReasonURLNotAdmitted means that ToolHive's operator refuses the URL in an MCPServerEntry.
	ReasonURLNotAdmitted = "URLNotAdmitted"
	// ReasonSharedHeaders means that gateways would send the secret of a header to two servers. Of a gateway's MembersAccepted, it means that about
	// members.
	ReasonSharedHeaders = "SharedHeaders"
)
