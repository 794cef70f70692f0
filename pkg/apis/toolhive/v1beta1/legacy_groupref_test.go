// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMCPGroupRefOrNameKeepsItsSpelling(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want MCPGroupRefOrName
	}{
		"an object with a name":        {`{"name":"team"}`, MCPGroupRefOrName{Name: "team"}},
		"a name alone":                 {`"team"`, MCPGroupRefOrName{Name: "team", Plain: true}},
		"an empty name, which is none": {`""`, MCPGroupRefOrName{Plain: true}},
	} {
		t.Run(name, func(t *testing.T) {
			var got MCPGroupRefOrName
			require.NoError(t, json.Unmarshal([]byte(c.text), &got))
			assert.Equal(t, c.want, got)
			written, err := json.Marshal(got)
			require.NoError(t, err)
			assert.Equal(t, c.text, string(written))
		})
	}
}

func TestMCPGroupRefOrNameTakesOtherJSONForANameThatNoGroupHas(t *testing.T) {
	for _, text := range []string{`5`, `1.5e3`, `true`, `["team"]`, `{}`, `{"name":5}`, `{"name":""}`, `{"nam":"team"}`} {
		t.Run(text, func(t *testing.T) {
			var got MCPGroupRefOrName
			require.NoError(t, json.Unmarshal([]byte(text), &got))
			assert.Equal(t, MCPGroupRefOrName{Name: text, Plain: true}, got)
		})
	}
}

func TestNullChangesNoMCPGroupRefOrName(t *testing.T) {
	got := MCPGroupRefOrName{Name: "team"}
	require.NoError(t, json.Unmarshal([]byte(`null`), &got))
	assert.Equal(t, MCPGroupRefOrName{Name: "team"}, got)
}

func TestOneOddGroupRefDoesNotStopAList(t *testing.T) {
	var list MCPRemoteProxyList
	require.NoError(t, json.Unmarshal([]byte(`{"items": [{"spec": {"groupRef": [1]}}, {"spec": {"groupRef": null}}, {"spec": {"groupRef": "team"}}]}`), &list))
	require.Len(t, list.Items, 3)
	assert.Equal(t, "[1]", list.Items[0].Spec.GroupRef.Name)
	assert.Nil(t, list.Items[1].Spec.GroupRef)
	assert.Equal(t, "team", list.Items[2].Spec.GroupRef.Name)
}

func FuzzMCPGroupRefOrName(f *testing.F) {
	for _, seed := range []string{`"team"`, `{"name":"team"}`, `{"name":"a","name":"b"}`, `[]`, `"\ud800"`, "\"\xff\"", ` 5 `} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var read MCPGroupRefOrName
		if json.Unmarshal(text, &read) != nil {
			t.Skip("not JSON")
		}
		written, err := json.Marshal(read)
		require.NoError(t, err)
		var again MCPGroupRefOrName
		require.NoError(t, json.Unmarshal(written, &again))
		assert.Equal(t, read, again)
	})
}
