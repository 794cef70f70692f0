// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

// endpoint is of generation 2; its status is about the observed one.
func endpoint(name string, ready metav1.ConditionStatus, observed int64) *v1alpha1.MCPRemoteEndpoint {
	e := &v1alpha1.MCPRemoteEndpoint{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: name, Generation: 2}}
	if observed > 0 {
		e.Status.Conditions = []metav1.Condition{{
			Type: v1alpha1.ConditionReady, Status: ready, Reason: "Because", Message: "So it is", ObservedGeneration: observed,
		}}
	}
	return e
}

func TestUnseenNamesWhatIsWithoutAStatusForTheirGeneration(t *testing.T) {
	assert.Equal(t, []string{"ns/gateway", "ns/new", "ns/old"}, unseen([]*v1alpha1.MCPRemoteEndpoint{
		endpoint("old", metav1.ConditionTrue, 1),
		endpoint("seen", metav1.ConditionFalse, 2),
		endpoint("new", "", 0),
	}, []*v1beta1.VirtualMCPServer{{ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "gateway"}}}))
}

func TestJudge(t *testing.T) {
	for _, test := range []struct {
		name   string
		ready  metav1.ConditionStatus
		broken sets.Set[string]
		want   string
	}{
		{name: "an example that is Ready is right", ready: metav1.ConditionTrue},
		{name: "an example that is broken on purpose is right", ready: metav1.ConditionFalse, broken: sets.New("one")},
		{
			name: "any other that is not Ready is wrong", ready: metav1.ConditionFalse,
			want: "not Ready, though nothing is wrong with the example: one",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := judge([]*v1alpha1.MCPRemoteEndpoint{endpoint("one", test.ready, 2)}, test.broken)
			if test.want == "" {
				assert.NoError(t, err)
				return
			}
			assert.EqualError(t, err, test.want)
		})
	}
}

func TestFormatEndpoints(t *testing.T) {
	assert.Equal(t, `good
  ✓ Ready: So it is

bad (broken on purpose)
  ✗ Ready, Because: So it is

`, formatEndpoints([]*v1alpha1.MCPRemoteEndpoint{
		endpoint("good", metav1.ConditionTrue, 2), endpoint("bad", metav1.ConditionFalse, 2),
	}, sets.New("bad")))
}

func TestFormatWaiting(t *testing.T) {
	pending := endpoint("proxy", metav1.ConditionFalse, 2)
	pending.Status.Phase = v1alpha1.PhasePending
	all := []*v1alpha1.MCPRemoteEndpoint{endpoint("good", metav1.ConditionTrue, 2), pending}
	assert.NoError(t, judge(all, nil), "a proxy that waits is right")
	assert.Contains(t, formatWaiting(all, 0), "no node")
	assert.Contains(t, formatWaiting(all, 3), "being started")
	assert.Empty(t, formatWaiting(all[:1], 0))
}

func TestWrap(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a text that fits stays on its line", "✓ one two", "> ✓ one two"},
		{"a longer one goes on in further lines", "✓ one two three", "> ✓ one two\n  three"},
		{"a word that is too long stays whole", "✓ unbreakable one", "> ✓\n  unbreakable\n  one"},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, wrap(test.text, "> ", "  ", 11))
		})
	}
}

func TestFormatTableShowsWhatKubectlShows(t *testing.T) {
	assert.Equal(t, "NAME   URL   AGE\na            1s\n", formatTable(&metav1.Table{
		ColumnDefinitions: []metav1.TableColumnDefinition{{Name: "Name"}, {Name: "URL"}, {Name: "Group", Priority: 1}, {Name: "Age"}},
		Rows:              []metav1.TableRow{{Cells: []any{"a", nil, "g", "1s"}}},
	}))
}
