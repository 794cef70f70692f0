// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/cedar-policy/cedar-go"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

// Bounds on what is parsed, so that no policy can stop the operator (R5.7): Cedar's parser calls itself for each bracket, and reads
// nested values of entities once for each level.
const (
	maxPolicyBytes = 16 << 10
	maxEntityDepth = 32
)

// entityType is what a Cedar entity type without a namespace looks like. Some such words are reserved.
var entityType = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// cedar looks at policies and entities as the proxy runner will, with the library that it uses. Its errors may repeat all of a policy, so
// they are cut.
func (f *authzFaults) cedar(config *runconfig.Cedar) {
	if len(config.Policies) == 0 {
		f.policyInvalid("there are no policies, so nothing would be permitted: add one")
	}
	for i, policy := range config.Policies {
		count, fault := policiesIn(policy)
		switch {
		case fault != "":
			f.policyInvalid("policies[%d] %s", i, fault)
		case count > 1:
			f.withoutEffect("policies[%d] holds %d policies, of which the proxy would use only the first: make each an item of its own", i, count)
		}
	}
	if fault := entitiesFault(config.EntitiesJSON); fault != "" {
		f.policyInvalid("the entities %s", fault)
	}
	if config.GroupEntityType != "" && !isEntityType(config.GroupEntityType) {
		f.invalid("the group entity type %q is no Cedar entity type without a namespace: use letters, digits and underscores, "+
			"and no reserved word", config.GroupEntityType)
	}
}

func (f *authzFaults) policyInvalid(format string, args ...any) {
	f.add(v1alpha1.ReasonAuthzPolicyInvalid, format, args...)
}

// policiesIn counts the policies in a text, or says in words why it holds none.
func policiesIn(text string) (count int, fault string) {
	if len(text) > maxPolicyBytes {
		return 0, fmt.Sprintf("is longer than %d bytes: split it into several policies", maxPolicyBytes)
	}
	policies, err := cedar.NewPolicyListFromBytes("policy", []byte(text))
	switch {
	case err != nil:
		return 0, fmt.Sprintf("is no Cedar policy: correct it (%.200v)", err)
	case len(policies) == 0:
		return 0, "is empty: write a policy, or remove it"
	}
	return len(policies), ""
}

// entitiesFault says in words what is wrong with entities, or nothing. An empty text is no entities.
func entitiesFault(text string) string {
	if text == "" {
		return ""
	}
	if isDeep(text) {
		return fmt.Sprintf("are nested more than %d levels deep: make them flatter", maxEntityDepth)
	}
	var entities cedar.EntityMap
	if err := json.Unmarshal([]byte(text), &entities); err != nil {
		return fmt.Sprintf("are no JSON array of Cedar entities: correct them (%.200v)", err)
	}
	return ""
}

// isDeep stops at the first mistake, since what follows is not parsed by anybody.
func isDeep(text string) bool {
	decoder, depth := json.NewDecoder(strings.NewReader(text)), 0
	for {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		switch token {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth > maxEntityDepth {
			return true
		}
	}
}

func isEntityType(name string) bool {
	if !entityType.MatchString(name) {
		return false
	}
	_, fault := policiesIn(fmt.Sprintf("permit(principal in %s::\"group\", action, resource);", name))
	return fault == ""
}
