// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

func faultsOf(raw string) []pod.Fault {
	patch := pod.Patch{Raw: []byte(raw), Field: "spec.podTemplateSpec", Container: "vmcp", ServiceAccountField: "spec.serviceAccount"}
	return patch.Faults()
}

func TestPatchesThatCanBeMerged(t *testing.T) {
	for name, raw := range map[string]string{
		"nothing":                      `{}`,
		"something of the container":   `{"spec": {"containers": [{"name": "vmcp", "env": [{"name": "A", "value": "b"}]}]}}`,
		"another container":            `{"spec": {"containers": [{"name": "sidecar", "image": "x", "ports": [{"containerPort": 1}]}]}}`,
		"what merging is told":         `{"spec": {"tolerations": [{"$patch": "replace"}]}}`,
		"labels and annotations":       `{"metadata": {"labels": {"a": "b"}, "annotations": {"a": "b"}}}`,
		"something that is taken away": `{"spec": {"terminationGracePeriodSeconds": null}}`,
	} {
		assert.Empty(t, faultsOf(raw), name)
	}
}

func TestFaultsOfAPatch(t *testing.T) {
	for name, test := range map[string]struct {
		raw           string
		withoutEffect bool
		says          string
	}{
		"it is no object":                {`[]`, false, "spec.podTemplateSpec is no object"},
		"it is no template":              {`{"spec": {"containers": {}}}`, false, "spec.podTemplateSpec is no pod template"},
		"a field is misspelt":            {`{"spec": {"nodeselector": {}}}`, false, "nodeselector"},
		"it changes what pods are":       {`{"metadata": {"labels": {"app": "other"}}}`, false, `"app"`},
		"it changes whose pods they are": {`{"metadata": {"labels": {"app.kubernetes.io/managed-by": "other"}}}`, false, `"app.kubernetes.io/managed-by"`},
		"it says what changed":           {`{"metadata": {"annotations": {"toolhive.stacklok.dev/runconfig-checksum": "x"}}}`, false, "runconfig-checksum"},
		"it cannot be merged":            {`{"spec": {"$patch": "nonsense"}}`, false, "cannot be merged"},
		"it uses an older name":          {`{"spec": {"serviceAccount": "x"}}`, true, "spec.serviceAccount"},
		"another container has a port":   {`{"spec": {"containers": [{"name": "x", "ports": [{"name": "http", "containerPort": 1}]}]}}`, true, `container "x"`},
	} {
		t.Run(name, func(t *testing.T) {
			faults := faultsOf(test.raw)
			require.Len(t, faults, 1)
			assert.Equal(t, test.withoutEffect, faults[0].WithoutEffect)
			assert.Contains(t, faults[0].Message, test.says)
		})
	}
}
