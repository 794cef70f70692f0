#!/usr/bin/env bash
# Copyright The MCP Remote Endpoint Operator Authors.
# SPDX-License-Identifier: Apache-2.0

# Generates all that the API types in pkg/apis imply: deep copies, scheme registration, clientset with fake, listers,
# informers, apply configurations, CRDs and their reference in docs. Every generator of others is pinned in hack/tools/go.mod.

set -o errexit -o nounset -o pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export GOWORK=off

readonly module=github.com/mcp-remote-endpoint/operator
readonly group=pkg/apis/toolhive
readonly apis=("${module}/${group}/v1alpha1" "${module}/${group}/v1beta1")
readonly generated="${module}/pkg/generated"
readonly lint=(--lint-rules known-tags-only,require-explicit-disablement)

tmp=$(mktemp -d)
readonly tmp
trap 'rm -rf "${tmp}"' EXIT

tool() {
  echo "  $1"
  go tool -modfile=hack/tools/go.mod "$@"
}

gen() {
  tool "$1" --go-header-file hack/boilerplate.go.txt "${@:2}"
}

# helpers writes the zz_generated files beside the types.
helpers() {
  gen deepcopy-gen "${lint[@]}" --output-file zz_generated.deepcopy.go "${apis[@]}"
  gen register-gen "${lint[@]}" --output-file zz_generated.register.go "${apis[@]}"
}

# schema writes ${tmp}/schema.json, the OpenAPI models of the types. Without them applyconfiguration-gen makes no Extract
# functions, and the fake clientset cannot apply. The Go form of the models is only a step on the way, so it is not kept; nor is the
# report, which finds fault with field names that are ToolHive's.
schema() {
  local imported=(k8s.io/api/core/v1 k8s.io/apimachinery/pkg/{api/resource,apis/meta/v1,runtime,util/intstr,version})
  gen openapi-gen --output-dir "${tmp}/schema" --output-pkg main --output-file definitions.go \
    --output-model-name-file zz_generated.model_name.go --report-filename "${tmp}/violations" \
    "${imported[@]/#/--readonly-pkg=}" "${imported[@]}" "${apis[@]}"

  # A copy of the module files lets this one program see what the operator itself does not import.
  echo "  models-schema"
  cp hack/tools/models-schema/main.go go.mod go.sum "${tmp}/schema"
  go run -mod=mod -modfile="${tmp}/schema/go.mod" "${tmp}/schema/main.go" "${tmp}/schema/definitions.go" > "${tmp}/schema.json"
}

# client writes pkg/generated, and replaces it only once all of it is there.
client() {
  local out="${tmp}/generated"
  # For these types of Kubernetes, client-go has apply configurations; others would be taken as plain structs.
  local core=(ConfigMapKeySelector LocalObjectReference ResourceRequirements)
  core=("${core[@]/#/k8s.io/api/core/v1.}")
  core=("${core[@]/%/:k8s.io/client-go/applyconfigurations/core/v1}")
  gen applyconfiguration-gen "${lint[@]}" --openapi-schema "${tmp}/schema.json" \
    "${core[@]/#/--external-applyconfigurations=}" \
    --output-dir "${out}/applyconfiguration" --output-pkg "${generated}/applyconfiguration" "${apis[@]}"
  gen client-gen "${lint[@]}" --clientset-name versioned \
    --input-base "${module}/pkg/apis" --input toolhive/v1alpha1,toolhive/v1beta1 \
    --apply-configuration-package "${generated}/applyconfiguration" \
    --output-dir "${out}/clientset" --output-pkg "${generated}/clientset"
  gen lister-gen "${lint[@]}" --output-dir "${out}/listers" --output-pkg "${generated}/listers" "${apis[@]}"
  gen informer-gen "${lint[@]}" --versioned-clientset-package "${generated}/clientset/versioned" \
    --listers-package "${generated}/listers" \
    --output-dir "${out}/informers" --output-pkg "${generated}/informers" "${apis[@]}"
  rm -rf pkg/generated
  mv "${out}" pkg/generated
}

# crds writes manifests/crds, in the same way.
crds() {
  tool controller-gen crd "paths=./${group}/..." "output:crd:artifacts:config=${tmp}/crds"
  echo "  crdversions"
  go -C hack/tools run ./crdversions "${tmp}/crds" "${tmp}/manifests"
  mkdir -p manifests
  rm -rf manifests/crds
  mv "${tmp}/manifests" manifests/crds
}

# reference writes docs/reference, in the same way.
reference() {
  echo "  reference"
  go run ./hack/reference manifests/crds "${tmp}/reference"
  mkdir -p docs
  rm -rf docs/reference
  mv "${tmp}/reference" docs/reference
}

echo "Generating from ${group}"
helpers
schema
client
crds
reference
