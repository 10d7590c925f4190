#!/usr/bin/env bash
# Copyright The otelfail Authors
# SPDX-License-Identifier: Apache-2.0
#
# Builds a real peer for the end-to-end tests, once, and prints where it is:
#
#   e2e/build.sh otelcol   the Collector of collector-config/builder.yaml (some 3 minutes)
#   e2e/build.sh jaeger    Jaeger v2, with a placeholder for its page (some 10 minutes)
#   e2e/build.sh chdb      ClickHouse's engine for Node.js: a folder (550 MB)
#   e2e/build.sh demo      the demo agent, always anew
#
# Everything comes through the Go module proxy, chdb from npm. All is kept in
# ${XDG_CACHE_HOME:-~/.cache}/otelfail-ci, by version.
set -euo pipefail

readonly BUILDER_VERSION=v0.161.0
readonly JAEGER_VERSION=v1.76.0 # the module's number of Jaeger v2

cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly ROOT="$PWD"
readonly CACHE="${XDG_CACHE_HOME:-${HOME:?}/.cache}/otelfail-ci"
export GOFLAGS=-buildvcs=false GOWORK=off CGO_ENABLED=0

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

build_otelcol() {
	# The name of the folder goes into the sources, so it is a fixed one.
	sed "s|^  output_path:.*|  output_path: $scratch/otelcol|" "$ROOT/collector-config/builder.yaml" >"$scratch/builder.yaml"
	(cd "$scratch" && go run "go.opentelemetry.io/collector/cmd/builder@$BUILDER_VERSION" --config builder.yaml --skip-compilation)
	(cd "$scratch/otelcol" && go build -trimpath -ldflags='-s -w' -o "$1" .)
}

build_jaeger() {
	# `go install` refuses a module with replace directives; in a copy of the
	# module they hold.
	local from
	from="$(cd "$scratch" && go mod download -json "github.com/jaegertracing/jaeger@$JAEGER_VERSION" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')"
	cp -r "$from" "$scratch/jaeger"
	chmod -R u+w "$scratch/jaeger"
	(cd "$scratch/jaeger" && go build -trimpath -ldflags='-s -w' -o "$1" ./cmd/jaeger)
}

build_chdb() {
	mkdir "$1"
	cp "$ROOT/e2e/clickhouse/package.json" "$1"
	npm --prefix "$1" install --no-package-lock --no-audit --no-fund
}

case "${1:-}" in
otelcol) key="otelcol-$(sha256sum collector-config/builder.yaml | cut -c1-12)-$(go env GOVERSION)" ;;
jaeger) key="jaeger-$JAEGER_VERSION-$(go env GOVERSION)" ;;
chdb) key="chdb-$(sha256sum e2e/clickhouse/package.json | cut -c1-12)" ;;
demo)
	mkdir -p "$CACHE"
	go build -o "$CACHE/agentdemo" ./agentdemo
	echo "$CACHE/agentdemo"
	exit
	;;
*)
	echo "usage: e2e/build.sh otelcol|jaeger|chdb|demo" >&2
	exit 2
	;;
esac

if [[ ! -e "$CACHE/$key" ]]; then
	echo "building $key, once" >&2
	mkdir -p "$CACHE"
	"build_$1" "$scratch/bin" >&2
	# Renamed into place: an interrupted build must not look finished.
	mv "$scratch/bin" "$CACHE/.new.$$"
	mv -T "$CACHE/.new.$$" "$CACHE/$key"
fi
echo "$CACHE/$key"
