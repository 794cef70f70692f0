#!/usr/bin/env bash
# Copyright The MCP Remote Endpoint Operator Authors.
# SPDX-License-Identifier: Apache-2.0

# Fails when the generated code, the CRDs or their reference are not what the API types imply. It generates into a copy, so the tree stays
# as it is.

set -o errexit -o nounset -o pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

copy=$(mktemp -d)
readonly copy
trap 'rm -rf "${copy}"' EXIT

mkdir "${copy}/hack"
cp -R go.mod go.sum pkg manifests "${copy}"
cp -R hack/boilerplate.go.txt hack/reference hack/tools hack/update-codegen.sh "${copy}/hack"
"${copy}/hack/update-codegen.sh"

stale=()
for generated in pkg/apis pkg/generated manifests/crds docs/reference; do
  diff -ruN "${generated}" "${copy}/${generated}" || stale+=("${generated}")
done
if [[ ${#stale[@]} -gt 0 ]]; then
  echo "Stale: ${stale[*]}. Run 'make generate' and commit what it changes." >&2
  exit 1
fi
