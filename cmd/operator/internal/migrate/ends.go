// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import "bytes"

// head returns what comes before the content of a YAML document: its marker, and the comments around that.
func head(document []byte) []byte {
	offset := 0
	for offset < len(document) {
		line := firstLine(document[offset:])
		content := line
		if isMarker(line, startMarker) {
			content = line[bytes.Index(line, []byte(startMarker))+len(startMarker):]
		}
		if !isPrefix(content) {
			return document[:offset+len(line)-len(content)]
		}
		offset += len(line)
	}
	return document
}

// tail returns what comes after the content of a YAML document: its end marker, and the comments around that.
func tail(document []byte) []byte {
	offset := len(head(document))
	end := offset
	for offset < len(document) {
		line := firstLine(document[offset:])
		offset += len(line)
		if !isTail(line) {
			end = offset
		}
	}
	return document[end:]
}

// isTail says whether a line is a comment in the first column, which ends all content, a marker, or blank.
func isTail(line []byte) bool {
	return isMarker(line, endMarker) || len(bytes.TrimSpace(line)) == 0 || line[0] == '#'
}

// hasMarker says whether a YAML document has a start marker, so that it can follow another document as it is.
func hasMarker(document []byte) bool {
	for rest := head(document); len(rest) > 0; {
		line := firstLine(rest)
		if isMarker(line, startMarker) {
			return true
		}
		rest = rest[len(line):]
	}
	return false
}
