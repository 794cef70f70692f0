// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Client uses the generated client as another controller would: it server-side applies an MCPRemoteEndpoint, watches it with
// a typed informer until the operator says that it is ready, and reads it back from the lister.
//
// It talks to the cluster of $KUBECONFIG, or of ~/.kube/config. The MCPGroup has to exist.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"k8s.io/client-go/tools/clientcmd"

	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

func main() {
	var e endpoint
	flag.StringVar(&e.namespace, "namespace", "default", "namespace of the endpoint")
	flag.StringVar(&e.name, "name", "example", "name of the endpoint")
	flag.StringVar(&e.group, "group", "remote-tools", "MCPGroup that the endpoint belongs to")
	flag.StringVar(&e.url, "url", "https://mcp.example.com/mcp", "URL of the remote MCP server")
	timeout := flag.Duration("timeout", time.Minute, "how long to wait for the endpoint")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *timeout)
	defer cancel()

	if err := run(ctx, e); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run applies e and reports where the endpoint is reached once it is ready.
func run(ctx context.Context, e endpoint) error {
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(
		clientcmd.NewDefaultClientConfigLoadingRules(), &clientcmd.ConfigOverrides{}).ClientConfig()
	if err != nil {
		return err
	}
	client, err := versioned.NewForConfig(config)
	if err != nil {
		return err
	}
	ready, err := applyAndWait(ctx, client, e)
	if err != nil {
		return err
	}
	fmt.Printf("%s/%s is ready at %s\n", ready.Namespace, ready.Name, ready.Status.URL)
	return nil
}
