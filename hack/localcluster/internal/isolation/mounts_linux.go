// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// sysctls are the values that the kubelet wants, or else sets. They belong to the machine, so it is shown them and sets none.
var sysctls = map[string]string{
	"kernel/keys/root_maxbytes": "25000000",
	"kernel/keys/root_maxkeys":  "1000000",
	"kernel/panic":              "10",
	"kernel/panic_on_oops":      "1",
	"vm/overcommit_memory":      "1",
	"vm/panic_on_oom":           "0",
}

// mountAll makes the file system that the node sees.
func mountAll(dir string) error {
	// What is mounted from here on stays inside; what is unmounted outside goes inside, too. Containers may pass their mounts on.
	if err := mount("", "/", "", unix.MS_REC|unix.MS_SLAVE); err != nil {
		return err
	}
	if err := mount("", "/", "", unix.MS_REC|unix.MS_SHARED); err != nil {
		return err
	}
	if err := mount("proc", "/proc", "proc", 0); err != nil {
		return err
	}
	for _, path := range hidden {
		if err := mount("tmpfs", path, "tmpfs", 0); err != nil {
			return err
		}
	}
	if err := os.Mkdir(Home, 0o700); err != nil {
		return err
	}
	if err := bind(dir, Home); err != nil {
		return err
	}
	return showSysctls()
}

func showSysctls() error {
	for name, value := range sysctls {
		shown, path := filepath.Join("/run/sysctl", name), filepath.Join("/proc/sys", name)
		if err := os.MkdirAll(filepath.Dir(shown), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(shown, []byte(value+"\n"), 0o644); err != nil {
			return err
		}
		if err := bind(shown, path); err != nil {
			return err
		}
	}
	return nil
}

func bind(source, target string) error { return mount(source, target, "", unix.MS_BIND) }

func mount(source, target, fstype string, flags uintptr) error {
	if err := unix.Mount(source, target, fstype, flags, ""); err != nil {
		return fmt.Errorf("mount %s: %w", target, err)
	}
	return nil
}
