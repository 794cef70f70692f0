// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package translate

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

// ServerEntryStatus returns the status of an MCPServerEntry that this was found out about. Its conditions have no transition times.
func ServerEntryStatus(entry *v1beta1.MCPServerEntry, f Findings) v1beta1.MCPServerEntryStatus {
	if f.Successor != "" {
		return supersededEntry(entry, f)
	}
	fields := entryFields(&entry.Spec)
	problems := reworded(f.Problems, fields)
	translated := ServerEntry(entry)
	conditions, rest := verdicts(entryRules(&translated.Endpoint.Spec), problems)
	conditions = append(conditions, validOf(problems, rest),
		deprecated(kind.MCPServerEntry, entry.Namespace, translated.Notes, reworded(f.Tolerated, fields)))
	conditions = append(conditions, notSuperseded(kind.MCPServerEntry, entry.Name, f)...)
	status := v1beta1.MCPServerEntryStatus{
		ObservedGeneration: entry.Generation,
		Phase:              v1beta1.MCPServerEntryPhaseValid,
		Conditions:         observed(conditions, entry.Generation),
	}
	if len(problems) > 0 {
		status.Phase = v1beta1.MCPServerEntryPhaseFailed
	}
	return status
}

// validOf has the reason of a problem that no other condition is about, if there is one.
func validOf(problems, rest []validate.Problem) metav1.Condition {
	switch {
	case len(problems) == 0:
		return condition(conditionValid, metav1.ConditionTrue, reasonConfigValid, everyCheckPassed)
	case len(rest) > 0:
		return condition(conditionValid, metav1.ConditionFalse, rest[0].Reason, messageOf(problems))
	}
	return condition(conditionValid, metav1.ConditionFalse, "ConfigInvalid", messageOf(problems))
}

// entryRules are about the endpoint that an entry was translated to, so that they need not know the older spellings.
func entryRules(spec *v1alpha1.MCPRemoteEndpointSpec) []rule {
	rules := []rule{
		{
			condition: conditionRemoteURL, valid: "RemoteURLValid", message: "The remote URL can be used", reasons: remoteURLReasons,
		},
		about(conditionGroupRef, subject(kind.MCPGroup, spec.GroupRef), reasonGroupRefIsValid, groupReasons),
		entryAuthRule(spec.ExternalAuthConfigRef),
		entryCARule(spec.CABundleRef),
	}
	if spec.HeaderForward != nil && len(spec.HeaderForward.AddHeadersFromSecret) > 0 {
		rules = append(rules, rule{
			condition: conditionHeaderSecretRefs, valid: "HeaderSecretsValid", message: "The Secrets with values of headers can be used",
			reasons: map[string]string{v1alpha1.ReasonHeaderSecretNotFound: reasonHeaderSecretNotFound},
		})
	}
	return rules
}

func entryAuthRule(ref *v1beta1.ExternalAuthConfigRef) rule {
	if ref == nil {
		return rule{condition: conditionExternalAuth, valid: "AuthConfigNotConfigured", message: "The entry names none"}
	}
	return about(conditionExternalAuth, subject(kind.MCPExternalAuthConfig, ref.Name), "AuthConfigValid", map[string]string{
		v1alpha1.ReasonAuthConfigNotFound:               "AuthConfigNotFound",
		v1alpha1.ReasonAuthConfigInvalid:                reasonAuthConfigInvalid,
		v1alpha1.ReasonAuthSecretNotFound:               reasonAuthConfigInvalid,
		v1alpha1.ReasonAuthSecretInvalid:                reasonAuthConfigInvalid,
		v1alpha1.ReasonUnsupportedAuthTypeForDirectMode: reasonAuthConfigInvalid,
	})
}

func entryCARule(ref *v1alpha1.CABundleRef) rule {
	if ref == nil {
		return rule{condition: conditionCABundleRef, valid: "CABundleRefNotConfigured", message: "The entry names none"}
	}
	return about(conditionCABundleRef, subject(kind.ConfigMap, ref.Name), reasonCABundleRefValid, map[string]string{
		v1alpha1.ReasonCABundleNotFound:    reasonCABundleRefNotFound,
		v1alpha1.ReasonCABundleKeyNotFound: reasonCABundleRefInvalid,
		v1alpha1.ReasonCABundleInvalid:     reasonCABundleRefInvalid,
	})
}

// What is wrong with a remote URL and a group has the same reasons in both kinds.
var (
	remoteURLReasons = map[string]string{
		v1alpha1.ReasonInvalidURL:  reasonRemoteURLInvalid,
		v1alpha1.ReasonPrivateURL:  reasonRemoteURLInvalid,
		v1alpha1.ReasonInsecureURL: reasonRemoteURLInvalid,
	}
	groupReasons = map[string]string{
		v1alpha1.ReasonGroupNotFound:    reasonGroupRefNotFound,
		v1alpha1.ReasonGroupTerminating: reasonGroupRefNotReady,
	}
)
