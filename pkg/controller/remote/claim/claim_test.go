// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package claim_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/claim"
)

// object is a claimant in short. Its UID is empty where it does not matter.
type object struct {
	kind     kind.Kind
	second   int
	replaces kind.Kind
	uid      types.UID
	going    bool
	foreign  bool
	pending  string
}

func (o object) claimant() claim.Claimant {
	meta := &metav1.ObjectMeta{
		Namespace: "ns", Name: "same", UID: o.uid,
		CreationTimestamp: metav1.NewTime(time.Date(2026, 1, 1, 0, 0, o.second, 0, time.UTC)),
	}
	if o.replaces != "" {
		meta.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: string(o.replaces)}
	}
	if o.going {
		meta.DeletionTimestamp = &metav1.Time{Time: meta.CreationTimestamp.Add(time.Hour)}
	}
	return claim.Claimant{Kind: o.kind, Object: meta, Foreign: o.foreign, Pending: o.pending}
}

func server(second int) object { return object{kind: kind.MCPServer, second: second} }

func proxy(second int) object { return object{kind: kind.MCPRemoteProxy, second: second} }

func entry(second int) object { return object{kind: kind.MCPServerEntry, second: second} }

func endpoint(second int) object { return object{kind: kind.MCPRemoteEndpoint, second: second} }

func (o object) replacing(k kind.Kind) object {
	o.replaces = k
	return o
}

func (o object) called(uid types.UID) object {
	o.uid = uid
	return o
}

// elsewhere is another operator's.
func (o object) elsewhere() object {
	o.foreign = true
	return o
}

// leaving is being deleted, and still there.
func (o object) leaving() object {
	o.going = true
	return o
}

type objects = []object

// waiting cannot take over yet.
func (o object) waiting() object {
	o.pending = "something is wrong with it"
	return o
}

