// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"cmp"
	"fmt"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// stopGrace is how long a process may take to end in order before it is killed.
const stopGrace = time.Minute

// process is a child process of this one.
type process struct {
	name    string
	command *exec.Cmd
	tail    tail          // the last lines of what it logged
	done    chan struct{} // closed when it has ended
	err     error         // how it ended; to be read after done

	end    sync.Once
	endErr error // what stop returns
}

// newProcess describes a process in a process group of its own, so that an interrupt from the terminal reaches only this
// process, which ends its children in the right order.
func newProcess(name, path string, args ...string) *process {
	p := &process{name: name, command: exec.Command(path, args...), done: make(chan struct{})}
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return p
}

func (p *process) start() error {
	if err := p.command.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	go func() {
		defer close(p.done)
		if err := p.command.Wait(); err != nil {
			p.err = p.failure("ended: " + err.Error())
		}
	}()
	return nil
}

// failure is an error with the process's last words.
func (p *process) failure(what string) error {
	log := p.tail.String()
	if log == "" {
		return fmt.Errorf("%s %s", p.name, what)
	}
	return fmt.Errorf("%s %s; the last lines of its log:\n%s", p.name, what, log)
}

// endedByItself is the error of a process that has ended and was not asked to.
func (p *process) endedByItself() error { return cmp.Or(p.err, p.failure("ended by itself")) }

// wait returns nil if the process ended in order.
func (p *process) wait() error {
	<-p.done
	return p.err
}

// stop asks the process to end, and kills it if it does not. It is an error if the process ended before anyone asked. Later
// calls return what the first returned.
func (p *process) stop(ask func() error) error {
	p.end.Do(func() { p.endErr = p.stopOnce(ask) })
	return p.endErr
}

func (p *process) stopOnce(ask func() error) error {
	select {
	case <-p.done:
		return p.endedByItself()
	default:
	}
	if err := ask(); err != nil {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	select {
	case <-p.done:
		return p.err
	case <-time.After(stopGrace):
		p.killAndWait()
		return p.failure(fmt.Sprintf("did not end within %s and was killed", stopGrace))
	}
}

// kill ends the process at once; to stop it after that is no error.
func (p *process) kill() { p.end.Do(p.killAndWait) }

func (p *process) killAndWait() {
	// The only error is that it has ended already.
	_ = p.command.Process.Kill()
	<-p.done
}
