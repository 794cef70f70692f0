// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"fmt"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// securityChecks are those of whose requests a proxy lets through. What the proxy runner would refuse to start with, fail on at each
// request, or pass over in silence is found here (R2.14, R2.16).
var securityChecks = []check{
	{"oidc", ofProxy(checkOIDC)},
	{"authz", ofProxy(checkAuthz)},
}

// securityFaults collects what is wrong with one configuration.
type securityFaults struct {
	// place is where the configuration stands, for messages.
	place    string
	problems []Problem
}

func (f *securityFaults) add(reason, format string, args ...any) {
	f.addAt(f.place, reason, format, args...)
}

func (f *securityFaults) addAt(place, reason, format string, args ...any) {
	f.problems = append(f.problems, configuration(reason, place+": "+fmt.Sprintf(format, args...)))
}

// withoutEffect is for what the proxy runner pays no attention to.
func (f *securityFaults) withoutEffect(format string, args ...any) {
	f.add(v1alpha1.ReasonSettingWithoutEffect, format, args...)
}

// textFault says in words why the text of a ConfigMap's key cannot be had, or nothing.
func textFault(in Input, name, key, field string) string {
	texts := in.Texts[name]
	if texts == nil {
		return fmt.Sprintf("ConfigMap %q does not exist in this namespace: create it with key %q, or correct %s", name, key, field)
	}
	if _, found := texts[key]; !found {
		return fmt.Sprintf("ConfigMap %q has no key %q: add it, or correct %s", name, key, field)
	}
	return ""
}

// keyOf names a key of a ConfigMap.
func keyOf(configMap, key string) string {
	return fmt.Sprintf("key %q of ConfigMap %q", key, configMap)
}
