// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Package isolation runs this program, and all that it starts, in Linux namespaces of its own: process ids, mounts and network.
//
// A node of Kubernetes leaves much behind: containers and the processes that watch them, mounts, network devices, hundreds of
// firewall rules. In namespaces the kernel removes all of that when the first process ends, however it ends, and nodes side by side
// do not see each other. What is left are cgroups and files; a process outside, the keeper, removes those.
//
// There are four processes, each the child of the one before:
//
//   - the caller of Start, which a user can interrupt, or kill;
//   - the keeper, in a session of its own. When the caller ends it kills the next one, and when that has ended it cleans up;
//   - the first process of the namespaces, which prepares them and then only passes signals on and buries orphans;
//   - the program that was asked for.
package isolation
