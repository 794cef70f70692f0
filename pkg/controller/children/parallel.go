// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	"errors"
	"sync"
)

// inParallel calls f for each item side by side, and joins the errors.
func inParallel[T any](items []T, f func(*T) error) error {
	errs := make([]error, len(items))
	var running sync.WaitGroup
	for i := range items {
		running.Go(func() { errs[i] = f(&items[i]) })
	}
	running.Wait()
	return errors.Join(errs...)
}
