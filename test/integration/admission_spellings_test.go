// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	applyv1beta1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1beta1"
)

// olderSpellings are specs by what is special about them, and those of the older kinds by their resources.
var olderSpellings = map[string]struct {
	kind  string
	specs map[string]string
}{
	"mcpremoteproxies": {"MCPRemoteProxy", map[string]string{
		"inline": `{
			"remoteURL": "https://mcp.example.com", "port": 9000, "groupRef": "team",
			"oidcConfig": {"type": "inline", "resourceUrl": "https://a", "inline": {"issuer": "https://idp", "clientId": "c", "thvCABundlePath": "/ca.crt"}},
			"telemetry": {"openTelemetry": {"serviceName": "a", "headers": ["a=b"]}, "prometheus": {"enabled": true}}}`,
		"kubernetes": `{
			"remoteURL": "https://mcp.example.com", "groupRef": "team",
			"oidcConfig": {"type": "kubernetes", "kubernetes": {"serviceAccount": "a", "namespace": "b", "audience": "c", "issuer": "https://k",
				"jwksUrl": "https://k/jwks", "introspectionUrl": "https://k/i", "useClusterAuth": false}}}`,
		"configmap": `{
			"remoteURL": "https://mcp.example.com", "groupRef": "team",
			"oidcConfig": {"type": "configMap", "configMap": {"name": "oidc", "key": "idp.json", "caBundleRef": {"configMapRef": {"name": "ca", "key": "ca.pem"}}}}}`,
	}},
	"mcpserverentries": {"MCPServerEntry", map[string]string{
		"entry": `{
			"remoteURL": "https://mcp.example.com", "transport": "sse", "groupRef": "team", "caBundleRef": {"name": "ca", "key": "ca.pem"},
			"headerForward": {"addHeadersFromSecrets": [{"headerName": "A", "valueSecretRef": {"name": "s", "key": "k"}}]}}`,
	}},
}

// R1.7: what is spelled the older way is stored and served that way, in both versions, without a field lost.
func TestOlderSpellingsAreStored(t *testing.T) {
	namespace := shared.createNamespace(t, "test-")
	group := v1beta1.SchemeGroupVersion
	for resource, legacy := range olderSpellings {
		for form, spec := range legacy.specs {
			for _, version := range []string{"v1alpha1", "v1beta1"} {
				t.Run(legacy.kind+" "+form+" "+version, func(t *testing.T) {
					name := form + "-" + version
					written := newObject(t, group.Group+"/"+version, legacy.kind, name, spec)
					_, err := shared.dynamic(t, group.WithResource(resource).GroupResource().WithVersion(version), namespace).
						Create(testContext(t), written, metav1.CreateOptions{FieldValidation: metav1.FieldValidationStrict})
					require.NoError(t, err)
					stored, err := shared.dynamic(t, group.WithResource(resource), namespace).Get(testContext(t), name, metav1.GetOptions{})
					require.NoError(t, err)
					requireIncludes(t, written.Object["spec"], stored.Object["spec"])
				})
			}
		}
	}
	for _, resource := range []string{"mcpremoteproxies", "mcpserverentries"} {
		assert.Regexp(t, `v1beta1 .*https://mcp\.example\.com`, kubectl(t, "-n", namespace, "get", resource))
	}
}

// R1.7, of the status: the operator keeps what another wrote there in the older spelling.
func TestTheOlderSpellingOfAStatusIsStored(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createProxy(t, namespace, olderProxy("a"))
	shared.awaitProxy(t, namespace, "a", func(p *v1beta1.MCPRemoteProxy) bool { return p.Status.Phase != "" })
	const url = "https://search.example.com"
	proxies := shared.dynamic(t, v1beta1.SchemeGroupVersion.WithResource("mcpremoteproxies"), namespace)
	_, err := proxies.Patch(testContext(t), "a", types.MergePatchType, []byte(`{"status": {"externalURL": "`+url+`"}}`), metav1.PatchOptions{}, "status")
	require.NoError(t, err)
	_, err = proxies.Patch(testContext(t), "a", types.MergePatchType, []byte(`{"spec": {"proxyPort": 9090}}`), metav1.PatchOptions{})
	require.NoError(t, err)
	proxy := shared.awaitProxy(t, namespace, "a", func(p *v1beta1.MCPRemoteProxy) bool { return p.Status.ObservedGeneration == 2 })
	assert.Equal(t, url, proxy.Status.DeprecatedExternalURL)
}

// requireIncludes requires that got is want but for members that defaults added.
func requireIncludes(t *testing.T, want, got any) {
	t.Helper()
	fields, isObject := want.(map[string]any)
	if !isObject {
		require.EqualValues(t, want, got) // Clients read numbers as int64, encoding/json as float64.
		return
	}
	require.IsType(t, want, got)
	for name, value := range fields {
		requireIncludes(t, value, got.(map[string]any)[name])
	}
}

