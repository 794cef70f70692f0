// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"bytes"
	"fmt"
	"slices"
)

// Input is a text with any number of manifests.
type Input struct {
	// Name is what messages call it, such as the name of a file.
	Name string
	// Text is in YAML or JSON.
	Text []byte
}

// source is an input that was taken apart.
type source struct {
	text      []byte
	isJSON    bool
	documents []*document
}

// document is one of the manifests of a source.
type document struct {
	text []byte
	// place is where it is, for people.
	place  string
	isList bool
	// resources are what is in it, and empty when it cannot be read.
	resources []resource
}

// newSource cuts an input up and reads it. What cannot be read is a document all the same, and one of the errors.
func newSource(input Input) (*source, []error) {
	pieces, isJSON := split(input.Text)
	s := &source{text: input.Text, isJSON: isJSON}
	var errs []error
	line := 1
	for i, text := range pieces {
		d := &document{text: text, place: fmt.Sprintf("%s: document %d (line %d)", input.Name, i+1, line)}
		if err := d.read(); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", d.place, err))
		}
		s.documents = append(s.documents, d)
		line += bytes.Count(text, []byte("\n"))
	}
	return s, errs
}

func (d *document) read() error {
	raw, err := toJSON(d.text)
	if err != nil {
		return err
	}
	whole := newResource(raw)
	resources := whole.flatten()
	if slices.ContainsFunc(resources, resource.isLegacy) {
		if err := checkKeys(d.text); err != nil {
			return err
		}
	}
	d.isList, d.resources = whole.isList(), resources
	return nil
}

// changes says whether anything of the source is replaced.
func (s *source) changes() bool { return slices.ContainsFunc(s.documents, (*document).changes) }

func (d *document) changes() bool {
	return slices.ContainsFunc(d.resources, func(r resource) bool { return r.becomes != nil })
}

// withholds says whether one of the replacements is written as a comment.
func (d *document) withholds() bool {
	return slices.ContainsFunc(d.resources, func(r resource) bool { return r.becomes != nil && r.becomes.Withheld })
}
