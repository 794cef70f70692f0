// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// options are the flags.
type options struct {
	direct  []int
	proxies []int
	workers int
	turns   int
	settle  time.Duration
	binary  string
}

func parseOptions(args []string) (options, error) {
	o := options{workers: 16, turns: 3, settle: 10 * time.Second}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	direct := flags.String("endpoints", "1000,10000", "numbers of direct endpoints to measure with, separated by commas")
	proxies := flags.String("proxies", "1000", "numbers of proxies to measure with, separated by commas")
	flags.IntVar(&o.workers, "workers", o.workers, "workers of the operator, and of the dumb client")
	flags.IntVar(&o.turns, "turns", o.turns, "turns of each client; more of them make up for a machine that is busy with other things")
	flags.DurationVar(&o.settle, "settle", o.settle, "how long to wait for requests that should not come, and before memory is read")
	flags.StringVar(&o.binary, "operator", "", "operator to measure; left out, the one of this repository is built")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	var err error
	if o.direct, err = parseSizes(*direct); err != nil {
		return o, fmt.Errorf("-endpoints: %w", err)
	}
	if o.proxies, err = parseSizes(*proxies); err != nil {
		return o, fmt.Errorf("-proxies: %w", err)
	}
	if len(o.loads()) == 0 {
		return o, errors.New("there is nothing to measure: set -endpoints or -proxies")
	}
	if o.workers < 1 {
		return o, fmt.Errorf("-workers: %d is not enough: use at least 1", o.workers)
	}
	if o.turns < 1 {
		return o, fmt.Errorf("-turns: %d is not enough: use at least 1", o.turns)
	}
	return o, nil
}

// parseSizes returns none for an empty list.
func parseSizes(list string) ([]int, error) {
	if list == "" {
		return nil, nil
	}
	var sizes []int
	for field := range strings.SplitSeq(list, ",") {
		size, err := strconv.Atoi(field)
		if err != nil || size < 1 {
			return nil, fmt.Errorf("%q is not a number of endpoints", field)
		}
		sizes = append(sizes, size)
	}
	return sizes, nil
}
