// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// lineBreaks end a line in YAML 1.1, which Kubernetes reads.
const lineBreaks = "\n\r\u0085\u2028\u2029"

const (
	startMarker   = "---"
	endMarker     = "..."
	byteOrderMark = "\ufeff"
)

// split cuts a text into its YAML documents or, when it consists of JSON objects alone, into those. The pieces joined are the
// text: each keeps its marker, and the comments and directives before that.
func split(text []byte) (pieces [][]byte, isJSON bool) {
	bounds, isJSON := jsonBounds(text)
	if !isJSON {
		bounds = yamlBounds(text)
	}
	for i, start := range bounds {
		end := len(text)
		if i+1 < len(bounds) {
			end = bounds[i+1]
		}
		pieces = append(pieces, text[start:end])
	}
	return pieces, isJSON
}

// jsonBounds returns where each JSON value begins.
func jsonBounds(text []byte) (bounds []int, isJSON bool) {
	if !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	for decoder.More() {
		bounds = append(bounds, int(decoder.InputOffset()))
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return nil, false
		}
	}
	bounds[0] = 0 // with the blanks before it
	return bounds, true
}

// yamlBounds returns where each YAML document begins. Markers stand in the first column only: the text of a block scalar, which is
// indented, holds none.
func yamlBounds(text []byte) (bounds []int) {
	next := 0      // where the next document begins
	begun := false // whether it has: comments alone are none, and belong to the document before them
	for offset := 0; offset < len(text); {
		line := firstLine(text[offset:])
		switch {
		case isMarker(line, startMarker):
			if begun {
				next = offset
			}
			bounds, begun = append(bounds, next), true
		case isMarker(line, endMarker):
			if begun {
				next, begun = offset+len(line), false
			}
		case !begun && !isPrefix(line):
			bounds, begun = append(bounds, next), true
		}
		offset += len(line)
	}
	if bounds == nil && len(text) > 0 {
		return []int{0}
	}
	return bounds
}

// firstLine returns the first line with its line break.
func firstLine(text []byte) []byte {
	end := bytes.IndexAny(text, lineBreaks)
	if end < 0 {
		return text
	}
	if bytes.HasPrefix(text[end:], []byte("\r\n")) {
		return text[:end+2]
	}
	_, size := utf8.DecodeRune(text[end:])
	return text[:end+size]
}

// isMarker says whether the line begins with the marker, and not merely with a word that does.
func isMarker(line []byte, marker string) bool {
	rest, found := bytes.CutPrefix(bytes.TrimPrefix(line, []byte(byteOrderMark)), []byte(marker))
	return found && (len(rest) == 0 || bytes.IndexAny(rest, " \t"+lineBreaks) == 0)
}

// isPrefix says whether a line before the marker or the content of a document is a comment, a directive, or blank.
func isPrefix(line []byte) bool {
	line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte(byteOrderMark)))
	return len(line) == 0 || line[0] == '#' || line[0] == '%'
}
