// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"context"
	"io"
	"net/http"
	"regexp"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// readyInterval is how often a starting operator is asked whether it is ready.
const readyInterval = 20 * time.Millisecond

// OperatorOptions say how an operator is started.
type OperatorOptions struct {
	// Binary is the path of the program.
	Binary string
	// Kubeconfig says which cluster it serves, and as whom.
	Kubeconfig string
	// Args are further arguments of "operator run".
	Args []string
	// Log gets what the operator logs, if it is not nil.
	Log io.Writer
}

// Operator is an operator that runs as a child process of this one.
type Operator struct {
	PID        int
	HealthURL  string // of /healthz and /readyz, without a path
	MetricsURL string

	process *process
}

// StartOperator starts an operator on free ports of the loopback interface, and returns when its caches are synced. Whether it
// is the leader by then is another matter.
func StartOperator(ctx context.Context, o OperatorOptions) (*Operator, error) {
	args := append([]string{"run", "--kubeconfig", o.Kubeconfig,
		"--health-address", "127.0.0.1:0", "--metrics-address", "127.0.0.1:0"}, o.Args...)
	p := newProcess("the operator", o.Binary, args...)
	endWithParent(p.command.SysProcAttr, syscall.SIGKILL)
	served := make(chan service, 2)
	var output io.Writer = &lineWriter{each: func(line string) {
		p.tail.add(line)
		if s, ok := parseServing(line); ok {
			served <- s
		}
	}}
	if o.Log != nil {
		output = io.MultiWriter(o.Log, output)
	}
	p.command.Stdout, p.command.Stderr = output, output
	if err := p.start(); err != nil {
		return nil, err
	}
	operator := &Operator{PID: p.command.Process.Pid, process: p}
	if err := operator.awaitReady(ctx, served); err != nil {
		p.kill()
		return nil, err
	}
	return operator, nil
}

// service is what the operator serves at an address.
type service struct{ name, address string }

var serving = regexp.MustCompile(`"Serving" what="(\w+)" address="([^"]+)"`)

func parseServing(line string) (service, bool) {
	match := serving.FindStringSubmatch(line)
	if match == nil {
		return service{}, false
	}
	return service{name: match[1], address: match[2]}, true
}

func (o *Operator) awaitReady(ctx context.Context, served <-chan service) error {
	for o.HealthURL == "" || o.MetricsURL == "" {
		select {
		case s := <-served:
			if s.name == "metrics" {
				o.MetricsURL = "http://" + s.address + "/metrics"
			} else {
				o.HealthURL = "http://" + s.address
			}
		case <-o.process.done:
			return o.process.endedByItself()
		case <-ctx.Done():
			return o.process.failure("is not ready: " + context.Cause(ctx).Error())
		}
	}
	err := wait.PollUntilContextCancel(ctx, readyInterval, true, func(ctx context.Context) (bool, error) {
		select {
		case <-o.process.done:
			return false, o.process.endedByItself()
		default:
			return isOK(ctx, o.HealthURL+"/readyz"), nil
		}
	})
	if wait.Interrupted(err) {
		return o.process.failure("is not ready: " + context.Cause(ctx).Error())
	}
	return err
}

func isOK(ctx context.Context, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// Stop lets the operator end in order, as a deleted Pod does, and returns how it ended.
func (o *Operator) Stop() error {
	return o.process.stop(func() error { return o.process.command.Process.Signal(syscall.SIGTERM) })
}

// Kill ends the operator in the middle of whatever it does.
func (o *Operator) Kill() { o.process.kill() }

// Done is closed when the operator has ended.
func (o *Operator) Done() <-chan struct{} { return o.process.done }

// Wait waits for the operator's end. The error has the last lines of its log.
func (o *Operator) Wait() error { return o.process.wait() }
