// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOptionsAreValidatedByFlag(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*options)
		want   string // in the error; empty for none
	}{
		{"the defaults are right", func(*options) {}, ""},
		{"namespaces", func(o *options) { o.namespaces = []string{"a", "b-2"} }, ""},
		{"one worker", func(o *options) { o.workers = 1 }, ""},
		{"nothing is served", func(o *options) { o.healthAddress, o.metricsAddress = "", "" }, ""},
		{"a namespace with a capital letter", func(o *options) { o.namespaces = []string{"a", "Prod"} }, `--namespaces: "Prod"`},
		{"an empty namespace", func(o *options) { o.namespaces = []string{"a", ""} }, `--namespaces: ""`},
		{"no controller", func(o *options) { o.controllers = nil }, "--controllers: name at least one of remote"},
		{"an unknown controller", func(o *options) { o.controllers = []string{"remote", "local"} }, `--controllers: there is no controller "local": use remote`},
		{"no worker", func(o *options) { o.workers = 0 }, "--workers: 0"},
		{"fewer workers than none", func(o *options) { o.workers = -1 }, "--workers: -1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := defaultOptions()
			test.change(o)
			err := o.validate()
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestScopesAreTheNamespacesOrTheCluster(t *testing.T) {
	for _, test := range []struct {
		name       string
		namespaces []string
		want       []string
	}{
		{"no namespaces are the whole cluster", nil, []string{""}},
		{"each namespace is a scope", []string{"b", "a"}, []string{"a", "b"}},
		{"a namespace that is named twice is one scope", []string{"b", "a", "b"}, []string{"a", "b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := defaultOptions()
			o.namespaces = test.namespaces
			assert.Equal(t, test.want, o.scopes())
			assert.Equal(t, test.namespaces, o.namespaces, "the option itself stays")
		})
	}
}

func TestFlagsSetOptions(t *testing.T) {
	o := defaultOptions()
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	o.addFlags(flags)
	require.NoError(t, flags.Parse([]string{
		"--kubeconfig=/config", "--namespaces=a,b", "--controllers=remote", "--workers=3", "--leader-elect=false",
		"--leader-elect-namespace=operators", "--health-address=:1", "--metrics-address=",
		"--proxy-image=runner:1", "--vmcp-image=vmcp:1", "--image-pull-secrets=c,d",
	}))
	assert.Equal(t, &options{
		kubeconfig: "/config", namespaces: []string{"a", "b"}, controllers: []string{"remote"}, workers: 3,
		leaseNamespace: "operators", healthAddress: ":1", proxyImage: "runner:1", vmcpImage: "vmcp:1", pullSecrets: []string{"c", "d"},
	}, o)
}