// R1.8: the generated clients write, read, apply and extract either spelling.
func TestClientsKeepSpellings(t *testing.T) {
	namespace := shared.createNamespace(t, "test-")
	proxies := shared.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace)
	for name, ref := range map[string]v1beta1.MCPGroupRefOrName{
		"older":   {Name: "team", Plain: true},
		"present": {Name: "team"},
	} {
		t.Run(name, func(t *testing.T) {
			created, err := proxies.Create(testContext(t), &v1beta1.MCPRemoteProxy{
				ObjectMeta: metav1.ObjectMeta{Name: name},
				Spec:       v1beta1.MCPRemoteProxySpec{DeprecatedRemoteURL: remoteURL, GroupRef: &ref},
			}, metav1.CreateOptions{})
			require.NoError(t, err)
			assert.Equal(t, &ref, created.Spec.GroupRef)

			apply := metav1.ApplyOptions{FieldManager: "test", Force: true}
			applied, err := proxies.Apply(testContext(t), applyv1beta1.MCPRemoteProxy(name, namespace).
				WithSpec(applyv1beta1.MCPRemoteProxySpec().WithDeprecatedRemoteURL(remoteURL).WithGroupRef(ref)), apply)
			require.NoError(t, err)
			assert.Equal(t, &ref, applied.Spec.GroupRef)
			extracted, err := applyv1beta1.ExtractMCPRemoteProxy(applied, "test")
			require.NoError(t, err)
			assert.Equal(t, &ref, extracted.Spec.GroupRef)

			// Moving to the other spelling is one apply, too.
			other := v1beta1.MCPGroupRefOrName{Name: ref.Name, Plain: !ref.Plain}
			applied, err = proxies.Apply(testContext(t), applyv1beta1.MCPRemoteProxy(name, namespace).
				WithSpec(applyv1beta1.MCPRemoteProxySpec().WithDeprecatedRemoteURL(remoteURL).WithGroupRef(other)), apply)
			require.NoError(t, err)
			assert.Equal(t, &other, applied.Spec.GroupRef)
		})
	}
	list, err := proxies.List(testContext(t), metav1.ListOptions{})
	require.NoError(t, err)
	assert.Len(t, list.Items, 2)
}

// R5.7: the API server cannot refuse all that is no reference, and clients read on all the same.
func TestOddGroupRefsAreReadable(t *testing.T) {
	namespace := shared.createNamespace(t, "test-")
	resource := shared.dynamic(t, v1beta1.SchemeGroupVersion.WithResource("mcpremoteproxies"), namespace)
	for name, ref := range map[string]string{"a-number": `5`, "a-boolean": `true`, "a-list": `["team"]`} {
		object := newObject(t, v1beta1.SchemeGroupVersion.String(), "MCPRemoteProxy", name, `{"remoteUrl": "https://mcp.example.com", "groupRef": `+ref+`}`)
		_, err := resource.Create(testContext(t), object, metav1.CreateOptions{})
		require.NoError(t, err)
		read, err := shared.toolhive.ToolhiveV1beta1().MCPRemoteProxies(namespace).Get(testContext(t), name, metav1.GetOptions{})
		require.NoError(t, err)
		assert.Equal(t, ref, read.Spec.GroupRef.Name)
	}
}

// A user who looks a field up finds both spellings.
func TestKubectlExplainsSpellings(t *testing.T) {
	for field, want := range map[string][]string{
		"mcpremoteproxies":                       {"MCPRemoteProxy is deprecated: use MCPRemoteEndpoint"},
		"mcpremoteproxies.spec":                  {"remoteUrl", "remoteURL", "port", "proxyPort", "oidcConfig", "oidcConfigRef", "telemetry", "telemetryConfigRef"},
		"mcpremoteproxies.spec.remoteURL":        {"the older spelling of remoteUrl"},
		"mcpremoteproxies.spec.groupRef":         {"The older spelling is the group's name alone", "name"},
		"mcpremoteproxies.spec.oidcConfig":       {"kubernetes", "configMap", "inline", "as was usual before oidcConfigRef"},
		"mcpserverentries.spec.groupRef":         {"The older spelling is the group's name alone", "name"},
		"mcpserverentries.spec.caBundleRef.name": {"older spelling of configMapRef.name"},
	} {
		t.Run(field, func(t *testing.T) {
			text := strings.Join(strings.Fields(kubectl(t, "explain", field)), " ")
			for _, words := range want {
				assert.Contains(t, text, words)
			}
		})
	}
}
