// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

// Package e2e runs the demo agent, and the configurations of collector-config,
// against the real programs: an OpenTelemetry Collector, Jaeger, Prometheus and
// ClickHouse's engine, on loopback. It holds tests only.
//
// The peers are built by build.sh, once, into a cache. To use others set
// OTELFAIL_E2E_OTELCOL or OTELFAIL_E2E_JAEGER to their paths.
package e2e
