// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package lenient decodes what must not fail to be decoded. The API server admits some values that Go's types cannot hold, and an error about one
// of them would fail the decoding of a whole list: one object would stop all the others.
package lenient

import "k8s.io/apimachinery/pkg/util/json"

// Status decodes a status, and leaves it empty if it cannot be decoded. The schema admits times such as 2026-01-01t00:00:00z, which is how RFC 3339
// may be written, and not how Go reads it. The controller that a status belongs to then writes it anew.
func Status[T any](data []byte, into *T) error {
	if err := json.Unmarshal(data, into); err != nil {
		*into = *new(T)
	}
	return nil
}
