// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
)

// What follows are the checks of what gateways can be told as well as proxies. The endpoint in an Input then stands in for a gateway: it is
// of type proxy, and has the gateway's settings in its proxyConfig, where messages say that they are.

// OIDC finds what is wrong with whose tokens are accepted.
func OIDC(in Input) []Problem { return ofProxy(checkOIDC)(in) }

// Authz finds what is wrong with who may call what.
func Authz(in Input) []Problem { return ofProxy(checkAuthz)(in) }

// Telemetry finds what is wrong with where traces and metrics go.
func Telemetry(in Input) []Problem { return ofProxy(checkTelemetry)(in) }

// ServiceAccount finds out whether the service account exists that pods are to run as.
func ServiceAccount(in Input) []Problem { return ofProxy(checkServiceAccount)(in) }

// SessionStorage finds what is wrong with where sessions are kept.
func SessionStorage(in Input) []Problem { return ofProxy(checkSessionStorage)(in) }

// AuthServer finds what is wrong with the authorization server in spec.proxyConfig.authServerRef. It may have several identity providers.
func AuthServer(in Input) []Problem {
	var problems []Problem
	for _, find := range []func(Input) []Problem{checkAuthServerRef, checkAuthServer, checkAuthServerFit, ofProxy(checkAuthServerPods)} {
		problems = append(problems, find(in)...)
	}
	return slices.DeleteFunc(problems, func(problem Problem) bool { return problem.Reason == v1alpha1.ReasonMultiUpstreamNotSupported })
}

// HeaderName says in words why no header of that name can be forwarded, or nothing.
func HeaderName(name string) string { return headerNameFault(name) }

// HeaderSecret says in words why a Secret's value cannot be sent as a header, or nothing. A value that is missing is another matter.
func HeaderSecret(secrets map[string]digest.Digest, name, key string) string {
	if entry := secrets[name][key]; entry.Empty() || entry.HeaderValue {
		return ""
	}
	return fmt.Sprintf("key %q of Secret %q %s", key, name, notAHeaderValue)
}
