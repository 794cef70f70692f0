#!/usr/bin/env bash
# Copyright The MCP Remote Endpoint Operator Authors.
# SPDX-License-Identifier: Apache-2.0
#
# Builds localcluster, unless that was done before, and prints the path of the program. Progress goes to standard error.
# With --node the program can start a node, too, and what else that takes is built beside it: CoreDNS and an image.
# LOCALCLUSTER_CACHE is the directory that keeps the programs (default: mcp-remote-endpoint in the user's cache directory).
set -euo pipefail
export GOWORK=off
cd "$(dirname "${BASH_SOURCE[0]}")"

heartbeat_seconds=15
say() { echo "localcluster: $*" >&2; }

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

# What is built is made of the sources, this script's flags, and the Go that compiles.
fingerprint() {
	{
		go env GOVERSION GOOS GOARCH
		find "$@" -type f ! -name '*_test.go' ! -name '*.md' |
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

# compile NAME OUTPUT MODULE PACKAGE LINKER_FLAGS
compile() {
	local packages log=$part.log
	say "downloading what $1 needs"
	packages=$(($(go -C "$3" list -deps "$4" | wc -l)))
	say "building $1; the first time takes many minutes, later times seconds"
	heartbeat "$log" "$packages" & beat=$!
	# In the background, since bash deals with a signal only when no command is in the foreground.
	go -C "$3" build -v -ldflags "-s -w $5" -o "$2" "$4" >"$log" 2>&1 & compiler=$!
	if ! wait "$compiler"; then
		say "the build failed:"
		grep '[ :]' "$log" | tail -n 20 >&2 # without the names of compiled packages
		return 1
	fi
	kill "$beat"
	rm "$log"
}

# build TARGET: the target appears complete or not at all.
build() {
	part=$1.part.$$ beat='' compiler=''
	trap 'rm -rf "$part" "$part.log"; kill $beat 2>/dev/null || true' EXIT
	trap 'kill $compiler 2>/dev/null; exit 1' INT TERM
	"compile_$kind" "$part"
	mv "$part" "$1"
	say "built in ${SECONDS} s"
}

compile_plain() { compile Kubernetes "$1" . . "$(version_flags)"; }

compile_node() {
	mkdir "$1"
	compile Kubernetes "$1/localcluster" . ./node "$(version_flags)"
	compile CoreDNS "$1/coredns" dns . ""
	say "building the image that holds a pod's namespaces"
	go -C ../images run . --name localhost/pause:localcluster --package ./pause --arch "$(go env GOARCH)" --output "$1/pause.tar" >&2
}

case ${1-} in
'') kind=plain prefix=localcluster sources=(build.sh go.mod go.sum main.go internal) ;;
--node) kind=node prefix=localcluster-node
	sources=(build.sh go.mod go.sum node dns internal ../images/{go.mod,go.sum,main.go,options.go,internal,pause}) ;;
*) say "unknown argument: $1" && exit 2 ;;
esac

cache=${LOCALCLUSTER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mcp-remote-endpoint}
mkdir -p "$cache"
target=$cache/$prefix-$(fingerprint "${sources[@]}")

if [ ! -e "$target" ]; then
	# Two at a time would be correct (the target appears by a rename) but would do the work twice.
	exec 9>"$cache/$prefix.lock"
	if command -v flock >/dev/null && ! flock --nonblock 9; then
		say "waiting for another build"
		flock 9
	fi
	if [ ! -e "$target" ]; then build "$target" 9>&-; fi
	exec 9>&-
fi
touch "$target"
# Programs of other versions, when nobody has asked for them for a week.
find "$cache" -maxdepth 1 -name 'localcluster-*' -mtime +7 -exec rm -rf {} +
if [ -d "$target" ]; then echo "$target/localcluster"; else echo "$target"; fi
