// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/validate"
)

func heldBy(k kind.Kind) change {
	return func(in *validate.Input) {
		in.Holder = &claim.Claimant{Kind: k, Object: controllertest.Metadata("search")}
	}
}

func remoteURL(url string) change {
	return func(in *validate.Input) { in.Endpoint.Spec.RemoteURL = url }
}

func allowPrivate(in *validate.Input) { in.Endpoint.Spec.AllowPrivateEndpoint = true }

func allowInsecure(value string) change {
	return func(in *validate.Input) {
		in.Endpoint.Annotations = map[string]string{v1alpha1.AllowInsecureAnnotation: value}
	}
}

func endpointType(t v1alpha1.EndpointType) change {
	return func(in *validate.Input) { in.Endpoint.Spec.Type = t }
}

func caBundle(d digest.Digest) change {
	return func(in *validate.Input) { in.ConfigMaps["authority"] = d }
}

func noToolConfig(in *validate.Input) { in.ToolConfig = nil }

func TestEndpoint(t *testing.T) {
	group := func(reason string) finding {
		return finding{v1alpha1.ConditionGroupRefValid, reason, []string{"MCPGroup", `"tools"`, "spec.groupRef"}}
	}
	ca := func(reason string, mentions ...string) finding {
		return finding{v1alpha1.ConditionCABundleValid, reason, append(mentions, "ConfigMap", `"authority"`)}
	}
	none := []finding(nil)
	tests := map[string]struct {
		changes []change
		want    []finding
	}{
		// R2.13
		"a name that nobody holds is free": {[]change{func(in *validate.Input) { in.Holder = nil }}, none},
		"a server that came first holds the name": {
			[]change{heldBy(kind.MCPServer)},
			[]finding{configuration(v1alpha1.ReasonNameCollision, `MCPServer "search"`)},
		},
		"a legacy proxy came first": {
			[]change{heldBy(kind.MCPRemoteProxy)},
			[]finding{configuration(v1alpha1.ReasonNameCollision, `MCPRemoteProxy "search"`)},
		},
		"a legacy entry came first": {
			[]change{heldBy(kind.MCPServerEntry)},
			[]finding{configuration(v1alpha1.ReasonNameCollision, `MCPServerEntry "search"`)},
		},

		// R2.4
		"an invalid URL is refused":             {[]change{remoteURL("https://localhost/")}, []finding{configuration(v1alpha1.ReasonInvalidURL, "spec.remoteURL")}},
		"a private URL is refused":              {[]change{remoteURL("https://10.0.0.1/")}, []finding{configuration(v1alpha1.ReasonPrivateURL, "spec.remoteURL")}},
		"a private URL can be allowed":          {[]change{remoteURL("https://10.0.0.1/"), allowPrivate}, none},
		"plain http is refused":                 {[]change{remoteURL("http://example.com/")}, []finding{configuration(v1alpha1.ReasonInsecureURL, "spec.remoteURL")}},
		"plain http can be allowed":             {[]change{remoteURL("http://example.com/"), allowInsecure("true")}, none},
		"plain http is allowed by true alone":   {[]change{remoteURL("http://example.com/"), allowInsecure("True")}, []finding{configuration(v1alpha1.ReasonInsecureURL)}},
		"to allow private is not to allow http": {[]change{remoteURL("http://10.0.0.1/"), allowPrivate}, []finding{configuration(v1alpha1.ReasonInsecureURL)}},
		"to allow http is not to allow private": {[]change{remoteURL("http://10.0.0.1/"), allowInsecure("true")}, []finding{configuration(v1alpha1.ReasonPrivateURL)}},
		"private and http are two faults":       {[]change{remoteURL("http://10.0.0.1/")}, []finding{configuration(v1alpha1.ReasonPrivateURL), configuration(v1alpha1.ReasonInsecureURL)}},
		"nothing allows what is always refused": {[]change{remoteURL("http://localhost/"), allowPrivate, allowInsecure("true")}, []finding{configuration(v1alpha1.ReasonInvalidURL)}},

		"a group that is missing": {
			[]change{func(in *validate.Input) { in.Group = nil }},
			[]finding{group(v1alpha1.ReasonGroupNotFound)},
		},
		"a group that is being deleted": {
			[]change{func(in *validate.Input) { in.Group.DeletionTimestamp = &metav1.Time{} }},
			[]finding{group(v1alpha1.ReasonGroupTerminating)},
		},

		"a CA bundle that is missing": {
			[]change{caBundle(nil)},
			[]finding{ca(v1alpha1.ReasonCABundleNotFound, "spec.caBundleRef.name")},
		},
		"a CA bundle in another key": {
			[]change{caBundle(digest.Digest{"other.crt": {Certificates: 1}})},
			[]finding{ca(v1alpha1.ReasonCABundleKeyNotFound, `"ca.crt"`, "spec.caBundleRef.key")},
		},
		"a CA bundle in a ConfigMap without keys": {
			[]change{caBundle(digest.Digest{})},
			[]finding{ca(v1alpha1.ReasonCABundleKeyNotFound, `"ca.crt"`)},
		},
		"a CA bundle without certificates": {
			[]change{caBundle(digest.Digest{"ca.crt": {}, "other.crt": {Certificates: 1}})},
			[]finding{ca(v1alpha1.ReasonCABundleInvalid, `"ca.crt"`)},
		},
		"a CA bundle that is empty": {
			[]change{caBundle(digest.Digest{"ca.crt": {}})},
			[]finding{ca(v1alpha1.ReasonCABundleInvalid, `"ca.crt"`)},
		},
		"no CA bundle is needed": {
			[]change{caBundle(nil), func(in *validate.Input) { in.Endpoint.Spec.CABundleRef = nil }},
			none,
		},

		"a tool config that is missing": {
			[]change{noToolConfig},
			[]finding{configuration(v1alpha1.ReasonToolConfigNotFound, `MCPToolConfig "filter"`, "spec.toolConfigRef")},
		},
		"no tool config is needed": {
			[]change{noToolConfig, func(in *validate.Input) { in.Endpoint.Spec.ToolConfigRef = nil }},
			none,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			requireFindings(t, tt.want, validate.Endpoint(input(tt.changes...)))
		})
	}
}

func TestAServerIsNotSaidToBeReplaceable(t *testing.T) {
	problems := validate.Endpoint(input(heldBy(kind.MCPServer)))
	require.Len(t, problems, 1)
	assert.NotContains(t, problems[0].Message, v1alpha1.ReplacesAnnotation)
}
