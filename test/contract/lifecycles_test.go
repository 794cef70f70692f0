// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// The differences in what comes of a change.
const (
	urlFollowsPort     = "url-follows-port"
	noStaleConditions  = "no-stale-conditions"
	watchedInputs      = "watched-inputs"
	repairedDrift      = "repaired-drift"
	noFinalizers       = "no-finalizers"
	urlOfRefusedRemote = "url-of-refused-remote"
	othersLabels       = "labels-of-others"
	noLeftovers        = "no-leftovers"
)

// lifeCycle is a recorded change of a proxy, or of what belongs to it.
type lifeCycle struct {
	// before and after are the recordings that the proxy is compared with, if any, and the differences from them.
	before, after recording
	// faulty is how the proxy is before the change, if it is not in order.
	faulty *refusal
	change func(*situation)
	// writes are the resources of the objects that are written for the change.
	writes string
	// check is what must hold after the change, when new pods have been rolled out.
	check func(*situation)
	// differences from what ToolHive's operator did about the change, and whether its recording shows them.
	differences []string
	shown       func(aftermath) bool
}

// aftermath is what ToolHive's operator made of a change.
type aftermath struct {
	outcome
	// rendering is nil where it is not recorded.
	*rendering
}

func readAftermath(t *testing.T, name string) aftermath {
	t.Helper()
	folder := filepath.Join(name, "after")
	after := aftermath{outcome: readOutcome(t, folder)}
	if exists(filepath.Join(folder, "runconfig.json")) {
		after.rendering = readRendering(t, folder)
	}
	return after
}

type recording struct {
	folder     string
	particular []difference
}

// recorded is the recording in a folder of the case itself.
func recorded(folder string, particular ...difference) recording {
	return recording{folder, particular}
}

func (r recording) requireSame(s *situation, name string) {
	s.Helper()
	if r.folder == "" {
		return
	}
	theirs, ours := readRendering(s.T, filepath.Join(name, r.folder)), s.rendered()
	for _, d := range r.particular {
		require.True(s, d.changes(theirs, ours), "the difference %q shows", d.name)
	}
	for _, d := range s.general() {
		d.apply(theirs, ours)
	}
	assert.Empty(s, compare(theirs, ours), r.folder)
}

func TestChangesEndAsTheyDoWithToolHive(t *testing.T) {
	for name, c := range lifeCycles {
		t.Run(name, func(t *testing.T) {
			play(t, name, nil, func(s *situation) {
				c.before.requireSame(s, name)
				if f := c.faulty; f != nil {
					s.requireFailed(f.condition, f.reason, f.names)
				} else {
					s.rollOut()
					s.requireReady()
				}
				c.change(s)
				s.settle()
				assert.Equal(s, c.writes, strings.Join(resources(s.made), " "))
				c.after.requireSame(s, name)
				s.rollOut()
				c.check(s)
				s.requireQuiet()
			})
			require.Equal(t, len(c.differences) > 0, c.shown != nil && c.shown(readAftermath(t, name)), "ToolHive's operator did otherwise")
		})
	}
}

// resources are those of the children, in the order of the alphabet.
func resources(children []string) []string {
	var names []string
	for _, child := range children {
		resource, _, _ := strings.Cut(child, "/")
		names = append(names, resource)
	}
	return slices.Sorted(slices.Values(names))
}

// edit changes the configuration of the proxy.
func edit(change func(*v1alpha1.ProxyConfig)) func(*situation) {
	return func(s *situation) {
		endpoint := s.live()
		change(endpoint.Spec.ProxyConfig)
		s.Update(s, endpoint)
	}
}

// update changes another object of the case, given by its kind and name.
func update[T controllertest.Object](object T, change func(T)) func(*situation) {
	return func(s *situation) {
		live := controllertest.Get(s, s.Cluster, object)
		change(live)
		s.Update(s, live)
	}
}

func remove(object controllertest.Object) func(*situation) {
	return func(s *situation) { s.Delete(s, object) }
}

func create(object controllertest.Object) func(*situation) {
	return func(s *situation) { s.Create(s, object) }
}

// failed is for what is wrong after the change. What runs, and its URL, stay.
func failed(condition, reason, names string) func(*situation) {
	return func(s *situation) {
		s.requireFailed(condition, reason, names)
		require.NotEmpty(s, s.live().Status.URL)
	}
}

// all makes one check of several.
func all(checks ...func(*situation)) func(*situation) {
	return func(s *situation) {
		for _, check := range checks {
			check(s)
		}
	}
}
