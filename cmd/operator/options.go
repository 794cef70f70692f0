// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/group"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/virtualserver"
)

// legacyKinds makes the remote controller serve the kinds that MCPRemoteEndpoint replaces. Without it they are another operator's.
const legacyKinds = "legacy"

// controllerNames are the values of --controllers.
var controllerNames = []string{remote.Name, legacyKinds, group.Name, virtualserver.Name}

// options are the flags of run. The defaults are right for a Pod.
type options struct {
	kubeconfig     string
	namespaces     []string
	controllers    []string
	workers        int
	leaderElect    bool
	leaseNamespace string
	healthAddress  string
	metricsAddress string
	proxyImage     string
	vmcpImage      string
	pullSecrets    []string
	publishEntries bool
}

func defaultOptions() *options {
	return &options{
		controllers:    slices.Clone(controllerNames),
		workers:        16,
		leaderElect:    true,
		healthAddress:  ":8081",
		metricsAddress: ":8080",
		proxyImage:     "stacklok/toolhive/proxyrunner:v0.44.0",
		vmcpImage:      "stacklok/toolhive/vmcp:v0.44.0",
	}
}

func (o *options) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.kubeconfig, "kubeconfig", o.kubeconfig,
		"kubeconfig file; left out, $KUBECONFIG, ~/.kube/config and the Pod's service account are tried")
	flags.StringSliceVar(&o.namespaces, "namespaces", o.namespaces,
		"namespaces to serve, separated by commas; left out, the whole cluster")
	flags.StringSliceVar(&o.controllers, "controllers", o.controllers,
		"controllers to run, separated by commas: "+remote.Name+" serves MCPRemoteEndpoints, and with "+legacyKinds+" MCPRemoteProxies and MCPServerEntries too; "+
			group.Name+" serves MCPGroups, and "+virtualserver.Name+" VirtualMCPServers")
	flags.BoolVar(&o.publishEntries, "publish-entries", o.publishEntries,
		"publish each endpoint that can be used as an MCPServerEntry of the same name, for gateways that do not know MCPRemoteEndpoints")
	flags.IntVar(&o.workers, "workers", o.workers, "names that each controller reconciles at the same time")
	flags.BoolVar(&o.leaderElect, "leader-elect", o.leaderElect,
		"work only while holding the Lease that all replicas compete for")
	flags.StringVar(&o.leaseNamespace, "leader-elect-namespace", o.leaseNamespace,
		"namespace of the Lease; left out, the Pod's own or that of the kubeconfig")
	flags.StringVar(&o.healthAddress, "health-address", o.healthAddress,
		"address that /healthz and /readyz are served at; empty for nowhere")
	flags.StringVar(&o.metricsAddress, "metrics-address", o.metricsAddress,
		"address that /metrics is served at; empty for nowhere")
	flags.StringVar(&o.proxyImage, "proxy-image", o.proxyImage,
		"container image of ToolHive's proxy runner v0.44, with the registry that nodes pull it from")
	flags.StringVar(&o.vmcpImage, "vmcp-image", o.vmcpImage,
		"container image of ToolHive's vMCP v0.44, with the registry that nodes pull it from")
	flags.StringSliceVar(&o.pullSecrets, "image-pull-secrets", o.pullSecrets,
		"names of Secrets in the namespaces of proxies and gateways to pull these images with, separated by commas")
}

// validate names the flag at fault and what it may be.
func (o *options) validate() error {
	for _, namespace := range o.namespaces {
		if faults := validation.IsDNS1123Label(namespace); len(faults) > 0 {
			return fmt.Errorf("--namespaces: %q is not the name of a namespace: %s", namespace, strings.Join(faults, "; "))
		}
	}
	if len(o.controllers) == 0 {
		return fmt.Errorf("--controllers: name at least one of %s", strings.Join(controllerNames, ", "))
	}
	for _, name := range o.controllers {
		if !slices.Contains(controllerNames, name) {
			return fmt.Errorf("--controllers: there is no controller %q: use %s", name, strings.Join(controllerNames, ", "))
		}
	}
	if slices.Contains(o.controllers, legacyKinds) && !slices.Contains(o.controllers, remote.Name) {
		return fmt.Errorf("--controllers: %s goes with %s only", legacyKinds, remote.Name)
	}
	if o.proxyImage == "" {
		return errors.New("--proxy-image: name the container image of ToolHive's proxy runner v0.44")
	}
	if o.vmcpImage == "" {
		return errors.New("--vmcp-image: name the container image of ToolHive's vMCP v0.44")
	}
	if o.workers < 1 {
		return fmt.Errorf("--workers: %d is not enough: use at least 1", o.workers)
	}
	return nil
}

// scopes lists the namespaces to serve, each once; the whole cluster is one scope without a name.
func (o *options) scopes() []string {
	if len(o.namespaces) == 0 {
		return []string{metav1.NamespaceAll}
	}
	scopes := slices.Clone(o.namespaces)
	slices.Sort(scopes)
	return slices.Compact(scopes)
}

// scopeNames is scopes for people.
func (o *options) scopeNames() string {
	if len(o.namespaces) == 0 {
		return "all"
	}
	return strings.Join(o.scopes(), ",")
}
