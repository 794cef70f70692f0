// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package migrate

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/translate"
)

// Report returns a table of the objects, under it what their notes say, and what could not be read.
func (m *Migration) Report() []byte {
	var out bytes.Buffer
	if len(m.Objects) == 0 && len(m.Errors) == 0 {
		fmt.Fprintf(&out, "No %s and no %s is left to migrate.\n", kind.MCPRemoteProxy, kind.MCPServerEntry)
		return out.Bytes()
	}
	if len(m.Objects) > 0 {
		m.writeTable(&out)
	}
	for _, object := range m.Objects {
		object.explain(&out)
	}
	if len(m.Errors) > 0 {
		if out.Len() > 0 {
			fmt.Fprintln(&out)
		}
		fmt.Fprintln(&out, "Not migrated")
	}
	for _, err := range m.Errors {
		fmt.Fprintf(&out, "  %s\n", oneLine(err.Error()))
	}
	return out.Bytes()
}

func (m *Migration) writeTable(out *bytes.Buffer) {
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "OBJECT\tRESULT\tWHAT CHANGES\tWHAT HAS NO PLACE")
	for _, object := range m.Objects {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", oneLine(object.Name()), object.Result(),
			object.fields(translate.Decide, translate.Tolerated), object.fields(translate.Lost))
	}
	_ = table.Flush() // nothing can go wrong with a buffer
}

// fields lists the fields that there are notes of these levels on.
func (o *Object) fields(levels ...translate.Level) string {
	var fields []string
	for _, note := range o.Notes {
		if slices.Contains(levels, note.Level) {
			fields = append(fields, oneLine(note.Field))
		}
	}
	if fields == nil {
		return "-"
	}
	slices.Sort(fields)
	return strings.Join(slices.Compact(fields), ", ")
}

// explain writes the notes down.
func (o *Object) explain(out *bytes.Buffer) {
	if len(o.Notes) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s", oneLine(o.Name()))
	if o.Source != "" {
		fmt.Fprintf(out, ", %s", o.Source)
	}
	fmt.Fprintln(out)
	for _, note := range o.Notes {
		fmt.Fprintf(out, "  %s\n", oneLine(noteText(note)))
	}
}
