#!/usr/bin/env bash
# Copyright The MCP Remote Endpoint Operator Authors.
# SPDX-License-Identifier: Apache-2.0

# Runs a command in the folder of each Go module of this repository, also after one has failed, and fails if any did.
# MODULES, when set, names the folders instead.

set -o errexit -o nounset -o pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export GOWORK=off

modules() {
  find . -name go.mod -not -path './bin/*' -exec dirname {} \; | LC_ALL=C sort
}

failed=()
for module in ${MODULES:-$(modules)}; do
  echo "== ${module}: ${1##*/} ${*:2}"
  (cd "${module}" && "$@") || failed+=("${module}")
done
if [[ ${#failed[@]} -gt 0 ]]; then
  echo "FAILED in: ${failed[*]}" >&2
  exit 1
fi
