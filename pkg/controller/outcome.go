// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controller

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Recheck is how long it takes until it is tried again to write objects that were in conflict, or were refused, or had to wait for others.
// Nothing else may tell that the cause is gone.
const Recheck = 30 * time.Second

// Outcome says what becomes of a key after it was reconciled. The zero value is Done.
type Outcome struct {
	verb  verb
	after time.Duration
	err   error
}

type verb string

const (
	verbDone  verb = ""
	verbAfter verb = "after"
	verbRetry verb = "retry"
	verbQuiet verb = "quiet"
)

// Done means that the key needs nothing more until something wakes it.
func Done() Outcome { return Outcome{} }

// After means that all went well, and that the key is due again after d.
func After(d time.Duration) Outcome { return Outcome{verb: verbAfter, after: d} }

// Retry means that err stopped the work; it is logged, and the key is tried again with a growing delay.
func Retry(err error) Outcome { return Outcome{verb: verbRetry, err: err} }

// Quiet means that the key is tried again with a growing delay, and that nobody needs to hear of err: a conflict with
// another writer, or a cache that lags behind.
func Quiet(err error) Outcome { return Outcome{verb: verbQuiet, err: err} }

// Classify turns the error of an API call into an Outcome. A key is never dropped: what is not named here is retried. So is an
// object that is not found: if it is gone, the next look at the caches says so, and if its kind is not served for a moment, as
// while an API server starts, it was not gone.
func Classify(err error) Outcome {
	switch {
	case err == nil:
		return Done()
	case apierrors.IsConflict(err), apierrors.IsAlreadyExists(err), apierrors.IsNotFound(err):
		return Quiet(err)
	case apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause):
		return Done()
	default:
		return Retry(err)
	}
}

// String is the Outcome in one word, as the metrics name it: done, after, retry or quiet.
func (o Outcome) String() string {
	if o.verb == verbDone {
		return "done"
	}
	return string(o.verb)
}
