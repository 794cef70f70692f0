// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"maps"
	"reflect"
	"strings"

	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// The differences in the status of the older kinds.
const (
	deprecation    = "deprecation"
	wholeStatus    = "whole-status"
	authConfigured = "auth-configured"
	ownMessages    = "messages"
)

// correction is what differs in the status of an MCPRemoteProxy, in one recording, from what ToolHive's operator says.
type correction struct {
	// difference is the name of what it is due to, if there is any.
	difference string
	// failed means that the proxy is refused.
	failed bool
	// conditions have "status reason" by their types. An empty one is absent.
	conditions map[string]string
}

// setHashes writes into the status of configurations what was recorded there.
func setHashes(objects []controllertest.Object, configs []configHash) {
	for _, config := range configs {
		for _, object := range objects {
			if reflect.TypeOf(object).Elem().Name() == config.Kind && object.GetName() == config.Name {
				reflect.ValueOf(object).Elem().FieldByName("Status").FieldByName("ConfigHash").SetString(config.Hash)
			}
		}
	}
}

// outcomeOf is what a status says, as recordings have it.
func outcomeOf(status v1beta1.MCPRemoteProxyStatus) outcome {
	o := outcome{Phase: string(status.Phase), URL: status.URL, Message: status.Message, Conditions: conditionsOf(status.Conditions), Hashes: map[string]string{}}
	for field, value := range tree(status).(map[string]any) {
		if strings.HasSuffix(field, "Hash") {
			o.Hashes[field] = value.(string)
		}
	}
	return o
}

func conditionsOf(conditions []metav1.Condition) []outcomeCondition {
	short := make([]outcomeCondition, 0, len(conditions))
	for _, c := range conditions {
		short = append(short, outcomeCondition{c.Type, string(c.Status), c.Reason})
	}
	return short
}

// conditionMap has "status reason" by the types of the conditions.
func (o outcome) conditionMap() map[string]string {
	summary := map[string]string{}
	for _, c := range o.Conditions {
		summary[c.Type] = c.Status + " " + c.Reason
	}
	return summary
}

func (s *situation) liveOlder() *v1beta1.MCPRemoteProxy {
	s.Helper()
	return controllertest.Get(s, s.Cluster, s.older)
}

// requireSameStatus requires that the status of an MCPRemoteProxy is the recorded one, but for its URL and for the differences that are
// meant, and returns those that show.
func (s *situation) requireSameStatus(theirs outcome, corrected correction) (shown map[string]bool) {
	s.Helper()
	ours := outcomeOf(s.liveOlder().Status)
	was, is := theirs.conditionMap(), ours.conditionMap()
	shown = map[string]bool{}
	require.Equal(s, "True Deprecated", is["Deprecated"], deprecation)
	delete(is, "Deprecated")
	if corrected.failed {
		theirs.Phase = "Failed"
		if was["Ready"] == "" || corrected.difference != "" {
			was["Ready"] = "False NotReady"
		}
		shown[wholeStatus] = complete(was, is) || len(theirs.Hashes) < len(ours.Hashes)
	}
	if corrected.failed && was["AuthConfigured"] != is["AuthConfigured"] {
		shown[authConfigured] = true
		was["AuthConfigured"] = is["AuthConfigured"]
	}
	maps.Copy(was, corrected.conditions)
	maps.DeleteFunc(was, func(_, summary string) bool { return summary == "" })
	require.Equal(s, was, is)
	require.Equal(s, theirs.Phase, ours.Phase)
	if corrected.difference == "" {
		require.Subset(s, ours.Hashes, theirs.Hashes)
		require.True(s, shown[wholeStatus] || len(theirs.Hashes) == len(ours.Hashes))
	}
	shown[ownMessages] = s.requireSameTitle(theirs, ours, corrected)
	maps.DeleteFunc(shown, func(_ string, shows bool) bool { return !shows })
	return shown
}

// complete adds the conditions that ToolHive's operator leaves out when it stops at a mistake, and says whether there are any.
func complete(was, is map[string]string) (added bool) {
	for conditionType, summary := range is {
		_, there := was[conditionType]
		if !there && (conditionType == "SessionStorageWarning" || strings.HasPrefix(summary, "True ")) {
			was[conditionType] = summary
			added = true
		}
	}
	return added
}

// requireSameTitle requires that messages begin alike, where there is one, and says whether they go on otherwise.
func (s *situation) requireSameTitle(theirs, ours outcome, corrected correction) (different bool) {
	s.Helper()
	if theirs.Message == "" || corrected.difference != "" {
		require.NotEmpty(s, ours.Message)
		return false
	}
	was, _, _ := strings.Cut(theirs.Message, ": ")
	is, _, _ := strings.Cut(ours.Message, ": ")
	require.Equal(s, was, is)
	return theirs.Message != ours.Message
}
