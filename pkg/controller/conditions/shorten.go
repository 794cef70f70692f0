// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package conditions

import "strings"

const (
	// MaxMessage is the most that the API admits in a condition's message, in bytes to be safe.
	MaxMessage = 32768
	// MaxNote is the most that the API admits in an event's note, in bytes.
	MaxNote = 1024
)

// Shorten cuts what is longer than limit bytes, between two characters.
func Shorten(message string, limit int) string {
	const ellipsis = "..."
	if len(message) <= limit {
		return message
	}
	return strings.ToValidUTF8(message[:limit-len(ellipsis)], "") + ellipsis
}
