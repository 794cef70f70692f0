#!/usr/bin/env bash
# Copyright The MCP Remote Endpoint Operator Authors.
# SPDX-License-Identifier: Apache-2.0

# Runs a command in the folder of each Go module of this repository, also after one has failed, and fails if any did.
# MODULES, when set, names the folders instead. An argument ./... stands for the packages of the module that are worth it.

set -o errexit -o nounset -o pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export GOWORK=off

modules() {
  find . -name go.mod -not -path './bin/*' -exec dirname {} \; | LC_ALL=C sort
}

# The other packages of hack/localcluster are Kubernetes and CoreDNS themselves, which take longer to load than all else together, and tests that
# need root.
packages() {
  case "${1#./}" in
    hack/localcluster)
      echo ./internal/cli ./internal/cluster ./internal/isolation ./internal/process ./internal/relay ./test ./test/harness ;;
    hack/localcluster/dns) ;;
    *) echo ./... ;;
  esac
}

failed=()
for module in ${MODULES:-$(modules)}; do
  if [[ " $* " == *" ./... "* && -z $(packages "${module}") ]]; then continue; fi
  arguments=()
  for argument in "$@"; do
    # Several packages are several arguments.
    # shellcheck disable=SC2207
    if [[ ${argument} == ./... ]]; then arguments+=($(packages "${module}")); else arguments+=("${argument}"); fi
  done
  echo "== ${module}: ${arguments[0]##*/} ${arguments[*]:1}"
  (cd "${module}" && "${arguments[@]}") || failed+=("${module}")
done
if [[ ${#failed[@]} -gt 0 ]]; then
  echo "FAILED in: ${failed[*]}" >&2
  exit 1
fi
