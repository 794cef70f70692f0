# Copyright The MCP Remote Endpoint Operator Authors.
# SPDX-License-Identifier: Apache-2.0

SHELL := /usr/bin/env bash
.SHELLFLAGS := -o errexit -o nounset -o pipefail -c
.DEFAULT_GOAL := help

# What `operator version` and the metrics say. It has to begin with vX.Y.Z.
VERSION ?= $(shell git describe --tags --match 'v[0-9]*' 2>/dev/null || echo v0.0.0-dev)
COMMIT ?= $(shell git rev-parse HEAD 2>/dev/null || echo unknown)

version_package := k8s.io/component-base/version
ldflags := -X $(version_package).gitVersion=$(VERSION) -X $(version_package).gitCommit=$(COMMIT)

# The Go modules below this one.
nested := $(patsubst ./%/go.mod,%,$(shell find . -mindepth 2 -name go.mod))

# The race detector needs a C compiler, and nothing else here does.
race := $(if $(filter 1,$(shell go env CGO_ENABLED)),-race)

# Nothing is taken from Go's cache: it does not know of the clusters and of the other modules' files that tests look at.
go_test := go test -count=1 -timeout=45m

# The packages whose tests start clusters.
with_cluster := hack/devenv hack/run test/integration
space := $(subst ,, )

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } /^[a-z0-9-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

##@ Use

.PHONY: run
run: ## Start a local cluster (or use $KUBECONFIG), the operator and the examples, until interrupted
	go build -o bin/dev/run ./hack/run
	exec bin/dev/run

.PHONY: build
build: ## Build bin/operator
	CGO_ENABLED=0 go build -trimpath -ldflags '$(ldflags)' -o bin/operator ./cmd/operator

.PHONY: demo
demo: ## Show all of it on a node of its own: proxy, gateway, migration (needs root on Linux; slow the first time)
	hack/install-containerd.sh
	go -C test/e2e build -o '$(CURDIR)/bin/dev/demo' ./demo
	exec bin/dev/demo

##@ Change

.PHONY: generate
generate: ## Renew the generated code and the CRDs after a change of pkg/apis
	hack/update-codegen.sh

##@ Test

# The tests on a node are not among them: they take root and Linux. They are test/e2e and hack/localcluster/test/node, which "make e2e" runs.
.PHONY: test
test: test-unit test-modules test-integration ## Run every test that needs no node (slow the first time: it compiles Kubernetes and ToolHive's programs)

# These tests print how many writes they kill the operator at. Go shows what a test that passes prints only if it is given no packages.
walks := ^TestTheOperatorKilledAtAnyWrite

.PHONY: test-unit
test-unit: ## Test the operator's module, but for what needs a cluster
	$(go_test) $(race) -skip '$(walks)' $$(go list ./... | grep -v -E '/($(subst $(space),|,$(with_cluster)))$$')
	cd pkg/controller/remote && $(go_test) $(race) -run '$(walks)'

.PHONY: test-modules
test-modules: ## Test the other modules
	MODULES='$(filter-out test/e2e,$(nested))' hack/each-module.sh $(go_test) ./...

.PHONY: test-integration
test-integration: ## Test against a real API server, which the tests start
	$(go_test) $(race) $(with_cluster:%=./%)

.PHONY: e2e
e2e: ## Run the tests on a node, which they start, and the demo (needs root on Linux; slow the first time)
	hack/install-containerd.sh
	go -C hack/localcluster test -count=1 -timeout=45m ./test/node
	go -C test/e2e test -count=1 -parallel=8 -timeout=100m ./...
	$(MAKE) demo

.PHONY: bench
bench: ## Measure the operator with 1,000 and 10,000 endpoints on a local cluster
	go run ./hack/bench

##@ Check

.PHONY: verify
verify: verify-format verify-modules verify-vet verify-codegen lint ## Check all that can be checked without running anything

.PHONY: verify-format
verify-format: ## Check that the code is formatted
	@echo "== gofmt -s"
	@files=$$(gofmt -s -l .); [[ -z $$files ]] || { echo "Run gofmt -s -w on:"; echo "$$files"; exit 1; } >&2

.PHONY: verify-modules
verify-modules: ## Check that every go.mod is tidy, but for test/toolhive's, which would download all that ToolHive is made of
	MODULES='. $(filter-out test/toolhive,$(nested))' hack/each-module.sh go mod tidy -diff

.PHONY: verify-vet
verify-vet: ## Run go vet on every module
	hack/each-module.sh go vet ./...

.PHONY: verify-codegen
verify-codegen: ## Check that the generated code and the CRDs are up to date
	hack/verify-codegen.sh

.PHONY: lint
lint: ## Run the linters of .golangci.yml on every module (compiling them takes minutes the first time)
	go -C hack/tools/lint build -o '$(CURDIR)/bin/golangci-lint' .
	hack/each-module.sh '$(CURDIR)/bin/golangci-lint' run ./...

.PHONY: clean
clean: ## Remove what was built
	rm -rf bin
