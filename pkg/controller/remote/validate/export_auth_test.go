// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import "slices"

// ExternalAuth makes the checks of how an endpoint authenticates to its remote server, of its authorization server and of what its
// headers hold, and no others.
func ExternalAuth(in Input) []Problem {
	var problems []Problem
	for _, c := range slices.Concat(commonChecks[slices.IndexFunc(commonChecks, isFirstOfAuth):], externalAuthChecks) {
		problems = append(problems, c.find(in)...)
	}
	return problems
}

func isFirstOfAuth(c check) bool { return c.name == "auth config" }
