// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"
)

func (s *story) chapter(title string) {
	s.chapters++
	fmt.Printf("\n== %d. %s\n\n", s.chapters, title)
}

// fact says what was seen, now and in the end.
func (s *story) fact(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	s.facts = append(s.facts, text)
	fmt.Println("✓ " + text)
}

func (s *story) summarize() {
	s.chapter("What was seen")
	for _, fact := range s.facts {
		fmt.Println("✓ " + fact)
	}
}

// show prints a command that is about to be run.
func (s *story) show(command string) { fmt.Println("$ " + command) }

// commands runs kubectl with each of these arguments, and shows what is printed.
func (s *story) commands(ctx context.Context, all ...string) error {
	for _, command := range all {
		s.show("kubectl " + command)
		out, err := s.cluster.Kubectl(ctx, strings.Fields(command)...)
		fmt.Println(indent(out))
		if err != nil {
			return err
		}
	}
	return nil
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ") + "\n"
}
