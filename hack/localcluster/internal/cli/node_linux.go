// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/cluster"
	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/isolation"
	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/relay"
)

// machineSocket, in the cluster's directory, is where pods' connections to the machine's loopback address pass through.
const machineSocket = "machine.sock"

// startNode runs this program once more, as the command insideCommand, in namespaces of its own.
func startNode(f flags, s streams) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	paths := append([]string{self, f.Kubeconfig, f.AuditLog, f.TokenAuthFile}, f.images...)
	if err := errors.Join(isolation.Check(), isolation.CheckPaths(paths...)); err != nil {
		return err
	}
	dir, err := cluster.OpenDirectory(f.dir)
	if err != nil {
		return err
	}
	err = f.startNodeIn(dir, s)
	return errors.Join(err, dir.Close())
}

func (f flags) startNodeIn(dir *cluster.Directory, s streams) error {
	if err := isolation.CheckPaths(dir.Path()); err != nil {
		return err
	}
	api, files, err := f.listen()
	if err != nil {
		return err
	}
	if f.exposeLoopback {
		machine, err := listenUnix(dir, machineSocket)
		if err != nil {
			return err
		}
		defer func() { _ = errors.Join(machine.Close(), os.Remove(filepath.Join(dir.Path(), machineSocket))) }()
		go relay.Machine(machine)
	}
	cgroup := "localcluster-" + strconv.Itoa(os.Getpid())
	// Of a flag that is given twice the last counts.
	args := append([]string{insideCommand}, os.Args[2:]...)
	args = append(args, "--dir="+dir.Path(), "--port="+strconv.Itoa(api), "--stop-with-stdin=false", "--cgroup="+cgroup)
	spec := isolation.Spec{Dir: dir.Path(), Temporary: dir.Temporary(), Cgroup: cgroup, Args: args}
	node, err := isolation.Start(spec, files, dir.Lock())
	if err != nil {
		return err
	}
	for _, file := range files {
		_ = file.Close() // the node has its own
	}
	f.pass(node, s)
	err = node.Wait()
	if _, failed := errors.AsType[*exec.ExitError](err); failed {
		return errReported
	}
	return err
}

// listen opens the loopback ports at which the machine reaches the node: that of the API server, whose number it returns, and that of
// the SOCKS server.
func (f flags) listen() (api int, files []*os.File, err error) {
	for _, number := range []int{f.Port, 0} {
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(number)))
		if errors.Is(err, syscall.EADDRINUSE) {
			return 0, nil, fmt.Errorf("port %d of 127.0.0.1 is taken by another program: stop that program, or choose another port", number)
		}
		if err != nil {
			return 0, nil, fmt.Errorf("find a port: %w", err)
		}
		if api == 0 {
			api = listener.Addr().(*net.TCPAddr).Port
		}
		file, err := listener.(*net.TCPListener).File()
		if err := errors.Join(err, listener.Close()); err != nil {
			return 0, nil, fmt.Errorf("pass on a port: %w", err)
		}
		files = append(files, file)
	}
	return api, files, nil
}

// listenUnix listens on a Unix socket in the directory, whose path may be longer than that of a socket.
func listenUnix(dir *cluster.Directory, name string) (net.Listener, error) {
	opened, err := os.Open(dir.Path())
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	if err := os.RemoveAll(filepath.Join(dir.Path(), name)); err != nil {
		return nil, err
	}
	listener, err := net.Listen("unix", fmt.Sprintf("/proc/self/fd/%d/%s", opened.Fd(), name))
	if err != nil {
		return nil, err
	}
	listener.(*net.UnixListener).SetUnlinkOnClose(false) // that path is another's then
	return listener, nil
}

// pass passes signals on to the node from now on, and the end of standard input, if it counts. A second signal to stop ends the node
// at once.
func (f flags) pass(node *isolation.Node, s streams) {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	other := make(chan os.Signal, 1)
	signal.Notify(other, syscall.SIGUSR1, syscall.SIGUSR2)
	go func() {
		for one := range other {
			node.Signal(one)
		}
	}()
	go func() {
		<-stop
		node.Signal(syscall.SIGTERM)
		<-stop
		node.Kill()
	}()
	if f.stopWithStdin {
		go func() {
			_, _ = io.Copy(io.Discard, s.in)
			node.Signal(syscall.SIGTERM)
		}()
	}
}
