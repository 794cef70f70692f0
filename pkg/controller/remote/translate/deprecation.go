// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// Deprecation is what users of an older kind are told: what replaces it, and the command that migrates the objects of a namespace (R4.2).
func Deprecation(older kind.Kind, namespace string) string {
	return fmt.Sprintf("%s instead. Its manifest, which takes over without downtime, is printed by: "+
		"operator migrate --from-cluster -n %s", replacement(older), namespace)
}

// replacement names what is to be used instead of an older kind.
func replacement(older kind.Kind) string {
	endpointType := v1alpha1.EndpointTypeProxy
	if older == kind.MCPServerEntry {
		endpointType = v1alpha1.EndpointTypeDirect
	}
	return fmt.Sprintf("%s is deprecated: use %s with type %s", older, kind.MCPRemoteEndpoint, endpointType)
}

// deprecated is the condition that all older objects have. It also says what an endpoint would not take as it is.
func deprecated(older kind.Kind, namespace string, notes []Note, tolerated []validate.Problem) metav1.Condition {
	var message strings.Builder
	message.WriteString(Deprecation(older, namespace))
	for _, of := range []struct {
		title string
		texts []string
	}{
		{"Tolerated", append(sentences(notes, Tolerated), messagesOf(tolerated)...)},
		{"To be decided", sentences(notes, Decide)},
		{"Left out", sentences(notes, Lost)},
	} {
		if len(of.texts) > 0 {
			fmt.Fprintf(&message, ". %s: %s", of.title, strings.Join(of.texts, "; "))
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
