// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"path/filepath"
	"testing"
)

// collector is a running Collector with one of the shipped configurations.
type collector struct {
	*process
	grpc, http string // where it takes OTLP
	metrics    string // URL of the failure counters
	dir        string // its working directory
}

// startCollector runs the Collector with a file of collector-config, on ports of
// its own. The settings change single values of the file, as
// "a::b::c: value".
func startCollector(t *testing.T, file string, env []string, settings ...string) *collector {
	t.Helper()
	c := &collector{grpc: address(t), http: address(t)}
	c.restart(t, file, env, settings...)
	return c
}

// restart starts the Collector again at the addresses that it had.
func (c *collector) restart(t *testing.T, file string, env []string, settings ...string) {
	t.Helper()
	config, err := filepath.Abs(filepath.Join("..", "collector-config", file))
	if err != nil {
		t.Fatal(err)
	}
	health, counters := address(t), address(t)
	args := []string{"--config", config}
	defaults := []string{
		"receivers::otlp::protocols::grpc::endpoint: " + c.grpc,
		"receivers::otlp::protocols::http::endpoint: " + c.http,
		"extensions::health_check::endpoint: " + health,
		"service::telemetry::metrics::level: none",
	}
	if file == "gateway.yaml" {
		defaults = append(defaults,
			"exporters::prometheus::endpoint: "+counters,
			"connectors::span_metrics/failures::metrics_flush_interval: 200ms",
			"connectors::span_metrics/operations::metrics_flush_interval: 200ms",
		)
	}
	for _, s := range append(defaults, settings...) {
		args = append(args, "--config", "yaml:"+s)
	}
	c.metrics = "http://" + counters + "/metrics"
	c.process = start(t, answers("http://"+health+"/"), env, peer(t, "otelcol"), args...)
	c.dir = c.cmd.Dir
}