// tests list the claimants of a name with its holder in front.
var tests = map[string]objects{
	"the only claimant holds the name": {endpoint(1)},

	// R2.13: the one that came first keeps working.
	"an older server":   {server(1), endpoint(2)},
	"an older proxy":    {proxy(1), endpoint(2)},
	"an older entry":    {entry(1), endpoint(2)},
	"a younger server":  {endpoint(1), server(2)},
	"a younger proxy":   {endpoint(1), proxy(2)},
	"a younger entry":   {endpoint(1), entry(2)},
	"the oldest of all": {entry(1), proxy(2), server(3), endpoint(4)},

	"in the same second a server comes before a proxy":       {server(1), proxy(1)},
	"in the same second a proxy comes before an entry":       {proxy(1), entry(1)},
	"in the same second an entry comes before an endpoint":   {entry(1), endpoint(1)},
	"in the same second a server comes before all":           {server(1), entry(1), endpoint(1), proxy(1)},
	"in the same second, of one kind, the lesser UID counts": {endpoint(1).called("a"), endpoint(1).called("b")},
	"age counts before kind":                                 {endpoint(1), server(2), proxy(3)},
	"age counts before UID":                                  {endpoint(1).called("b"), endpoint(2).called("a")},
	"kind counts before UID":                                 {proxy(1).called("b"), endpoint(1).called("a")},

	// R4.3: an endpoint takes over the legacy object that it replaces.
	"a younger endpoint replaces a proxy":                   {endpoint(2).replacing(kind.MCPRemoteProxy), proxy(1)},
	"an endpoint of the same second replaces a proxy":       {endpoint(1).replacing(kind.MCPRemoteProxy), proxy(1)},
	"an older endpoint replaces a proxy":                    {endpoint(1).replacing(kind.MCPRemoteProxy), proxy(2)},
	"a younger endpoint replaces an entry":                  {endpoint(2).replacing(kind.MCPServerEntry), entry(1)},
	"an endpoint that replaces what is gone counts by age":  {entry(1), endpoint(2).replacing(kind.MCPRemoteProxy)},
	"an endpoint that replaces another kind does not count": {proxy(1), endpoint(2).replacing(kind.MCPServerEntry)},

	"a server is never replaced":                  {server(1), endpoint(2).replacing(kind.MCPServer)},
	"an endpoint is never replaced":               {endpoint(1).called("b"), endpoint(2).replacing(kind.MCPRemoteEndpoint).called("a")},
	"a kind that does not exist replaces nothing": {proxy(1), endpoint(2).replacing("mcpremoteproxy")},
	"a legacy object replaces nothing":            {entry(1), proxy(2).replacing(kind.MCPServerEntry)},

	"who replaces the oldest has its age":                      {endpoint(3).replacing(kind.MCPRemoteProxy), proxy(1), entry(2)},
	"who replaces the second is still behind the oldest":       {entry(1), endpoint(3).replacing(kind.MCPRemoteProxy), proxy(2)},
	"who replaces an old object comes before a younger server": {endpoint(3).replacing(kind.MCPServerEntry), entry(1), server(2)},
	"who replaces a young object is still behind a server":     {server(1), endpoint(3).replacing(kind.MCPServerEntry), entry(2)},
	"who replaces a younger object keeps its own age":          {endpoint(1).replacing(kind.MCPRemoteProxy), entry(2), proxy(3)},

	"what another operator serves is not replaced": {proxy(1).elsewhere(), endpoint(2).replacing(kind.MCPRemoteProxy)},
	"nor given back to it":                         {endpoint(1).replacing(kind.MCPRemoteProxy).leaving(), proxy(2).elsewhere()},

	// R4.3: to delete the endpoint hands the name back, before it is gone.
	"an endpoint that is going gives back what it replaced":  {proxy(1), endpoint(2).replacing(kind.MCPRemoteProxy).leaving()},
	"even to an object that came later":                      {entry(2), endpoint(1).replacing(kind.MCPServerEntry).leaving()},
	"but not to one that is going as well":                   {endpoint(1).replacing(kind.MCPServerEntry).leaving(), entry(2).leaving()},
	"an endpoint that is going and replaces nothing stays":   {endpoint(1).leaving(), proxy(2)},
	"a replaced object that is going does not get its place": {endpoint(2).replacing(kind.MCPRemoteProxy), proxy(1).leaving()},

	// R4.3: until an endpoint can take over, the object that it is to replace goes on.
	"an endpoint that cannot replace a proxy yet waits":         {proxy(1), endpoint(2).replacing(kind.MCPRemoteProxy).waiting()},
	"even one that is older":                                    {proxy(2), endpoint(1).replacing(kind.MCPRemoteProxy).waiting()},
	"and one that cannot replace an entry":                      {entry(1), endpoint(2).replacing(kind.MCPServerEntry).waiting()},
	"but not for an object that is going":                       {endpoint(1).replacing(kind.MCPRemoteProxy).waiting(), proxy(2).leaving()},
	"nor for one that is gone":                                  {endpoint(1).replacing(kind.MCPRemoteProxy).waiting()},
	"nor for what another operator serves":                      {endpoint(1).replacing(kind.MCPRemoteProxy).waiting(), proxy(2).elsewhere()},
	"nor for what it is not to replace":                         {endpoint(1).replacing(kind.MCPRemoteProxy).waiting(), entry(2)},
	"a third one that is older has the name all the same":       {server(1), proxy(2), endpoint(3).replacing(kind.MCPRemoteProxy).waiting()},
	"who waits and is going does not count either":              {proxy(2), endpoint(1).replacing(kind.MCPRemoteProxy).waiting().leaving()},
	"who waits does not lend the age of the object to a server": {proxy(1), server(2), endpoint(3).replacing(kind.MCPRemoteProxy).waiting()},

	// Manifests that are applied together are created in the same second.
	"who replaces a proxy comes before an entry of the same second":    {endpoint(1).replacing(kind.MCPRemoteProxy), proxy(1), entry(1)},
	"who replaces a proxy is behind a server of the same second":       {server(1), endpoint(1).replacing(kind.MCPRemoteProxy), proxy(1)},
	"who replaces an old proxy comes before an entry of that second":   {endpoint(2).replacing(kind.MCPRemoteProxy), proxy(1), entry(1)},
	"who replaces an old entry is behind a proxy of that second":       {proxy(1), endpoint(2).replacing(kind.MCPServerEntry), entry(1)},
	"who replaces an entry is behind a proxy that has the same second": {proxy(1), endpoint(1).replacing(kind.MCPServerEntry), entry(1)},
}

func TestHolder(t *testing.T) {
	for name, claimants := range tests {
		t.Run(name, func(t *testing.T) {
			want := claimants[0].claimant()
			for _, order := range permutations(claimants) {
				var all []claim.Claimant
				for _, o := range order {
					all = append(all, o.claimant())
				}
				before := slices.Clone(all)
				holder := claim.Holder(all)
				require.NotNil(t, holder)
				assert.Equal(t, want, *holder, "claimants in the order %v", order)
				assert.Equal(t, before, all, "the claimants are left as they were")
			}
		})
	}
}

