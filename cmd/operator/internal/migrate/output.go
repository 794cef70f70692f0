// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Manifests returns all documents, with endpoints in the places of legacy objects: in JSON when all there is to read is one JSON
// object, and nothing in it is withheld, as that takes comments; else in YAML. Documents without legacy objects are as they were, to the byte.
func (m *Migration) Manifests() ([]byte, error) {
	if len(m.sources) == 1 {
		switch only := m.sources[0]; {
		case !only.changes():
			return only.text, nil
		case only.isJSON && len(only.documents) == 1 && !only.documents[0].withholds():
			return only.documents[0].toJSON()
		}
	}
	var out bytes.Buffer
	for _, source := range m.sources {
		if err := source.write(&out); err != nil {
			return nil, err
		}
	}
	if bytes.HasPrefix(bytes.TrimSpace(out.Bytes()), []byte("{")) {
		// Else kubectl would take all of it for JSON.
		return append([]byte(startMarker+"\n"), out.Bytes()...), nil
	}
	return out.Bytes(), nil
}

func (s *source) write(out *bytes.Buffer) error {
	if !s.changes() {
		separate(out, s.text)
		out.Write(s.text)
		return nil
	}
	for i, document := range s.documents {
		text, err := document.toYAML(s.isJSON)
		if err != nil {
			return err
		}
		if s.isJSON || i == 0 {
			separate(out, text)
		}
		out.Write(text)
	}
	return nil
}

// separate writes what has to be between the documents written so far and this one.
func separate(out *bytes.Buffer, next []byte) {
	if out.Len() == 0 || len(next) == 0 {
		return
	}
	endLine(out)
	if !hasMarker(next) {
		fmt.Fprintln(out, startMarker)
	}
}

func endLine(out *bytes.Buffer) {
	if out.Len() > 0 && !bytes.HasSuffix(out.Bytes(), []byte("\n")) {
		fmt.Fprintln(out)
	}
}

// toYAML returns the text of the document, with its replacements. The items of a list become documents of their own.
func (d *document) toYAML(isJSON bool) ([]byte, error) {
	if !d.changes() {
		return d.text, nil
	}
	var out bytes.Buffer
	var end []byte
	if !isJSON {
		out.Write(head(d.text))
		endLine(&out)
		end = tail(d.text)
	}
	for i, resource := range d.resources {
		if i > 0 {
			fmt.Fprintln(&out, startMarker)
		}
		text, err := resource.toYAML()
		if err != nil {
			return nil, err
		}
		out.Write(text)
	}
	out.Write(end)
	return out.Bytes(), nil
}

func (r resource) toYAML() ([]byte, error) {
	if r.becomes == nil {
		return yamlOf(r.raw)
	}
	return r.becomes.toYAML()
}

// toJSON returns the document as JSON, with its replacements.
func (d *document) toJSON() ([]byte, error) {
	var items []any
	for _, resource := range d.resources {
		if resource.becomes == nil {
			items = append(items, resource.raw)
			continue
		}
		items = append(items, newManifest(resource.becomes.Endpoint))
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if !d.isList {
		err := encoder.Encode(items[0])
		return out.Bytes(), err
	}
	err := encoder.Encode(list{APIVersion: "v1", Kind: listSuffix, Items: items})
	return out.Bytes(), err
}

// list is how kubectl writes several objects as one.
type list struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Items      []any  `json:"items"`
}
