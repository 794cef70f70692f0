// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"syscall"
)

// process is the program that runs the node. It ends with this process, however that ends: it reads the other end of stdin.
type process struct {
	command *exec.Cmd
	stdin   io.Closer
	lines   chan string // of its standard output; closed at its end

	end    sync.Once
	endErr error
}

func startProcess(program string, args []string, progress io.Writer) (*process, error) {
	p := &process{command: exec.Command(program, args...), lines: make(chan string)}
	p.command.Stderr = progress
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // An interrupt from the terminal is for this process, which stops the node in order.
	stdin, err := p.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		return nil, fmt.Errorf("start the node: %w", err)
	}
	p.stdin = stdin
	go func() {
		defer close(p.lines)
		for scanner := bufio.NewScanner(stdout); scanner.Scan(); {
			p.lines <- scanner.Text()
		}
	}()
	return p, nil
}

// next returns the next line of the standard output.
func (p *process) next(ctx context.Context) (string, error) {
	select {
	case line, ok := <-p.lines:
		if !ok {
			return "", fmt.Errorf("the node ended; what it said is above")
		}
		return line, nil
	case <-ctx.Done():
		return "", fmt.Errorf("wait for the node: %w", context.Cause(ctx))
	}
}

func (p *process) stop() error {
	p.end.Do(func() {
		_ = p.stdin.Close()
		for range p.lines { // The pipe has to be read to its end first.
		}
		p.endErr = p.command.Wait()
	})
	return p.endErr
}
