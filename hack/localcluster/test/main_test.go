// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// parentEnv has this test program play the parent that dies.
const parentEnv = "LOCALCLUSTER_TEST_PARENT"

func TestMain(m *testing.M) {
	if path := os.Getenv(parentEnv); path != "" {
		playParent(path)
	}
	os.Exit(m.Run())
}

// playParent starts a cluster, tells its process id and kubeconfig, and waits to be killed.
func playParent(path string) {
	command := exec.Command(path, "start", "--stop-with-stdin")
	_, errIn := command.StdinPipe()
	stdout, errOut := command.StdoutPipe()
	if errIn != nil || errOut != nil || command.Start() != nil {
		os.Exit(1)
	}
	lines := bufio.NewScanner(stdout)
	lines.Scan()
	fmt.Printf("%d %s\n", command.Process.Pid, strings.TrimPrefix(lines.Text(), "ready kubeconfig="))
	_, _ = io.Copy(io.Discard, os.Stdin)
}
