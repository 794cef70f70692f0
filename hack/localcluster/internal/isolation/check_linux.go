// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// needed are the programs that a node runs but this one does not contain. Those of the network are where Debian puts them.
var needed = []string{
	"containerd", "containerd-shim-runc-v2", "ctr", "runc", "iptables",
	"/usr/lib/cni/host-local", "/usr/lib/cni/loopback", "/usr/lib/cni/portmap", "/usr/lib/cni/ptp",
}

// Check says what this process lacks for a node.
func Check() error { return check(os.Geteuid(), exec.LookPath) }

func check(user int, lookPath func(string) (string, error)) error {
	if user != 0 {
		return errors.New("a node needs root: it makes namespaces, mounts and cgroups")
	}
	var missing []string
	for _, program := range needed {
		if _, err := lookPath(program); err != nil {
			missing = append(missing, program)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("a node needs %s: on Debian hack/install-containerd.sh installs them", strings.Join(missing, ", "))
	}
	return nil
}

// CheckPaths refuses paths that lead to other files inside. Empty ones are none.
func CheckPaths(paths ...string) error {
	for _, path := range paths {
		absolute, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		for _, dir := range hidden {
			if path != "" && strings.HasPrefix(absolute, dir+"/") {
				return fmt.Errorf("%s: a node has a %s of its own: choose a path that is not below it", path, dir)
			}
		}
	}
	return nil
}
