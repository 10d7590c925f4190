// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"errors"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// A batcher with a large queue hands on spans long after the processor had them.
func TestOnceHoweverMuchTheBatcherHolds(t *testing.T) {
	const failures = 100_000
	dir := t.TempDir()
	e, err := exporter.New(dir)
	if err != nil {
		t.Fatal(err)
	}
	var held spanCollector
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()), sdktrace.WithSpanProcessor(&held))
	agent := otelfail.Agent("a")
	agent.RunID = "r"
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	ctx, run := tracker.Start(t.Context(), agent)
	for range failures {
		_, op := tracker.Start(ctx, otelfail.Tool("x"))
		op.End(&errTimeout)
	}
	run.End(nil)
	if err := errors.Join(e.ExportSpans(t.Context(), held.ended), e.Shutdown(t.Context())); err != nil {
		t.Fatal(err)
	}
	sources, err := failurelog.Sources(dir)
	if err != nil {
		t.Fatal(err)
	}
	recorded := 0
	for r, err := range failurelog.Records(sources...) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Event == failurelog.FailureRecorded {
			recorded++
		}
	}
	if recorded != failures {
		t.Errorf("%d failures in the log, want %d", recorded, failures)
	}
}
