// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"regexp"
	"sync"

	"github.com/google/cel-go/cel"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// roleARN is what the API admits as the name of an AWS role.
var roleARN = regexp.MustCompile(`^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:role/[\w+=,.@\-_/]+$`)

// Bounds of a session, in seconds. They are AWS's.
const (
	minSessionDuration = 900
	maxSessionDuration = 43200
)

func (f *authFaults) awsSts(sts *v1beta1.AWSStsConfig) {
	if sts.Region == "" {
		f.invalid("spec.awsSts.region is empty: name the region of the service")
	}
	if sts.FallbackRoleArn == "" && len(sts.RoleMappings) == 0 {
		f.invalid("spec.awsSts has no role to take: set fallbackRoleArn or roleMappings")
	}
	if sts.FallbackRoleArn != "" {
		f.roleARN("spec.awsSts.fallbackRoleArn", sts.FallbackRoleArn)
	}
	for i := range sts.RoleMappings {
		f.roleMapping(fmt.Sprintf("spec.awsSts.roleMappings[%d]", i), &sts.RoleMappings[i])
	}
	if d := sts.SessionDuration; d != nil && (*d < minSessionDuration || *d > maxSessionDuration) {
		f.invalid("spec.awsSts.sessionDuration must be from %d to %d seconds", minSessionDuration, maxSessionDuration)
	}
	f.noSubjectProvider("spec.awsSts.subjectProviderName", sts.SubjectProviderName)
}

func (f *authFaults) roleARN(field, arn string) {
	if !roleARN.MatchString(arn) {
		f.invalid("%s must read arn:aws:iam::<12 digits>:role/<name>", field)
	}
}

func (f *authFaults) roleMapping(field string, mapping *v1beta1.RoleMapping) {
	f.roleARN(field+".roleArn", mapping.RoleArn)
	if (mapping.Claim == "") == (mapping.Matcher == "") {
		f.invalid("%s needs either claim or matcher", field)
		return
	}
	if mapping.Matcher != "" {
		if fault := matcherFault(mapping.Matcher); fault != "" {
			f.invalid("%s.matcher %s", field, fault)
		}
	}
}

// maxMatcher is the longest matcher that the proxy runner compiles, in bytes.
const maxMatcher = 10000

// matcherEnv declares what the proxy runner gives to matchers.
var matcherEnv = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(cel.Variable("claims", cel.MapType(cel.StringType, cel.DynType)))
})

// matcherFault says in words why the proxy runner could not compile a matcher, or never finds that it matches, or nothing.
func matcherFault(matcher string) string {
	if len(matcher) > maxMatcher {
		return fmt.Sprintf("is longer than %d bytes: shorten it", maxMatcher)
	}
	env, err := matcherEnv()
	if err != nil {
		return fmt.Sprintf("cannot be checked: %v", err)
	}
	ast, issues := env.Compile(matcher)
	if err := issues.Err(); err != nil {
		return fmt.Sprintf("is no CEL expression over claims: %v", err)
	}
	if result := ast.OutputType(); !result.IsExactType(cel.BoolType) && !result.IsExactType(cel.DynType) {
		return fmt.Sprintf("gives a %s: write a CEL expression that is true or false", result)
	}
	return ""
}
