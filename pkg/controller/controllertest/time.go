// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package controllertest

import (
	"testing/synctest"
	"time"
)

// Pass lets virtual time pass, and waits until nothing moves. Outside of virtual time it panics, so that no test sleeps in truth.
// Only the test itself may call it, not what runs beside it.
func Pass(d time.Duration) {
	synctest.Wait()
	time.Sleep(d) //nolint:forbidigo // virtual: without it, Wait has panicked
	synctest.Wait()
}
