// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package pod does what a kubelet does before it starts a container, as far as a plain process can have it: the files of the
// volumes, the environment, the arguments.
//
// A process has no root file system of its own, so that a folder stands for it, and the paths of volumes are moved there
// wherever the container finds them: in its arguments, its environment and its configuration. One value is changed: the process
// listens on the loopback interface, and not on all interfaces. (The proxy runner then checks the Origin header of browsers as well.)
package pod
