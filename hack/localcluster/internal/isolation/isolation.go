// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

// The node's network, which no other network on the machine can collide with.
const (
	// NodeAddress is the node's own address.
	NodeAddress = "10.244.0.1"
	// MachineAddress is an address of the node at which pods may reach the machine.
	MachineAddress = "10.244.0.2"
	// PodRange are the addresses of pods, and those above.
	PodRange = "10.244.0.0/16"
	// ServiceRange are the addresses of Services.
	ServiceRange = "10.96.0.0/16"
)

// Paths that lead to other files inside than outside.
const (
	// Home is where the cluster's directory is inside, besides where it is outside. No path of a Unix socket in it gets too long.
	Home = "/run/localcluster"
	// ContainerdSocket is containerd's address inside.
	ContainerdSocket = "/run/containerd/containerd.sock"
)

// hidden are the directories that are empty at the start inside, and whose content is lost at the end: programs of a node write
// there whatever one tells them.
var hidden = []string{"/run", "/var/lib", "/var/log"}

// pidFile, in the cluster's directory, has the id of the first process inside, as the machine counts.
const pidFile = "node.pid"

// Spec says what to run.
type Spec struct {
	// Dir is the path of the cluster's directory.
	Dir string `json:"dir"`
	// Temporary has the directory removed at the end. Otherwise only what the node has put into it is.
	Temporary bool `json:"temporary"`
	// Cgroup is the name of a cgroup to be made, which is removed at the end with those below it.
	Cgroup string `json:"cgroup"`
	// Args are the arguments of this program inside.
	Args []string `json:"args"`
	// Files is how many open files, from number 3 on, the program inside gets.
	Files int `json:"files"`
}
