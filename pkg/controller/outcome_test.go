// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controller_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/mcp-remote-endpoint/operator/pkg/controller"
)

func TestClassify(t *testing.T) {
	resource := schema.GroupResource{Resource: "things"}
	kind := schema.GroupKind{Kind: "Thing"}
	conflict := apierrors.NewConflict(resource, "x", errors.New("changed"))
	terminating := &apierrors.StatusError{ErrStatus: metav1.Status{
		Reason:  metav1.StatusReasonForbidden,
		Details: &metav1.StatusDetails{Causes: []metav1.StatusCause{{Type: corev1.NamespaceTerminatingCause}}},
	}}
	tests := map[string]struct {
		err  error
		want controller.Outcome
	}{
		"no error is done":                         {nil, controller.Done()},
		"a terminating namespace is done":          {terminating, controller.Done()},
		"a wrapped terminating namespace is done":  {fmt.Errorf("apply: %w", terminating), controller.Done()},
		"a conflict is quiet":                      {conflict, controller.Quiet(conflict)},
		"an object that came in between is quiet":  quiet(apierrors.NewAlreadyExists(resource, "x")),
		"a wrapped conflict is quiet":              quiet(fmt.Errorf("apply: %w", conflict)),
		"a right that is missing is retried":       retry(apierrors.NewForbidden(resource, "x", errors.New("no"))),
		"an object that is gone is quiet":          quiet(apierrors.NewNotFound(resource, "x")),
		"an object that is refused is retried":     retry(apierrors.NewInvalid(kind, "x", nil)),
		"throttling is retried":                    retry(apierrors.NewTooManyRequests("later", 1)),
		"a time-out of the API server is retried":  retry(apierrors.NewServerTimeout(resource, "patch", 1)),
		"a failure of the API server is retried":   retry(apierrors.NewInternalError(errors.New("etcd"))),
		"an API server that is away is retried":    retry(errors.New("connection refused")),
		"a deadline is retried":                    retry(context.DeadlineExceeded),
		"an expired credential is retried":         retry(apierrors.NewUnauthorized("who?")),
		"an API server that shuts down is retried": retry(apierrors.NewServiceUnavailable("bye")),
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, controller.Classify(tt.err))
		})
	}
}

// classified is an error, and the Outcome that it leads to.
type classified = struct {
	err  error
	want controller.Outcome
}

func quiet(err error) classified { return classified{err, controller.Quiet(err)} }

func retry(err error) classified { return classified{err, controller.Retry(err)} }

func TestOutcomeTellsItsWord(t *testing.T) {
	cause := errors.New("cause")
	for word, outcome := range map[string]controller.Outcome{
		"done":  controller.Done(),
		"after": controller.After(time.Second),
		"retry": controller.Retry(cause),
		"quiet": controller.Quiet(cause),
	} {
		assert.Equal(t, word, outcome.String())
	}
	assert.Zero(t, controller.Done(), "the zero Outcome is Done")
}
