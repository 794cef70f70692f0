// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package virtualserver

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/selection"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver/validate"
)

// own are the condition types that this controller sets.
var own = []string{
	validate.ConditionReady,
	validate.ConditionValid,
	validate.ConditionGroupRef,
	validate.ConditionAuthConfigured,
	validate.ConditionOIDCConfigRef,
	validate.ConditionAuthzConfigRef,
	validate.ConditionAuthServerConfig,
	validate.ConditionTelemetryConfigRef,
	validate.ConditionCompositeToolRefs,
	validate.ConditionPodTemplate,
	validate.ConditionSessionStorage,
	validate.ConditionMembersAccepted,
	validate.ConditionDeploymentReady,
}

// toolHives are condition types of ToolHive's operator that this one says nothing in, and toolHivesPrefixes what those begin with that ToolHive's
// has for each backend. Nobody would mend them after a gateway was taken over.
var (
	toolHives         = []string{"AuthzUpstreamSelectionWarning", "DefaultAuthConfig", "EmbeddingServerReady", "IdentitySynthesized"}
	toolHivesPrefixes = []string{"BackendAuthConfig-", "DiscoveredAuthConfig-"}
)

// reports are condition types that are vMCP's alone, and reportFields such fields of the status.
var (
	reports      = []string{"BackendsDiscovered", "Degraded"}
	reportFields = []string{"backendCount", "discoveredBackends"}
)

// Vocabulary is every condition type, given the conditions that there are, that this controller may set or have to remove. The others are vMCP's.
func Vocabulary(live []metav1.Condition) []string {
	vocabulary := slices.Concat(own, toolHives)
	for _, condition := range live {
		isOne := func(prefix string) bool { return strings.HasPrefix(condition.Type, prefix) }
		if slices.ContainsFunc(toolHivesPrefixes, isOne) {
			vocabulary = append(vocabulary, condition.Type)
		}
	}
	return vocabulary
}

// affirmation is the condition of a type that nothing is wrong with.
type affirmation struct {
	condition, reason, message string
	// applies says whether the condition is about something that the gateway has (R2.1). Left out, it always is.
	applies func(*v1beta1.VirtualMCPServerSpec) bool
}

// affirmations are those of the conditions that problems make False, with the reasons of ToolHive.
var affirmations = []affirmation{
	{condition: validate.ConditionValid, reason: "ValidationSucceeded", message: "Every check passed"},
	{condition: validate.ConditionGroupRef, reason: "GroupRefValid", message: "The group exists"},
	{condition: validate.ConditionAuthConfigured, reason: "AuthValid", message: "How clients and the gateway itself authenticate is in order"},
	{
		validate.ConditionOIDCConfigRef, "OIDCConfigRefValid", "The MCPOIDCConfig can be used",
		func(spec *v1beta1.VirtualMCPServerSpec) bool { return spec.IncomingAuth.OIDCConfigRef != nil },
	},
	{
		validate.ConditionAuthzConfigRef, "AuthzConfigRefValid", "The MCPAuthzConfig can be used",
		func(spec *v1beta1.VirtualMCPServerSpec) bool { return spec.IncomingAuth.AuthzConfigRef != nil },
	},
	{
		validate.ConditionAuthServerConfig, "AuthServerConfigValid", "The authorization server can be run",
		func(spec *v1beta1.VirtualMCPServerSpec) bool { return spec.AuthServerConfig != nil },
	},
	{
		validate.ConditionTelemetryConfigRef, "TelemetryConfigRefValid", "The MCPTelemetryConfig can be used",
		func(spec *v1beta1.VirtualMCPServerSpec) bool { return spec.TelemetryConfigRef != nil },
	},
	{condition: validate.ConditionCompositeToolRefs, reason: "CompositeToolRefsValid", message: "Every composite tool that is referred to can be used"},
	{
		validate.ConditionPodTemplate, "PodTemplateSpecValid", "The pod template can be merged",
		func(spec *v1beta1.VirtualMCPServerSpec) bool { return spec.PodTemplateSpec != nil },
	},
}

// conditionsOf are all conditions but Ready and DeploymentReady.
func conditionsOf(s Snapshot, verdict Verdict) []metav1.Condition {
	var conditions []metav1.Condition
	for _, a := range affirmations {
		if a.applies != nil && !a.applies(&s.Server.Spec) {
			continue
		}
		conditions = append(conditions, a.unless(verdict.Problems))
	}
	return append(conditions, sessionStorage(s.Input), membersAccepted(s, verdict.Selection.LeftOut))
}

// unless returns what the problems of one condition type amount to.
func (a *affirmation) unless(problems []validate.Problem) metav1.Condition {
	reason := ""
	var messages []string
	for _, problem := range problems {
		if problem.Condition != a.condition {
			continue
		}
		if reason == "" {
			reason = problem.Reason
		}
		messages = append(messages, problem.Message)
	}
	if reason == "" {
		return condition(a.condition, true, a.reason, a.message)
	}
	return condition(a.condition, false, reason, strings.Join(messages, "; "))
}

// sessionStorage is True for what is wrong.
func sessionStorage(in selection.Input) metav1.Condition {
	switch {
	case !validate.SeveralPods(in.Server):
		return condition(validate.ConditionSessionStorage, false, "SessionStorageWarningNotApplicable", "There is one pod at most, or their number is left to others")
	case !validate.LacksSessions(in):
		return condition(validate.ConditionSessionStorage, false, "SessionStorageConfigured", "The pods share sessions in Redis")
	}
	return condition(validate.ConditionSessionStorage, true, validate.ReasonSessionStorageMissing,
		"There are several pods, and each knows its own sessions only: set spec.sessionStorage.provider to redis")
}

// maxOmissions is how much of what there is to say about members is said, in bytes.
const maxOmissions = 8192

// membersAccepted says nothing of the members that are served: it stays the same while such members come and go.
func membersAccepted(s Snapshot, omissions []selection.Omission) metav1.Condition {
	if len(omissions) == 0 {
		return condition(validate.ConditionMembersAccepted, true, "MembersAccepted", "Every member of the group that is ready can be served")
	}
	text := "These members cannot be served: "
	if !selection.IsStatic(s.Server) {
		text = "These members cannot be served, or not in full: "
	}
	for i, omission := range omissions {
		next := fmt.Sprintf("%q (%s)", omission.Member, omission.Message)
		if i > 0 {
			next = "; " + next
		}
		if len(text)+len(next) > maxOmissions {
			text += fmt.Sprintf("; and %d more", len(omissions)-i)
			break
		}
		text += next
	}
	return condition(validate.ConditionMembersAccepted, false, omissions[0].Reason, text)
}

// firstOf names the first problem, and says how many there are besides.
func firstOf(problems []validate.Problem) string {
	if more := len(problems) - 1; more > 0 {
		return fmt.Sprintf("%s (and %d more: see the other conditions)", problems[0].Message, more)
	}
	return problems[0].Message
}

func noBackends(s Snapshot) string {
	return fmt.Sprintf("MCPGroup %q has no member that is ready and can be served: the gateway starts when there is one", s.Server.Spec.GroupRef.Name)
}

func condition(conditionType string, isTrue bool, reason, message string) metav1.Condition {
	status := metav1.ConditionFalse
	if isTrue {
		status = metav1.ConditionTrue
	}
	return metav1.Condition{Type: conditionType, Status: status, Reason: reason, Message: conditions.Shorten(message, conditions.MaxMessage)}
}
