#!/usr/bin/env bash
# Copyright The MCP Remote Endpoint Operator Authors.
# SPDX-License-Identifier: Apache-2.0

# Installs what a node of hack/localcluster needs and the machine lacks, on Debian and what derives from it. Needs root.

set -o errexit -o nounset -o pipefail

# The programs that are needed, and the packages that have them.
declare -A packages=(
  [containerd]=containerd
  [ctr]=containerd
  [containerd-shim-runc-v2]=containerd
  [runc]=runc
  [iptables]=iptables
  [/usr/lib/cni/ptp]=containernetworking-plugins
)

missing=()
for program in "${!packages[@]}"; do
  command -v "${program}" > /dev/null || missing+=("${packages[${program}]}")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0
mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort --unique)

if [[ ${EUID} -ne 0 ]]; then
  echo "To install ${missing[*]} takes root: run this as root, or install them yourself." >&2
  exit 1
fi
if ! command -v apt-get > /dev/null; then
  echo "This machine has no apt-get: install the programs ${!packages[*]} yourself." >&2
  exit 1
fi

# A node has a containerd of its own. This says that no service is to be started, where nothing says so already.
policy=/usr/sbin/policy-rc.d
if [[ ! -e ${policy} ]]; then
  trap 'rm -f "${policy}"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "${policy}"
  chmod +x "${policy}"
fi

echo "Installing ${missing[*]}" >&2
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}"
