// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package process

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"time"
)

// Spec says what to run.
type Spec struct {
	// Name is what messages call the program.
	Name string
	// Path of the executable, absolute, or its name, to be looked for in PATH.
	Path string
	// Args after the program's own name.
	Args []string
	// Dir is the working directory.
	Dir string
	// Log is the path of the file that the program's output is added to.
	Log string
	// Stream gets a copy of the output, each line with the program's name before it. Nil means no copy.
	Stream io.Writer
}

// Process is a running child.
type Process struct {
	spec     Spec
	cmd      *exec.Cmd
	logStart int64
	stopping atomic.Bool
	done     chan struct{}
}

// Start runs the program in a process group of its own, so that a Ctrl-C in the terminal reaches the parent only and the
// parent decides in which order its children stop.
func Start(spec Spec) (*Process, error) {
	log, err := os.OpenFile(spec.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", spec.Name, err)
	}
	logStart, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("find the end of the log of %s: %w", spec.Name, err), log.Close())
	}

	cmd := exec.Command(spec.Path, spec.Args...)
	cmd.Dir = spec.Dir
	cmd.SysProcAttr = ownGroup()
	cmd.Stdout = output(spec, log)
	cmd.Stderr = cmd.Stdout
	// Nothing is ever written to this pipe. Its end tells the child that the parent is gone, also where the kernel has no
	// other way to say so.
	if _, err := cmd.StdinPipe(); err != nil {
		return nil, errors.Join(fmt.Errorf("make the pipe to %s: %w", spec.Name, err), log.Close())
	}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", spec.Name, err), log.Close())
	}

	p := &Process{spec: spec, cmd: cmd, logStart: logStart, done: make(chan struct{})}
	go func() {
		defer close(p.done)
		_ = cmd.Wait() // how it ended is read from cmd.ProcessState
		_ = log.Close()
	}()
	return p, nil
}

// output is the log file itself where possible: then the program's last words are in it whatever becomes of the parent.
func output(spec Spec, log *os.File) io.Writer {
	if spec.Stream == nil {
		return log
	}
	return io.MultiWriter(log, &linePrefixer{prefix: spec.Name + ": ", to: spec.Stream})
}

// Done is closed when the child has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Stopping says whether Stop was called, that is whether an end is expected.
func (p *Process) Stopping() bool { return p.stopping.Load() }

// Stop asks the child to end, kills it after the grace period, and returns when it has ended.
func (p *Process) Stop(grace time.Duration) {
	p.stopping.Store(true)
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // fails only when the child has ended already
	select {
	case <-p.done:
	case <-time.After(grace):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

// EndError says how the child ended and shows the end of its log. To be called when Done is closed.
func (p *Process) EndError() error {
	return fmt.Errorf("%s ended: %s\n%s", p.spec.Name, p.cmd.ProcessState, p.LogTail())
}

// LogTail is the end of what this child wrote, under a heading that names the log file.
func (p *Process) LogTail() string {
	return tail(p.spec.Log, p.logStart)
}
