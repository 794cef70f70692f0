// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/kubernetes"

	"github.com/mcp-remote-endpoint/operator/hack/devenv"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
)

// exampleNamespace is where all examples are.
const exampleNamespace = "mcp-examples"

var errInterrupted = errors.New("interrupted before the result could be shown")

// showcase is one run, from an empty terminal to a stopped cluster.
type showcase struct {
	out      io.Writer // what the user is told
	progress io.Writer // what the tools say that are called
	once     bool
	timeout  time.Duration
	// kubeconfig is that of the cluster to use, or empty for one that is started here.
	kubeconfig string

	dir      string // for everything temporary
	cluster  *devenv.Cluster
	client   versioned.Interface
	operator *devenv.Operator
	stops    []func() error // what to do at the end, in the opposite order
}

func (s *showcase) run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, s.stop()) }()
	verdict, err := s.demonstrate(ctx)
	if err != nil && ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil || s.once {
		return errors.Join(err, verdict)
	}
	s.hint()
	s.stay(ctx)
	return verdict
}

// demonstrate is everything up to the result. The verdict is an error if an example is not Ready that should be.
func (s *showcase) demonstrate(ctx context.Context) (verdict, err error) {
	steps := []func(context.Context) error{s.makeDir, s.openCluster, s.install, s.startOperator}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	broken, err := s.applyExamples(ctx)
	if err != nil {
		return nil, err
	}
	return s.show(ctx, broken)
}

// stop ends all that was started.
func (s *showcase) stop() error {
	var faults []error
	for _, stop := range slices.Backward(s.stops) {
		faults = append(faults, stop())
	}
	return errors.Join(faults...)
}

// makeDir makes a directory for temporary files, also for those of the tools that are called: then nothing is left of them,
// however they end.
func (s *showcase) makeDir(context.Context) (err error) {
	if s.dir, err = os.MkdirTemp("", "mcp-remote-endpoint-run-"); err != nil {
		return fmt.Errorf("make a temporary directory: %w", err)
	}
	s.stops = append(s.stops, func() error { return os.RemoveAll(s.dir) })
	return os.Setenv("TMPDIR", s.dir)
}

func (s *showcase) say(format string, args ...any) { fmt.Fprintf(s.out, format+"\n", args...) }

func (s *showcase) openCluster(ctx context.Context) (err error) {
	if s.kubeconfig == "" {
		s.say("Starting a Kubernetes control plane on this machine")
		s.cluster, err = devenv.Start(ctx, devenv.Options{Output: s.progress})
	} else {
		s.cluster, err = devenv.Existing(s.kubeconfig)
	}
	if err != nil {
		return err
	}
	s.stops = append(s.stops, s.cluster.Stop)
	config := s.cluster.Config()
	if s.kubeconfig != "" {
		s.say("Using the cluster at %s, since KUBECONFIG is set", config.Host)
	}
	if s.client, err = versioned.NewForConfig(config); err != nil {
		return fmt.Errorf("make a client: %w", err)
	}
	return nil
}

// install leaves out the operator's Deployment, since the operator runs as a process here.
func (s *showcase) install(ctx context.Context) error {
	objects, err := s.cluster.Install(ctx)
	if err != nil {
		return err
	}
	definitions := 0
	for _, o := range objects {
		if o.GetKind() == "CustomResourceDefinition" {
			definitions++
		}
	}
	s.say("Installed %d CustomResourceDefinitions, and the operator's namespace, service account and RBAC, from manifests/standalone",
		definitions)
	return nil
}

