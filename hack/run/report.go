// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// width is that of a terminal which most people have.
const width = 100

// formatEndpoints tells in words what the conditions of each endpoint say.
func formatEndpoints(endpoints []*v1alpha1.MCPRemoteEndpoint, broken sets.Set[string]) string {
	var out strings.Builder
	for _, endpoint := range endpoints {
		title := endpoint.Name
		if broken.Has(endpoint.Name) {
			title += " (broken on purpose)"
		}
		fmt.Fprintln(&out, title)
		for _, condition := range endpoint.Status.Conditions {
			fmt.Fprintln(&out, wrap(formatCondition(condition), "  ", "      ", width))
		}
		fmt.Fprintln(&out)
	}
	return out.String()
}

func formatCondition(c metav1.Condition) string {
	if c.Status == metav1.ConditionTrue {
		return fmt.Sprintf("✓ %s: %s", c.Type, c.Message)
	}
	if c.Reason == v1alpha1.ReasonDeploymentProgressing {
		return fmt.Sprintf("… %s, %s: %s", c.Type, c.Reason, c.Message)
	}
	return fmt.Sprintf("✗ %s, %s: %s", c.Type, c.Reason, c.Message)
}

// formatWaiting says what the proxies wait for whose pods are not there yet, or nothing if there are none.
func formatWaiting(endpoints []*v1alpha1.MCPRemoteEndpoint, nodes int) string {
	var names []string
	for _, endpoint := range endpoints {
		if endpoint.Status.Phase == v1alpha1.PhasePending {
			names = append(names, endpoint.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	why := "their pods are being started (kubectl get mcpre -w shows when they serve)"
	if nodes == 0 {
		why = "this control plane has no node, so their Deployments exist and their pods wait. On a cluster with nodes they become Ready"
	}
	return wrap(fmt.Sprintf("Pending is as it should be for the proxies %s, and for gateways: %s.", strings.Join(names, ", "), why), "", "", width) + "\n\n"
}

// wrap breaks text between words into lines of at most limit characters. The first line begins with first, the others with
// rest. A word that is longer than a line stays whole.
func wrap(text, first, rest string, limit int) string {
	var out strings.Builder
	line := first
	empty := true
	for word := range strings.FieldsSeq(text) {
		if !empty && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > limit {
			fmt.Fprintln(&out, line)
			line, empty = rest, true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	out.WriteString(line)
	return out.String()
}

// judge returns an error that names the endpoints which are not Ready and should be.
func judge(endpoints []*v1alpha1.MCPRemoteEndpoint, broken sets.Set[string]) error {
	var names []string
	for _, endpoint := range endpoints {
		waits := endpoint.Status.Phase == v1alpha1.PhasePending
		if !meta.IsStatusConditionTrue(endpoint.Status.Conditions, v1alpha1.ConditionReady) && !waits && !broken.Has(endpoint.Name) {
			names = append(names, endpoint.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("not Ready, though nothing is wrong with the example: %s", strings.Join(names, ", "))
}
