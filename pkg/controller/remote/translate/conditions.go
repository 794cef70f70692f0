// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/conditions"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// rule says what a condition of an older object is about.
type rule struct {
	condition string
	// subject is what the condition is about, as problems name it: a kind and a quoted name.
	subject string
	// valid and message are those of the condition when nothing is wrong.
	valid   string
	message string
	// reasons maps the reasons of the problems that the condition is about to those that readers of the older kind know.
	reasons map[string]string
}

// about makes a rule for a reference.
func about(condition, subject, valid string, reasons map[string]string) rule {
	return rule{condition: condition, subject: subject, valid: valid, message: subject + " can be used", reasons: reasons}
}

// subject names an object as problems do.
func subject(k kind.Kind, name string) string { return fmt.Sprintf("%s %q", k, name) }

// verdicts returns a condition for each rule, and the problems that no rule is about.
func verdicts(rules []rule, problems []validate.Problem) (conditions []metav1.Condition, rest []validate.Problem) {
	found := make([][]validate.Problem, len(rules))
	for _, problem := range problems {
		places := placesOf(rules, problem)
		if len(places) == 0 {
			rest = append(rest, problem)
		}
		for _, i := range places {
			found[i] = append(found[i], problem)
		}
	}
	for i, r := range rules {
		conditions = append(conditions, r.verdict(found[i]))
	}
	return conditions, rest
}

// placesOf lists the rules that a problem belongs to: of those that know its reason the ones whose subject it names, or else all.
func placesOf(rules []rule, problem validate.Problem) []int {
	var known, named []int
	for i, r := range rules {
		if _, ok := r.reasons[problem.Reason]; !ok {
			continue
		}
		known = append(known, i)
		if strings.Contains(problem.Message, r.subject) {
			named = append(named, i)
		}
	}
	if len(named) > 0 {
		return named
	}
	return known
}

func (r *rule) verdict(problems []validate.Problem) metav1.Condition {
	if len(problems) == 0 {
		return condition(r.condition, metav1.ConditionTrue, r.valid, r.message)
	}
	reason := problems[0].Reason
	if known, ok := r.reasons[reason]; ok {
		reason = known
	}
	return condition(r.condition, metav1.ConditionFalse, reason, messageOf(problems))
}

// proxyFields are the places in a proxy of what problems name by its place in an endpoint.
func proxyFields(spec *v1beta1.MCPRemoteProxySpec) *strings.Replacer {
	return strings.NewReplacer("spec.proxyConfig.", "spec.", "spec.remoteURL", urlField(spec.RemoteURL, spec.DeprecatedRemoteURL))
}

// entryFields are those in an entry.
func entryFields(spec *v1beta1.MCPServerEntrySpec) *strings.Replacer {
	bundle := "spec.caBundleRef."
	if spec.CABundleRef != nil && spec.CABundleRef.ConfigMapRef != nil {
		bundle = "spec.caBundleRef.configMapRef."
	}
	return strings.NewReplacer("spec.caBundleRef.", bundle, "spec.remoteURL", urlField(spec.RemoteURL, spec.DeprecatedRemoteURL))
}

// reworded returns the problems with messages that name the fields of an older object.
func reworded(problems []validate.Problem, fields *strings.Replacer) []validate.Problem {
	problems = slices.Clone(problems)
	for i := range problems {
		problems[i].Message = fields.Replace(problems[i].Message)
	}
	return problems
}

func messageOf(problems []validate.Problem) string { return strings.Join(messagesOf(problems), "; ") }

func messagesOf(problems []validate.Problem) []string {
	messages := make([]string, 0, len(problems))
	for _, problem := range problems {
		messages = append(messages, problem.Message)
	}
	return messages
}

func condition(conditionType string, status metav1.ConditionStatus, reason, message string) metav1.Condition {
	return metav1.Condition{Type: conditionType, Status: status, Reason: reason, Message: conditions.Shorten(message, conditions.MaxMessage)}
}

// observed marks conditions with the generation that they were computed from.
func observed(conditions []metav1.Condition, generation int64) []metav1.Condition {
	for i := range conditions {
		conditions[i].ObservedGeneration = generation
	}
	return conditions
}

// withoutReasons returns the problems that have none of the reasons.
func withoutReasons(problems []validate.Problem, reasons map[string]string) []validate.Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(problem validate.Problem) bool {
		_, found := reasons[problem.Reason]
		return found
	})
}
