// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mcp-remote-endpoint/operator/cmd/operator/internal/migrate"
)

const migrateHelp = `Print an MCPRemoteEndpoint in the place of each MCPRemoteProxy and MCPServerEntry.

Manifests are read from files, or with --from-cluster from a cluster, which is not changed. Other
documents are printed as they are. An endpoint has the name of the object whose place it takes, and
an annotation by which it takes over what runs for that object. Comments say what to know:

  DECIDE   something is missing, or would be refused in an endpoint
  LOST     an endpoint has no place for something
  NOTE     something is said in another way

An endpoint that would take the place of another object, or bring one back that is being deleted,
is commented out as a whole.

Exit codes:

  0   all endpoints are ready to apply
  1   something cannot be read, and is printed as it is
  2   something must be decided, or is lost`

const migrateExample = `  operator migrate -f proxies.yaml > endpoints.yaml
  operator migrate -f manifests/ --recursive --report
  operator migrate --from-cluster --namespace team > endpoints.yaml && kubectl apply -f endpoints.yaml`

// Exit codes of the program.
const (
	exitFailure  = 1
	exitNotReady = 2
)

// errNotReady is for endpoints that a person should look at before they are applied.
var errNotReady = errors.New("something must be decided, or is lost: look for DECIDE and LOST, or use --report")

// exitCode is the program's exit code for an error of a command.
func exitCode(err error) int {
	if errors.Is(err, errNotReady) {
		return exitNotReady
	}
	return exitFailure
}

// migrateOptions are the flags of migrate.
type migrateOptions struct {
	kubeconfig  string
	filenames   []string
	recursive   bool
	fromCluster bool
	namespace   string
	report      bool
}

func newMigrateCommand() *cobra.Command {
	o := &migrateOptions{}
	cmd := &cobra.Command{
		Use:     "migrate (-f FILENAME | --from-cluster)",
		Short:   "Print endpoints in the place of MCPRemoteProxies and MCPServerEntries",
		Long:    migrateHelp,
		Example: migrateExample,
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	o.addFlags(cmd.Flags())
	cmd.MarkFlagsOneRequired("filename", "from-cluster")
	cmd.MarkFlagsMutuallyExclusive("filename", "from-cluster")
	cmd.MarkFlagsMutuallyExclusive("filename", "namespace")
	cmd.MarkFlagsMutuallyExclusive("recursive", "from-cluster")
	return cmd
}

func (o *migrateOptions) addFlags(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&o.filenames, "filename", "f", nil,
		"file or directory with manifests in YAML or JSON, or - for standard input; may be given several times")
	flags.BoolVarP(&o.recursive, "recursive", "R", false, "read the directories in directories too")
	flags.BoolVar(&o.fromCluster, "from-cluster", false, "read the objects of a cluster")
	flags.StringVarP(&o.namespace, "namespace", "n", "", "namespace to read; left out, all namespaces")
	flags.BoolVar(&o.report, "report", false, "print a table of the objects instead of manifests")
	flags.StringVar(&o.kubeconfig, "kubeconfig", "",
		"kubeconfig file; left out, $KUBECONFIG, ~/.kube/config and the Pod's service account are tried")
}

// run prints all that can be read, even when something cannot.
func (o *migrateOptions) run(cmd *cobra.Command) error {
	migration, err := o.migrate(cmd)
	if err != nil {
		return err
	}
	output := migration.Report()
	if !o.report {
		if output, err = migration.Manifests(); err != nil {
			return fmt.Errorf("write manifests: %w", err)
		}
	}
	if _, err := cmd.OutOrStdout().Write(output); err != nil {
		return err
	}
	if len(migration.Errors) == 0 && migration.Result() != migrate.Ready {
		return errNotReady
	}
	return errors.Join(migration.Errors...)
}

func (o *migrateOptions) migrate(cmd *cobra.Command) (*migrate.Migration, error) {
	if !o.fromCluster {
		inputs, errs := readManifests(o.filenames, o.recursive, cmd.InOrStdin())
		migration := migrate.OfInputs(inputs)
		migration.Errors = append(errs, migration.Errors...)
		return migration, nil
	}
	c, err := newClients(o.kubeconfig)
	if err != nil {
		return nil, err
	}
	return readCluster(cmd.Context(), c.toolhive, o.namespace, cmd.ErrOrStderr())
}
