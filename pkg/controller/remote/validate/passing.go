// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import "github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"

// passing are the reasons of problems that go without a change of the object: what it refers to comes back. Whoever mends one some other
// way changes the object's generation. Nobody must use a remote server without the auth config that is asked for, so that one which is
// missing does not pass.
var passing = map[string]bool{
	v1alpha1.ReasonGroupNotFound:        true,
	v1alpha1.ReasonGroupTerminating:     true,
	v1alpha1.ReasonAuthSecretNotFound:   true,
	v1alpha1.ReasonHeaderSecretNotFound: true,
	v1alpha1.ReasonCABundleNotFound:     true,
	v1alpha1.ReasonCABundleKeyNotFound:  true,
	v1alpha1.ReasonCABundleInvalid:      true,
	v1alpha1.ReasonToolConfigNotFound:   true,
}

// Passes says whether a problem with this reason goes without a change of the object. A gateway keeps such a backend (R3.3).
func Passes(reason string) bool { return passing[reason] }
