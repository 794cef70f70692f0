// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package children makes the objects that a controller renders for another object the way they are wanted: it observes what there
// is, decides on the difference (Diff, which is pure), and makes the requests that it takes (Run).
//
// Everything is written by server-side apply under one field manager: what others add to a child stays, what they change of ours is
// repaired, and nothing is written when nothing differs. A child of the same name that belongs to somebody else is never touched.
package children