func (s *showcase) startOperator(ctx context.Context) error {
	binary, err := devenv.BuildOperator(ctx, s.progress, false)
	if err != nil {
		return err
	}
	kubeconfig := filepath.Join(s.dir, "operator.kubeconfig")
	err = s.cluster.ServiceAccountKubeconfig(ctx, devenv.OperatorNamespace, devenv.OperatorServiceAccount, kubeconfig)
	if err != nil {
		return err
	}
	log, err := os.Create(s.logFile())
	if err != nil {
		return fmt.Errorf("create the operator's log: %w", err)
	}
	var args []string
	if s.kubeconfig == "" { // Nobody competes here, and a machine that was asleep would have lost the Lease.
		args = append(args, "--leader-elect=false")
	}
	s.operator, err = devenv.StartOperator(ctx, devenv.OperatorOptions{Binary: binary, Kubeconfig: kubeconfig, Args: args, Log: log})
	if err != nil {
		return err
	}
	s.stops = append(s.stops, s.operator.Stop)
	s.say("Started the operator as a process, with the rights of its service account and no others")
	return nil
}

func (s *showcase) logFile() string { return filepath.Join(s.dir, "operator.log") }

// applyExamples returns the names of the endpoints that are broken on purpose.
func (s *showcase) applyExamples(ctx context.Context) (broken sets.Set[string], err error) {
	root, err := devenv.Root()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(root, "examples", "*.yaml"))
	if err != nil {
		return nil, err
	}
	applied, err := s.cluster.Apply(ctx, files...)
	if err != nil {
		return nil, err
	}
	broken = sets.New[string]()
	for _, o := range applied {
		if o.GetKind() == "MCPRemoteEndpoint" && strings.Contains(o.File, "broken-on-purpose") {
			broken.Insert(o.GetName())
		}
	}
	s.say("Applied %d objects from examples/", len(applied))
	return broken, nil
}

// show waits until the endpoints have settled, and prints them.
func (s *showcase) show(ctx context.Context, broken sets.Set[string]) (verdict, err error) {
	endpoints, err := s.settle(ctx)
	if err != nil {
		return nil, err
	}
	table, err := getTable(ctx, s.client.ToolhiveV1alpha1().RESTClient(), "mcpremoteendpoints")
	if err != nil {
		return nil, err
	}
	gateways, err := getTable(ctx, s.client.ToolhiveV1beta1().RESTClient(), "virtualmcpservers")
	if err != nil {
		return nil, err
	}
	nodes, err := s.nodes(ctx)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(s.out, "\n%s\nGateways:\n%s\n%s%s",
		formatTable(table), formatTable(gateways), formatEndpoints(endpoints, broken), formatWaiting(endpoints, nodes))
	return judge(endpoints, broken), nil
}

// nodes counts the nodes on which pods could run.
func (s *showcase) nodes(ctx context.Context) (int, error) {
	client, err := kubernetes.NewForConfig(s.cluster.Config())
	if err != nil {
		return 0, fmt.Errorf("make a client: %w", err)
	}
	list, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return 0, fmt.Errorf("list nodes: %w", err)
	}
	return len(list.Items), nil
}

func (s *showcase) hint() {
	s.say("To look around, in another terminal, in this directory:\n")
	s.say("  export KUBECONFIG=%s", s.cluster.Kubeconfig)
	s.say("  kubectl -n %s get mcpre -o wide", exampleNamespace)
	s.say("  kubectl -n %s describe mcpre weather", exampleNamespace)
	s.say("  kubectl -n %s describe virtualmcpserver tools", exampleNamespace)
	s.say("  kubectl -n %s get deploy,svc,cm,sa -l app.kubernetes.io/managed-by=mcp-remote-endpoint-operator", exampleNamespace)
	s.say("  kubectl explain mcpre.spec\n")
	s.say("To mend the broken example, and see it become Ready:\n")
	s.say("  kubectl apply --server-side -f examples/fixes/04-broken-on-purpose.yaml")
	s.say("  kubectl -n %s wait --for=condition=Ready mcpre/weather\n", exampleNamespace)
	if s.kubeconfig != "" {
		s.say("The operator runs here, not in the cluster: when this ends, what was installed stays, and nothing serves it.")
		s.say("To remove the examples: kubectl delete namespace %s\n", exampleNamespace)
	}
	s.say("The operator's log is %s", s.logFile())
	s.say("Running until interrupted (Ctrl-C)")
}
