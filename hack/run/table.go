// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

// getTable asks the API server, by the client of a version, for what "kubectl get" prints of a resource.
func getTable(ctx context.Context, version rest.Interface, resource string) (*metav1.Table, error) {
	var table metav1.Table
	err := version.Get().Namespace(exampleNamespace).Resource(resource).
		SetHeader("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io").Do(ctx).Into(&table)
	if err != nil {
		return nil, fmt.Errorf("get the %s as a table: %w", resource, err)
	}
	return &table, nil
}

// formatTable prints a table as kubectl does, without the columns that only "-o wide" shows.
func formatTable(table *metav1.Table) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 6, 4, 3, ' ', 0)
	line := func(cell func(column int) string) {
		var cells []string
		for i, column := range table.ColumnDefinitions {
			if column.Priority == 0 {
				cells = append(cells, cell(i))
			}
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	line(func(i int) string { return strings.ToUpper(table.ColumnDefinitions[i].Name) })
	for _, row := range table.Rows {
		line(func(i int) string {
			if row.Cells[i] == nil {
				return ""
			}
			return fmt.Sprint(row.Cells[i])
		})
	}
	_ = w.Flush() // It writes to memory.
	return out.String()
}
