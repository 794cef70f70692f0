// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// Result is what an object of an older kind becomes. It shares no memory with that object.
type Result struct {
	// Endpoint is never nil. Of its metadata it has the name, namespace, labels and annotations, and no status.
	Endpoint *v1alpha1.MCPRemoteEndpoint
	// Notes are in the same order at each call.
	Notes []Note
}

// Note is what a person should know of one field.
type Note struct {
	// Field is the path of the field in the older object, such as spec.resources.limits.cpu.
	Field string
	Level Level
	// Message says what happened, and what to do. It never has the value of a field that may hold a credential.
	Message string
}

// String is a sentence, without its full stop.
func (n Note) String() string { return n.Field + " " + n.Message }

// Level says how much a Note matters.
type Level string

const (
	// Tolerated is for what works as before, by a setting of the endpoint that the translation made.
	Tolerated Level = "Tolerated"
	// Decide is for what an endpoint wants to be told, and the older object does not say.
	Decide Level = "Decide"
	// Lost is for what the endpoint has no place for. Mostly it had no effect in the older object either.
	Lost Level = "Lost"
)

// notes collects what there is to say of one object.
type notes []Note

func (n *notes) tolerated(field, format string, args ...any) {
	n.add(Tolerated, field, format, args...)
}

func (n *notes) decide(field, format string, args ...any) { n.add(Decide, field, format, args...) }

func (n *notes) lost(field, format string, args ...any) { n.add(Lost, field, format, args...) }

func (n *notes) add(level Level, field, format string, args ...any) {
	*n = append(*n, Note{Field: field, Level: level, Message: fmt.Sprintf(format, args...)})
}
