// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"context"
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
	name string
	// path of the program. Empty means this one, whose command of that name it is.
	path  string
	args  []string
	ready probe
	// then is what remains to be done when it is ready for the first time. Nil means nothing.
	then func(context.Context) error
}

// endpoints is where the components of one cluster are found.
type endpoints struct {
	dir            string
	apiPort        int
	controllerPort int
	auditLog       string
	controllers    []string
	node           *nodeSetup // nil means none
	admin          *http.Client
}

// components in the order of their start.
func components(at endpoints) []component {
	if at.node == nil {
		return controlPlane(at)
	}
	return append(controlPlane(at), nodeComponents(at)...)
}

func controlPlane(at endpoints) []component {
	api, controllers := serverURL(at.apiPort), serverURL(at.controllerPort)
	server := apiServerArgs(at.apiPort, at.auditLog)
	if at.node != nil {
		server = append(server, nodeAPIServerArgs()...)
	}
	return []component{
		{
			name: Etcd,
			args: etcdArgs(),
			// Connections wait in the socket's backlog until etcd serves; the API server's readiness includes etcd's health.
			ready: exists(at.dir, etcdSocket),
		},
		{
			name:  APIServer,
			args:  server,
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
