// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// requireNothingTold requires that no value of a Secret in the namespace is anywhere else: in any object of the cluster, in the operator's log and
// metrics, and in the logs of processes.
func (s *operated) requireNothingTold(t *testing.T, logs ...fmt.Stringer) {
	t.Helper()
	values := s.secretValues(t)
	told := everything(t)
	log, err := os.ReadFile(s.log)
	require.NoError(t, err)
	require.Contains(t, string(log), "Response Body", "the operator logs all that it reads")
	told["the operator's log"] = string(log)
	told["the operator's metrics"] = s.metrics(t)
	for i, log := range logs {
		told[fmt.Sprint("log ", i)] = log.String()
	}
	for where, text := range told {
		for key, value := range values {
			for _, spelling := range spellings(value) {
				if strings.Contains(text, spelling) {
					t.Errorf("the value of %s is in %s", key, where)
				}
			}
		}
	}
}

// secretValues are the values of all Secrets of the namespace, by where they are.
func (s *operated) secretValues(t *testing.T) map[string]string {
	t.Helper()
	secrets, err := kube.CoreV1().Secrets(s.namespace).List(t.Context(), metav1.ListOptions{})
	require.NoError(t, err)
	values := map[string]string{}
	for _, secret := range secrets.Items {
		for key, value := range secret.Data {
			values[secret.Name+"/"+key] = strings.TrimPrefix(string(value), "Bearer ")
		}
	}
	require.NotEmpty(t, values)
	return values
}

// everything are all objects of the cluster but its Secrets, of every resource that can be listed, as JSON.
func everything(t *testing.T) map[string]string {
	t.Helper()
	client, err := dynamic.NewForConfig(config)
	require.NoError(t, err)
	lists, err := kube.Discovery().ServerPreferredResources()
	require.NoError(t, err)
	told := map[string]string{}
	for _, list := range lists {
		version, err := schema.ParseGroupVersion(list.GroupVersion)
		require.NoError(t, err)
		for _, resource := range list.APIResources {
			if !slices.Contains(resource.Verbs, "list") || version.Group == "" && resource.Name == "secrets" {
				continue
			}
			objects, err := client.Resource(version.WithResource(resource.Name)).List(t.Context(), metav1.ListOptions{})
			require.NoError(t, err, resource.Name)
			for _, object := range objects.Items {
				encoded, err := json.Marshal(object.Object)
				require.NoError(t, err)
				told[fmt.Sprintf("%s %s/%s", resource.Name, object.GetNamespace(), object.GetName())] = string(encoded)
			}
		}
	}
	require.NotEmpty(t, told)
	return told
}

// spellings are a value as it is, and as base64 has it after any text.
func spellings(value string) []string {
	all := []string{value}
	for before := range 3 {
		encoded := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + value))
		// Each character has six bits. Those at both ends may have some of what is beside the value.
		all = append(all, encoded[(before*8+5)/6:(before+len(value))*8/6])
	}
	return all
}

func (s *operated) metrics(t *testing.T) string {
	t.Helper()
	answer, err := http.Get(s.operator.MetricsURL)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NotEmpty(t, text)
	return string(text)
}

func TestValuesAreFoundInBase64(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"s3cret-one", "as3cret-oneb", "aas3cret-one", "aaas3cret-onebb"} {
		encoded := base64.StdEncoding.EncodeToString([]byte(text))
		found := func(spelling string) bool { return strings.Contains(encoded, spelling) }
		assert.True(t, slices.ContainsFunc(spellings("s3cret-one"), found), text)
	}
	assert.NotContains(t, base64.StdEncoding.EncodeToString([]byte("s3cret-two")), spellings("s3cret-one")[1])
}
