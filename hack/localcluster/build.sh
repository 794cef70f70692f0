#!/usr/bin/env bash
# Copyright The MCP Remote Endpoint Operator Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Builds localcluster, unless that was done before, and prints the path of the program. Progress goes to standard error.
# LOCALCLUSTER_CACHE is the directory that keeps the programs (default: mcp-remote-endpoint in the user's cache directory).
set -euo pipefail
export GOWORK=off
cd "$(dirname "${BASH_SOURCE[0]}")"

heartbeat_seconds=15
say() { echo "localcluster: $*" >&2; }

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# What the program is made of: the sources, this script's flags, and the Go that compiles.
fingerprint() {
	{
		go env GOVERSION GOOS GOARCH
		find . -type f \( -name '*.go' ! -name '*_test.go' -o -name go.mod -o -name go.sum -o -name build.sh \) |
			LC_ALL=C sort | while read -r file; do echo "$file"; cat "$file"; done
	} | sha256 | cut -c1-16
}

# The linker sets the version, which clients parse; without it they get "v0.0.0-master".
version_flags() {
	local version package=k8s.io/component-base/version
	version=$(awk '$1 == "k8s.io/kubernetes" { print $2; exit }' go.mod)
	IFS=. read -r major minor _ <<<"${version#v}"
	echo "-X $package.gitVersion=$version -X $package.gitMajor=$major -X $package.gitMinor=$minor"
}

# Says every few seconds how far the build is: Go names each package that it has to compile. Ends with this script, also
# when that is killed.
heartbeat() {
	trap 'kill $! 2>/dev/null; exit' TERM
	while kill -0 $$ 2>/dev/null; do
		sleep "$heartbeat_seconds" &
		wait $!
		say "${SECONDS} s: $(($(wc -l <"$1"))) of at most $2 packages compiled"
	done
}

build() {
	local packages
	beat='' log=$1.log.$$ part=$1.part.$$
	trap 'rm -f "$log" "$part"; kill "$beat" 2>/dev/null' EXIT
	say "downloading what Kubernetes needs"
	packages=$(($(go list -deps . | wc -l)))
	say "building Kubernetes; the first time takes many minutes, later times seconds"
	heartbeat "$log" "$packages" & beat=$!
	# In the background, since bash deals with a signal only when no command is in the foreground.
	go build -v -ldflags "-s -w $(version_flags)" -o "$part" . >"$log" 2>&1 & compiler=$!
	trap 'kill "$compiler" 2>/dev/null; exit 1' INT TERM
	if ! wait "$compiler"; then
		say "the build failed:"
		grep '[ :]' "$log" | tail -n 20 >&2 # without the names of compiled packages
		return 1
	fi
	mv "$part" "$target"
	say "built in ${SECONDS} s"
}

cache=${LOCALCLUSTER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mcp-remote-endpoint}
mkdir -p "$cache"
target=$cache/localcluster-$(fingerprint)

if [ ! -x "$target" ]; then
	# Two at a time would be correct (the file appears by a rename) but would do the work twice.
	exec 9>"$cache/localcluster.lock"
	if command -v flock >/dev/null && ! flock --nonblock 9; then
		say "waiting for another build"
		flock 9
	fi
	[ -x "$target" ] || build "$target" 9>&-
	exec 9>&-
fi
touch "$target"
# Programs of other versions, when nobody has asked for them for a week.
find "$cache" -maxdepth 1 -name 'localcluster-*' -mtime +7 -delete
echo "$target"
