// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

// Images compiles a Go program and puts it into a container image, without a container engine. See README.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

const usage = `Compiles a Go program into a static binary and puts it into a container image, without a container engine.

  go -C hack/images run . --name NAME --package PACKAGE --output FILE [flags]

The file is a tar archive with an OCI image layout: "ctr images import" reads it, and whatever reads OCI archives.
What is compiled the same makes the same file, byte for byte.

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "images:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	return o.build(ctx)
}

// parse returns what the command line asks for.
func parse(args []string) (options, error) {
	o := options{labels: map[string]string{}}
	set := flag.NewFlagSet("images", flag.ContinueOnError)
	set.Usage = func() {
		fmt.Fprint(set.Output(), usage)
		set.PrintDefaults()
	}
	set.StringVar(&o.name, "name", "", "`name` of the image, as pods name it (required)")
	set.StringVar(&o.pkg, "package", "", "the main `package`: a path in the module, or of one that its go.mod requires (required)")
	set.StringVar(&o.output, "output", "", "the `file` to write (required)")
	set.StringVar(&o.module, "module", ".", "`directory` of the Go module that the package is compiled in")
	set.StringVar(&o.ldflags, "ldflags", "", "`flags` of the linker, beside those that leave out the symbol table")
	arch := set.String("arch", "amd64,arm64", "`architectures`, as GOARCH has them")
	set.Func("label", "a label of the image, as `key=value`; may be repeated", o.addLabel)
	if err := set.Parse(args); err != nil {
		return options{}, err
	}
	o.architectures = strings.Split(*arch, ",")
	if o.name == "" || o.pkg == "" || o.output == "" || set.NArg() > 0 {
		return options{}, errors.New("--name, --package and --output are required, and nothing but flags is allowed (--help shows them)")
	}
	return o, nil
}
