#!/usr/bin/env bash
# Copyright The otelfail Authors
# SPDX-License-Identifier: Apache-2.0
#
# The programs of docker-compose.yml as processes of this machine, on loopback,
# with the same configurations. Grafana is not among them: import
# collector-config/grafana/dashboards/otelfail.json into one of yours.
#
#   collector-config/local.sh up|down|status
#
# OTELCOL and JAEGER name programs to use in place of those that e2e/build.sh
# builds. Logs, process ids and counters are kept in RUNTIME_DIR (./runtime).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

STATE="${RUNTIME_DIR:-runtime}/peers"
umask 077
mkdir -p "$STATE"
chmod 700 "$STATE"
STATE="$(cd "$STATE" && pwd)"
readonly STATE

# Programs, and the address at which each says that it is ready.
readonly NAMES=(jaeger collector prometheus)
declare -rA READY=(
	[jaeger]=http://127.0.0.1:13134/status
	[collector]=http://127.0.0.1:13133/
	[prometheus]=http://127.0.0.1:9090/-/ready
)

running() {
	local pid
	pid="$(cat "$STATE/$1.pid" 2>/dev/null)" && kill -0 "$pid" 2>/dev/null
}

answers() {
	curl -fsS -o /dev/null --max-time 2 "$1" 2>/dev/null
}

# launch starts a program in the background and waits until it is ready.
launch() {
	local name="$1"
	shift
	if running "$name"; then
		echo "$name runs already"
		return
	fi
	if answers "${READY[$name]}"; then
		echo "error: something else answers at ${READY[$name]}" >&2
		exit 1
	fi
	setsid "$@" >"$STATE/$name.log" 2>&1 </dev/null &
	echo $! >"$STATE/$name.pid"
	for _ in $(seq 1 100); do
		if answers "${READY[$name]}"; then
			echo "$name is ready"
			return
		fi
		running "$name" || break
		sleep 0.2
	done
	echo "error: $name is not ready; its log ends:" >&2
	tail -n 5 "$STATE/$name.log" >&2
	exit 1
}

up() {
	local jaeger otelcol
	command -v curl >/dev/null || { echo "error: curl is needed" >&2; exit 1; }
	jaeger="${JAEGER:-$(e2e/build.sh jaeger)}"
	otelcol="${OTELCOL:-$(e2e/build.sh otelcol)}"
	launch jaeger "$jaeger" --config collector-config/jaeger.yaml
	KEEP_PERCENT="${KEEP_PERCENT:-100}" DECISION_WAIT="${DECISION_WAIT:-2s}" TRACES_FILE="${TRACES_FILE:-$STATE/traces.jsonl}" \
		launch collector "$otelcol" --config collector-config/gateway.yaml
	if command -v prometheus >/dev/null; then
		sed 's/collector:/127.0.0.1:/' collector-config/prometheus.yaml >"$STATE/prometheus.yaml"
		launch prometheus prometheus --config.file="$STATE/prometheus.yaml" --storage.tsdb.path="$STATE/prometheus" \
			--web.listen-address=127.0.0.1:9090 --enable-feature=exemplar-storage
	else
		echo "prometheus is not installed: the counters are at http://127.0.0.1:8889/metrics"
	fi
	echo "traces: http://127.0.0.1:16686   OTLP: 127.0.0.1:4317"
}

down() {
	local name pid
	for name in "${NAMES[@]}"; do
		running "$name" || continue
		pid="$(cat "$STATE/$name.pid")"
		kill "$pid"
		for _ in $(seq 1 150); do
			running "$name" || break
			sleep 0.1
		done
		if running "$name"; then
			kill -9 "$pid"
		fi
		rm -f "$STATE/$name.pid"
		echo "$name stopped"
	done
}

status() {
	local name
	for name in "${NAMES[@]}"; do
		if ! running "$name"; then
			echo "$name: not running"
		elif answers "${READY[$name]}"; then
			echo "$name: ready"
		else
			echo "$name: running, not ready"
		fi
	done
}

case "${1:-}" in
up | down | status) "$1" ;;
*)
	echo "usage: collector-config/local.sh up|down|status" >&2
	exit 2
	;;
esac
