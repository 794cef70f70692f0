// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/component-base/version"

	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

// Events are told as fast as this; what comes faster waits, and in the worst case is dropped.
const (
	eventsPerSecond = 50
	eventsBurst     = 200
)

// clients talk to the API server, each in the way that suits it.
type clients struct {
	toolhive versioned.Interface
	kube     kubernetes.Interface
	metadata metadata.Interface

	// events has a limit of its own: a broadcaster starts a request for each event, and a deleted group can make thousands.
	events kubernetes.Interface

	// election has a connection of its own, so that a burst of work cannot cost the lease.
	election kubernetes.Interface

	// namespace is the one that the program itself is at home in.
	namespace string
}

func newClients(kubeconfig string) (*clients, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = kubeconfig
	loader := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, nil)
	config, err := loader.ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("find the cluster (set KUBECONFIG or --kubeconfig outside of a Pod): %w", err)
	}
	namespace, _, err := loader.Namespace()
	if err != nil {
		return nil, fmt.Errorf("find the namespace of this program: %w", err)
	}
	config.UserAgent = "mcp-remote-endpoint-operator/" + version.Get().GitVersion
	// The API server's own priority and fairness decides how much is too much.
	config.QPS = -1
	// It warns of the legacy kinds, which the operator reads for the sake of those who still have them.
	config.WarningHandlerWithContext = rest.NoWarnings{}

	c := &clients{namespace: namespace}
	if c.toolhive, err = versioned.NewForConfig(config); err != nil {
		return nil, fmt.Errorf("make a client for MCP objects: %w", err)
	}
	if c.metadata, err = metadata.NewForConfig(config); err != nil {
		return nil, fmt.Errorf("make a client for metadata: %w", err)
	}
	protobuf := rest.CopyConfig(config)
	protobuf.ContentType = "application/vnd.kubernetes.protobuf"
	if c.kube, err = kubernetes.NewForConfig(protobuf); err != nil {
		return nil, fmt.Errorf("make a client for Kubernetes objects: %w", err)
	}
	limited := rest.CopyConfig(protobuf)
	limited.QPS, limited.Burst = eventsPerSecond, eventsBurst
	if c.events, err = kubernetes.NewForConfig(limited); err != nil {
		return nil, fmt.Errorf("make a client for events: %w", err)
	}
	election := rest.CopyConfig(protobuf)
	election.Timeout = renewDeadline / 2
	if c.election, err = kubernetes.NewForConfig(election); err != nil {
		return nil, fmt.Errorf("make a client for leader election: %w", err)
	}
	return c, nil
}
