// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Run is what "make run" starts: it shows the operator at work on the examples, in a control plane of its own or, with KUBECONFIG
// set, in a cluster that exists.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	s := showcase{out: os.Stdout, progress: os.Stderr, kubeconfig: os.Getenv("KUBECONFIG")}
	flag.BoolVar(&s.once, "once", false, "end after showing the result, in place of staying up")
	flag.DurationVar(&s.timeout, "timeout", time.Minute, "how long the examples may take to settle")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	signal.Ignore(syscall.SIGPIPE) // To stop in order matters more than who still reads, as in "make run | tee file".
	context.AfterFunc(ctx, stop)   // A second signal ends this process, and with it all that it started.
	if err := s.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "run:", err)
		os.Exit(1)
	}
}
