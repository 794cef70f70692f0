// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Refusal is a child that the API server does not admit as it is wanted. To try again does not help before something changes.
type Refusal struct {
	State
	Message string
}

// Result is what came of operations.
type Result struct {
	// Applied are the children as they are after they were applied, by kind.
	Applied  map[kind.Kind]Object
	Refusals []Refusal
}

// Run makes the requests, stage by stage, and those of a stage side by side. A child that could not be applied stops what would come after.
// The error is never a refusal; it is worth another try.
func (s *Set) Run(ctx context.Context, ops []Op) (Result, error) {
	result := Result{Applied: map[kind.Kind]Object{}, Refusals: malformed(ops)}
	if len(result.Refusals) > 0 {
		return result, nil
	}
	for _, stage := range stages(ops) {
		outcomes := make([]outcome, len(stage))
		for i := range stage {
			outcomes[i].op = &stage[i]
		}
		err := inParallel(outcomes, func(o *outcome) error { return s.run(ctx, o) })
		for _, o := range outcomes {
			o.addTo(&result)
		}
		if err != nil || len(result.Refusals) > 0 {
			return result, err
		}
	}
	return result, nil
}

// stages puts operations in order: what refers to others comes after these, and deletions come last.
func stages(ops []Op) [][]Op {
	stages := make([][]Op, 4)
	for _, op := range ops {
		n := stageOf(op)
		stages[n] = append(stages[n], op)
	}
	return stages
}

func stageOf(op Op) int {
	switch {
	case op.Verb == Delete:
		return 3
	case op.Kind == kind.Deployment: // Its pods need all the others.
		return 2
	case op.Kind == kind.RoleBinding, // Who may do what the Role allows can bind it, and that is looked up.
		op.Kind == kind.MCPServerEntry: // It names the Service's port.
		return 1
	}
	return 0
}

// outcome is what came of one operation.
type outcome struct {
	op      *Op
	applied Object
	refusal string
}

func (o *outcome) addTo(result *Result) {
	if o.applied != nil {
		result.Applied[o.op.Kind] = o.applied
	}
	if o.refusal != "" {
		result.Refusals = append(result.Refusals, Refusal{State: o.op.State, Message: o.refusal})
	}
}

func (s *Set) run(ctx context.Context, o *outcome) (err error) {
	switch o.op.Verb {
	case Delete:
		err = s.remove(ctx, o.op.State)
	case Adopt:
		adopted := o.op.State
		if adopted.Live, err = s.adopt(ctx, o.op.State); err == nil {
			o.applied, err = s.apply(ctx, adopted)
		}
	default:
		o.applied, err = s.apply(ctx, o.op.State)
	}
	if refused(err) {
		o.refusal = err.Error()
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s %s %q: %w", o.op.Verb, o.op.Kind, o.op.Name.Name, err)
	}
	return nil
}

// apply names the object that was observed, if there was one: another that has taken its name since is not touched.
func (s *Set) apply(ctx context.Context, state State) (Object, error) {
	wanted := state.Wanted
	if state.Live != nil {
		wanted = wanted.DeepCopyObject().(Object)
		wanted.SetUID(state.Live.GetUID())
	}
	applied, err := s.store(state.Kind).apply(ctx, state.Live, wanted)
	if uidChanged(err) {
		return nil, apierrors.NewConflict(state.Kind.Resource().GroupResource(), state.Name.Name, err)
	}
	return applied, err
}

// uidChanged says whether a request was invalid because the object is another by now.
func uidChanged(err error) bool {
	cause, ok := apierrors.StatusCause(err, metav1.CauseTypeFieldValueInvalid)
	return ok && cause.Field == "metadata.uid"
}

func (s *Set) remove(ctx context.Context, state State) error {
	if err := s.delete(ctx, state.Kind, state.Name, state.Live.GetUID()); err != nil {
		return err
	}
	s.store(state.Kind).written.Remove(state.Live)
	return nil
}

// refused says whether the API server will give the same answer to the same request: the object is not valid, or a policy forbids it.
func refused(err error) bool {
	if apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) {
		return false
	}
	return apierrors.IsInvalid(err) || apierrors.IsBadRequest(err) || apierrors.IsForbidden(err) || apierrors.IsRequestEntityTooLargeError(err)
}
