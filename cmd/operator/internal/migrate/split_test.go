// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTextsAreCutIntoDocuments(t *testing.T) {
	for _, test := range []struct {
		name string
		text string
		want []string
	}{
		{"nothing is no document", "", nil},
		{"comments are one", "# a\n", []string{"# a\n"}},
		{"a marker begins one", "a: 1\n---\nb: 1\n", []string{"a: 1\n", "---\nb: 1\n"}},
		{"a marker at the beginning ends nothing", "---\na: 1\n---\nb: 1\n", []string{"---\na: 1\n", "---\nb: 1\n"}},
		{"comments before the first marker belong to what follows", "# a\n\n---\na: 1\n", []string{"# a\n\n---\na: 1\n"}},
		{"so do directives", "%YAML 1.1\n---\na: 1\n", []string{"%YAML 1.1\n---\na: 1\n"}},
		{"comments before other markers belong to what comes before", "a: 1\n# a\n---\nb: 1\n", []string{"a: 1\n# a\n", "---\nb: 1\n"}},
		{"an empty document is one", "---\n---\na: 1\n", []string{"---\n", "---\na: 1\n"}},
		{"content may follow on the line of the marker", "a: 1\n--- {b: 1}\n", []string{"a: 1\n", "--- {b: 1}\n"}},
		{"a comment may follow on the line of the marker", "a: 1\n--- # b\nb: 1", []string{"a: 1\n", "--- # b\nb: 1"}},
		{"a marker needs no line break", "a: 1\n---", []string{"a: 1\n", "---"}},
		{"a word that begins like a marker is none", "a: 1\n---b: 1\n", []string{"a: 1\n---b: 1\n"}},
		{"an indented marker is text", "a: |\n  ---\n  b\n", []string{"a: |\n  ---\n  b\n"}},
		{"an end marker ends one", "a: 1\n...\n# b\nb: 1\n", []string{"a: 1\n...\n", "# b\nb: 1\n"}},
		{"a start marker may follow an end marker", "a: 1\n...\n%YAML 1.1\n---\nb: 1\n", []string{"a: 1\n...\n", "%YAML 1.1\n---\nb: 1\n"}},
		{"comments after the last end marker belong to what comes before", "a: 1\n...\n# b\n", []string{"a: 1\n...\n# b\n"}},
		{"lines may end as on other systems", "a: 1\r\n---\r\nb: 1\r---\rc: 1", []string{"a: 1\r\n", "---\r\nb: 1\r", "---\rc: 1"}},
		{"a byte order mark hides no marker", "\ufeff---\na: 1\n---\nb: 1\n", []string{"\ufeff---\na: 1\n", "---\nb: 1\n"}},
		{"JSON objects follow each other", "\n{\"a\": 1}\n {\"b\": \"---\"}{}\n", []string{"\n{\"a\": 1}\n ", "{\"b\": \"---\"}", "{}\n"}},
		{"JSON objects may be YAML documents", "{\"a\": 1}\n---\n{}\n", []string{"{\"a\": 1}\n", "---\n{}\n"}},
		{"a JSON object that is not complete is YAML", "{\"a\": 1\n---\nb", []string{"{\"a\": 1\n", "---\nb"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			pieces, _ := split([]byte(test.text))
			var got []string
			for _, piece := range pieces {
				got = append(got, string(piece))
			}
			assert.Equal(t, test.want, got)
		})
	}
}

func TestEndsOfDocuments(t *testing.T) {
	for _, test := range []struct {
		name, head, content, tail string
	}{
		{"there may be neither", "", "a: 1\n", ""},
		{"the marker and comments come before", "# a\n---\n\n# b\n", "a: 1\n", ""},
		{"content may follow the marker", "---", " {a: 1}\n", ""},
		{"comments in the first column come after", "", "a: |\n  b\n", "# a\n\n# b\n...\n# c"},
		{"comments within the content belong to it", "---\n", "a:\n# a\n  # b\n  b: 1\n", "\n"},
		{"an indented comment may be text", "", "a: |\n  b\n  # c\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			document := []byte(test.head + test.content + test.tail)
			assert.Equal(t, test.head, string(head(document)))
			assert.Equal(t, test.tail, string(tail(document)))
		})
	}
}

func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"a: 1\n---\nb: 1\n", "---\n...\n#\n", "%\n---", "{}{}", "{}\r\n---\r\n{}", "\ufeff---\u2028---\u0085..."} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		pieces, _ := split(text)
		assert.Equal(t, string(text), string(bytes.Join(pieces, nil)), "the pieces joined are the text")
		for _, piece := range pieces {
			assert.NotEmpty(t, piece)
			assert.LessOrEqual(t, len(head(piece))+len(tail(piece)), len(piece))
		}
	})
}