// R4.3: what was made under the name goes from hand to hand, and to nobody else.
func TestPredecessors(t *testing.T) {
	for name, tt := range map[string]struct {
		claimants objects // the holder first
		want      []kind.Kind
	}{
		"an endpoint":                              {objects{endpoint(1)}, nil},
		"an endpoint that replaces a proxy":        {objects{endpoint(1).replacing(kind.MCPRemoteProxy)}, []kind.Kind{kind.MCPRemoteProxy}},
		"an endpoint that replaces an entry":       {objects{endpoint(1).replacing(kind.MCPServerEntry)}, []kind.Kind{kind.MCPServerEntry}},
		"an endpoint that cannot replace a kind":   {objects{endpoint(1).replacing(kind.MCPServer)}, nil},
		"a proxy":                                  {objects{proxy(1)}, []kind.Kind{kind.MCPRemoteEndpoint}},
		"a proxy whose endpoint replaces no more":  {objects{proxy(1), endpoint(2)}, []kind.Kind{kind.MCPRemoteEndpoint}},
		"an entry beside the successor of a proxy": {objects{entry(1), endpoint(2).replacing(kind.MCPRemoteProxy)}, nil},
		"a server": {objects{server(1)}, nil},
		"an endpoint beside a proxy of another operator": {objects{endpoint(1).replacing(kind.MCPRemoteProxy), proxy(2).elsewhere()}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var all []claim.Claimant
			for _, o := range tt.claimants {
				all = append(all, o.claimant())
			}
			assert.Equal(t, tt.want, claim.Predecessors(all[0], all))
		})
	}
}

// R4.3: both the endpoint and the object that it is to replace wait, and nobody else does.
func TestPending(t *testing.T) {
	const waiting = "something is wrong with it"
	for name, tt := range map[string]struct {
		claimants objects
		want      []string // of each
	}{
		"an endpoint that waits":            {objects{proxy(1), endpoint(2).replacing(kind.MCPRemoteProxy).waiting()}, []string{waiting, waiting}},
		"an endpoint that does not":         {objects{proxy(1), endpoint(2).replacing(kind.MCPRemoteProxy)}, []string{"", ""}},
		"beside a third one":                {objects{server(1), entry(2), endpoint(3).replacing(kind.MCPServerEntry).waiting()}, []string{"", waiting, waiting}},
		"without the object":                {objects{entry(2), endpoint(1).replacing(kind.MCPRemoteProxy).waiting()}, []string{"", ""}},
		"an endpoint that is going":         {objects{proxy(1), endpoint(2).replacing(kind.MCPRemoteProxy).waiting().leaving()}, []string{"", ""}},
		"an object of another operator":     {objects{proxy(1).elsewhere(), endpoint(2).replacing(kind.MCPRemoteProxy).waiting()}, []string{"", ""}},
		"an endpoint that replaces nothing": {objects{proxy(1), endpoint(2)}, []string{"", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			var all []claim.Claimant
			for _, o := range tt.claimants {
				all = append(all, o.claimant())
			}
			for i, c := range all {
				assert.Equal(t, tt.want[i], claim.Pending(c, all), c.Kind)
			}
		})
	}
}

func TestHasTakenOver(t *testing.T) {
	endpoint := &v1alpha1.MCPRemoteEndpoint{}
	endpoint.Status.Conditions = []metav1.Condition{{Type: v1alpha1.ConditionTakenOver, Status: metav1.ConditionTrue}}
	assert.False(t, claim.HasTakenOver(endpoint), "it replaces nothing")
	endpoint.Annotations = map[string]string{v1alpha1.ReplacesAnnotation: string(kind.MCPServerEntry)}
	assert.True(t, claim.HasTakenOver(endpoint))
	endpoint.Status.Conditions[0].Status = metav1.ConditionFalse
	assert.False(t, claim.HasTakenOver(endpoint))
}

func TestHolderOfANameThatNobodyClaims(t *testing.T) {
	assert.Nil(t, claim.Holder(nil))
	assert.Nil(t, claim.Holder([]claim.Claimant{}))
}

// Whatever the claimants, somebody holds the name: an endpoint that replaces an object puts itself in its place.
func TestHolderIsAlwaysOneOfTheClaimants(t *testing.T) {
	kinds := append([]kind.Kind{""}, claim.Kinds...)
	for _, last := range slices.Concat(
		mapped(kinds, func(k kind.Kind) object { return endpoint(1).replacing(k) }),
		mapped(kinds, func(k kind.Kind) object { return endpoint(1).replacing(k).waiting() }),
	) {
		for _, order := range permutations(objects{server(1), proxy(1), entry(1), last}) {
			for size := 1; size <= len(order); size++ {
				var all []claim.Claimant
				for _, o := range order[:size] {
					all = append(all, o.claimant())
				}
				holder := claim.Holder(all)
				require.NotNil(t, holder)
				assert.Contains(t, all, *holder)
			}
		}
	}
}

func mapped[T any](kinds []kind.Kind, of func(kind.Kind) T) []T {
	var all []T
	for _, k := range kinds {
		all = append(all, of(k))
	}
	return all
}

// permutations returns the objects in every order.
func permutations(all objects) []objects {
	if len(all) == 0 {
		return []objects{nil}
	}
	var orders []objects
	for i, first := range all {
		rest := slices.Delete(slices.Clone(all), i, i+1)
		for _, order := range permutations(rest) {
			orders = append(orders, append(objects{first}, order...))
		}
	}
	return orders
}
