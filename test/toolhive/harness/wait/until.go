// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package wait

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	// patience is long: what is waited for takes less than a second on an idle machine.
	patience = time.Minute
	interval = 20 * time.Millisecond
)

// Until returns once the condition holds, which is looked at in the test's own goroutine, so that it may end the test. What goes into
// the message of a test that fails because the condition does not hold in time.
func Until(t *testing.T, what fmt.Stringer, condition func() bool) {
	t.Helper()
	deadline, tick := time.NewTimer(patience), time.NewTicker(interval)
	defer deadline.Stop()
	defer tick.Stop()
	for !condition() {
		select {
		case <-deadline.C:
			require.FailNow(t, "what was waited for did not happen", "%s", what)
		case <-tick.C:
		}
	}
}
