// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Deprecation is what users of an older kind are told: what replaces it, and the command that migrates the objects of a namespace (R4.2).
func Deprecation(older kind.Kind, namespace string) string {
	replacement := v1alpha1.EndpointTypeProxy
	if older == kind.MCPServerEntry {
		replacement = v1alpha1.EndpointTypeDirect
	}
	return fmt.Sprintf("%s is deprecated: use %s with type %s instead. Its manifest, which takes over without downtime, is printed by: "+
		"operator migrate --from-cluster --namespace %s", older, kind.MCPRemoteEndpoint, replacement, namespace)
}

// deprecated is the condition that all older objects have. It also says what an endpoint would not take as it is.
func deprecated(older kind.Kind, namespace string, notes []Note) metav1.Condition {
	var message strings.Builder
	message.WriteString(Deprecation(older, namespace))
	for _, of := range []struct {
		level Level
		title string
	}{{Tolerated, "Tolerated"}, {Decide, "To be decided"}, {Lost, "Left out"}} {
		if texts := sentences(notes, of.level); len(texts) > 0 {
			fmt.Fprintf(&message, ". %s: %s", of.title, strings.Join(texts, "; "))
		}
	}
	return condition(ConditionDeprecated, metav1.ConditionTrue, reasonDeprecated, message.String())
}

func sentences(notes []Note, level Level) []string {
	var texts []string
	for _, note := range notes {
		if note.Level == level {
			texts = append(texts, note.String())
		}
	}
	return texts
}
