// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"net/http"
)

// Names of the components. Each is also the command of this binary that runs it.
const (
	Etcd              = "etcd"
	APIServer         = "kube-apiserver"
	ControllerManager = "kube-controller-manager"
)

// component is one program of the cluster.
type component struct {
	name  string
	args  []string
	ready probe
}

// endpoints is where the components of one cluster are found.
type endpoints struct {
	dir            string
	apiPort        int
	controllerPort int
	auditLog       string
	controllers    []string
	admin          *http.Client
}

// components in the order of their start.
func components(at endpoints) []component {
	api, controllers := serverURL(at.apiPort), serverURL(at.controllerPort)
	return []component{
		{
			name: Etcd,
			args: etcdArgs(),
			// Connections wait in the socket's backlog until etcd serves; the API server's readiness includes etcd's health.
			ready: exists(at.dir, etcdSocket),
		},
		{
			name:  APIServer,
			args:  apiServerArgs(at.apiPort, at.auditLog),
			ready: answers(at.admin, api+"/readyz", "ok"),
		},
		{
			name: ControllerManager,
			args: controllerManagerArgs(at.controllerPort, at.controllers),
			ready: all(
				// The list of controllers is empty until they are set up.
				answers(at.admin, controllers+"/healthz?verbose", "serviceaccount-controller ok"),
				// Until a namespace has this account, pods are refused in it.
				answers(at.admin, api+"/api/v1/namespaces/default/serviceaccounts/default", ""),
			),
		},
	}
}
