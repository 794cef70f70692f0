// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

func TestParseQuantity(t *testing.T) {
	for _, text := range []string{"0", "0.5", "500m", "128Mi", "1e3", "1E-3", "1e99", "-1"} {
		quantity, err := pod.ParseQuantity(text)
		require.NoError(t, err, text)
		assert.NotEmpty(t, quantity.String())
	}
	for _, text := range []string{"", "lots", "1e1.5", "1e100", "1e99999999", "1e-99999999", strings.Repeat("9", 1000000)} {
		_, err := pod.ParseQuantity(text)
		require.ErrorContains(t, err, "write a quantity such as 500m")
		assert.Less(t, len(err.Error()), 300)
	}
}

// Nothing that a template says keeps the operator busy: these would take Kubernetes minutes to decode, or to write, and the test as long.
func TestLongExponentsInATemplate(t *testing.T) {
	for name, template := range map[string]string{
		"spec.containers[0].resources.limits.cpu":                                       `{"spec": {"containers": [{"name": "vmcp", "resources": {"limits": {"cpu": %q}}}]}}`,
		"spec.initContainers[0].resources.requests.memory":                              `{"spec": {"initContainers": [{"name": "a", "resources": {"requests": {"memory": %q}}}]}}`,
		"spec.containers[0].env[0].valueFrom.resourceFieldRef.divisor":                  `{"spec": {"containers": [{"name": "vmcp", "env": [{"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu", "divisor": %q}}}]}]}}`,
		"spec.volumes[0].emptyDir.sizeLimit":                                            `{"spec": {"volumes": [{"name": "a", "emptyDir": {"sizeLimit": %q}}]}}`,
		"spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests.storage": `{"spec": {"volumes": [{"name": "a", "ephemeral": {"volumeClaimTemplate": {"spec": {"resources": {"requests": {"storage": %q}}}}}}]}}`,
		"spec.overhead.cpu": `{"spec": {"overhead": {"cpu": %q}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			assert.Empty(t, faultsOf(fmt.Sprintf(template, "1e3")))
			_, err := pod.Decode(fmt.Appendf(nil, template, "1e3"))
			require.NoError(t, err)
			for _, quantity := range []string{"1e99999999", "1e-99999999"} {
				faults := faultsOf(fmt.Sprintf(template, quantity))
				_, err := pod.Decode(fmt.Appendf(nil, template, quantity))
				require.Len(t, faults, 1)
				assert.Contains(t, faults[0].Message, "spec.podTemplateSpec."+name+`: "`+quantity+`" is no quantity`)
				assert.ErrorContains(t, err, name)
			}
		})
	}
	t.Run("where no quantity stands", func(t *testing.T) {
		assert.Empty(t, faultsOf(`{"spec": {"containers": [{"name": "vmcp", "env": [{"name": "COMMIT", "value": "1e99999999"}]}]}}`))
	})
}

// What the CRD admits of spec.proxyConfig.resources and what is admitted in a template is written alike.
func TestQuantitiesAreThoseOfTheCRD(t *testing.T) {
	crd, err := os.ReadFile("../../../manifests/crds/toolhive.stacklok.dev_mcpremoteendpoints.yaml")
	require.NoError(t, err)
	assert.Equal(t, 2, strings.Count(string(crd), "self.matches(r'"+pod.QuantityForm+"')"))
}
