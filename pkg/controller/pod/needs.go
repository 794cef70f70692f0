// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package pod

import (
	"slices"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

// Needs is what a program's configuration relies on in its container.
type Needs struct {
	// Env is in the order in which it was asked for; names are unique.
	Env []Env
	// Files are read by the program; paths are unique.
	Files []File
	// Reads are keys of Secrets that the program reads through the API, and does not watch. It starts without them.
	Reads []v1beta1.SecretKeyRef
	// ClusterToken means that the program reads the token of the pod's service account, and the cluster's CA certificates.
	ClusterToken bool
}

// Env is a variable of the container: a literal value, or the value of a Secret's key.
type Env struct {
	Name   string
	Value  string
	Secret *v1beta1.SecretKeyRef
	// Optional means that the program does without it if there is no such Secret, or no such key. Pods would not start otherwise.
	Optional bool
}

// File is a file of the container that holds the value of one key of a Secret or ConfigMap.
type File struct {
	// Volume is the name of the pod's volume, before it is shortened.
	Volume string
	// Path is absolute.
	Path string
	// Kind is kind.Secret or kind.ConfigMap.
	Kind kind.Kind
	Name string
	Key  string
	// SubPath means that other files are put into the same directory.
	SubPath bool
	// Optional means that the program does without the file if there is no such ConfigMap, or no such key. Pods would not start otherwise.
	Optional bool
}

// AddEnv adds a variable, unless it is there already.
func (n *Needs) AddEnv(name, value string) {
	if !n.HasEnv(name) {
		n.Env = append(n.Env, Env{Name: name, Value: value})
	}
}

// AddSecretEnv adds a variable with the value of a Secret's key, unless it is there already.
func (n *Needs) AddSecretEnv(name string, ref v1beta1.SecretKeyRef) {
	if !n.HasEnv(name) {
		n.Env = append(n.Env, Env{Name: name, Secret: &ref})
	}
}

// AddOptionalSecretEnv does the same for one that the program can do without.
func (n *Needs) AddOptionalSecretEnv(name string, ref v1beta1.SecretKeyRef) {
	if !n.HasEnv(name) {
		n.Env = append(n.Env, Env{Name: name, Secret: &ref, Optional: true})
	}
}

// HasEnv says whether there is a variable of that name.
func (n *Needs) HasEnv(name string) bool {
	return slices.ContainsFunc(n.Env, func(env Env) bool { return env.Name == name })
}
