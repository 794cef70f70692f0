// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/yaml"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
)

// admissionCases is testdata/admission.yaml.
type admissionCases struct {
	Bases map[string]map[string]any `json:"bases"`
	Cases []struct {
		Name    string         `json:"name"`
		Base    string         `json:"base"`
		Accept  map[string]any `json:"accept"`
		Refuse  map[string]any `json:"refuse"`
		Message string         `json:"message"`
	} `json:"cases"`
}

func readAdmissionCases(t *testing.T) admissionCases {
	t.Helper()
	content, err := os.ReadFile("testdata/admission.yaml")
	require.NoError(t, err)
	var cases admissionCases
	require.NoError(t, yaml.UnmarshalStrict(content, &cases))
	return cases
}

// R1.1: one object that passes each rule, and one that is refused, with a message that says what to do.
func TestAdmission(t *testing.T) {
	cases := readAdmissionCases(t)
	namespace := shared.createNamespace(t, "test-")
	for _, c := range cases.Cases {
		t.Run(c.Name, func(t *testing.T) {
			base := cases.Bases[c.Base]
			require.NotNil(t, base, "base %q", c.Base)
			require.NoError(t, dryRun(t, namespace, merge(base, c.Accept)))
			err := dryRun(t, namespace, merge(base, c.Refuse))
			require.True(t, apierrors.IsInvalid(err), "refused as invalid: %v", err)
			assert.Contains(t, err.Error(), c.Message)
		})
	}
}

// Every rule that a CRD states in CEL has a case above.
func TestAdmissionCasesAreComplete(t *testing.T) {
	cases := readAdmissionCases(t)
	files, err := filepath.Glob(filepath.Join(crdDir, "toolhive.*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		var crd any
		require.NoError(t, yaml.Unmarshal(content, &crd))
		for _, message := range ruleMessages(crd) {
			covered := strings.Contains(message, "spec.type cannot change") // TestTypeCannotChange
			for _, c := range cases.Cases {
				covered = covered || strings.Contains(message, c.Message)
			}
			assert.True(t, covered, "%s: no case for the rule %q", filepath.Base(file), message)
		}
	}
}

// ruleMessages collects the messages of all CEL rules below a node.
func ruleMessages(node any) []string {
	var messages []string
	switch n := node.(type) {
	case []any:
		for _, child := range n {
			messages = append(messages, ruleMessages(child)...)
		}
	case map[string]any:
		if rules, ok := n["x-kubernetes-validations"].([]any); ok {
			for _, rule := range rules {
				message, _ := rule.(map[string]any)["message"].(string)
				messages = append(messages, message)
			}
		}
		for _, child := range n {
			messages = append(messages, ruleMessages(child)...)
		}
	}
	return messages
}

// R1.2: the type is immutable, also by way of its default; everything else can change.
func TestTypeCannotChange(t *testing.T) {
	namespace := shared.newNamespace(t)
	shared.createEndpoint(t, namespace, direct("a"))
	patch := func(patch string) error {
		_, err := shared.toolhive.ToolhiveV1alpha1().MCPRemoteEndpoints(namespace).
			Patch(testContext(t), "a", types.MergePatchType, []byte(patch), metav1.PatchOptions{})
		return err
	}
	for _, toProxy := range []string{
		`{"spec": {"type": "proxy", "proxyConfig": {"oidcConfig": {"type": "kubernetes"}}}}`,
		`{"spec": {"type": null, "proxyConfig": {"oidcConfig": {"type": "kubernetes"}}}}`,
	} {
		err := patch(toProxy)
		require.True(t, apierrors.IsInvalid(err), "%v", err)
		assert.Contains(t, err.Error(), "spec.type cannot change after creation: delete this endpoint and create one of the other type")
	}
	require.NoError(t, patch(`{"spec": {"remoteURL": "https://other.example.com"}}`))
	shared.awaitEndpoint(t, namespace, "a", func(e *v1alpha1.MCPRemoteEndpoint) bool {
		return isReady(e) && e.Status.URL == "https://other.example.com"
	})
}

// The URL rules of the CRD and those of the controller judge one corpus.
func TestAdmissionOfURLs(t *testing.T) {
	content, err := os.ReadFile("../../pkg/controller/remote/validate/testdata/remote-urls.yaml")
	require.NoError(t, err)
	var corpus []struct {
		URL       string `json:"url"`
		Class     string `json:"class"`
		Admission string `json:"admission"`
		Why       string `json:"why"`
	}
	require.NoError(t, yaml.UnmarshalStrict(content, &corpus))
	require.GreaterOrEqual(t, len(corpus), 80)
	namespace := shared.createNamespace(t, "test-")
	base := readAdmissionCases(t).Bases["direct"]
	for _, c := range corpus {
		t.Run(c.Why, func(t *testing.T) {
			for _, allowPrivate := range []bool{false, true} {
				err := dryRun(t, namespace, merge(base, map[string]any{"spec": map[string]any{
					"remoteURL": c.URL, "allowPrivateEndpoint": allowPrivate,
				}}))
				admitted := c.Class == "ok" || c.Class == "private" && allowPrivate || c.Admission == "ok"
				assert.Equal(t, admitted, err == nil, "%q, allowPrivateEndpoint %v: %v", c.URL, allowPrivate, err)
			}
		})
	}
}

// merge applies a JSON merge patch, as far as objects and lists go.
func merge(base, patch map[string]any) map[string]any {
	merged := maps.Clone(base)
	for key, value := range patch {
		into, isObject := merged[key].(map[string]any)
		change, isChange := value.(map[string]any)
		switch {
		case value == nil:
			delete(merged, key)
		case isObject && isChange:
			merged[key] = merge(into, change)
		default:
			merged[key] = value
		}
	}
	return merged
}

// dryRun asks the API server whether it would create an object.
func dryRun(t *testing.T, namespace string, content map[string]any) error {
	t.Helper()
	encoded, err := json.Marshal(content) // a copy, in the types that JSON has
	require.NoError(t, err)
	object := &unstructured.Unstructured{}
	require.NoError(t, object.UnmarshalJSON(encoded))
	resource, _ := meta.UnsafeGuessKindToResource(object.GroupVersionKind())
	_, err = shared.dynamic(t, resource, namespace).Create(testContext(t), object, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
	return err
}
