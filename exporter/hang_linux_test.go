// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// TestALogThatHangsStopsNoAgent: the log of the run is a pipe that nobody reads
// until the agent is done and everything is shut down.
func TestALogThatHangsStopsNoAgent(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	const goroutines, each = 64, 100
	var reports atomic.Int32
	before := otel.GetErrorHandler()
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) { reports.Add(1) }))
	defer otel.SetErrorHandler(before)
	e, err := exporter.New(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	path := e.LogFile("hang")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()))
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	agent := otelfail.Agent("a")
	agent.RunID = "hang"
	ctx, run := tracker.Start(t.Context(), agent)
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for range each {
				_, op := tracker.Start(ctx, otelfail.Tool("x"))
				err := fmt.Errorf("failure %s", strings.Repeat("x", 2_000))
				op.End(&err)
			}
		})
	}
	wg.Wait()
	run.End(nil)
	if n := reports.Load(); n != 1 {
		t.Errorf("%d reports to the error handler, want 1", n)
	}

	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := e.Shutdown(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown: %v, want it to give up", err)
	}
	short, cancel = context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := e.Shutdown(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown again: %v, want it to wait for what is left", err)
	}
	if err := tp.Shutdown(t.Context()); err != nil {
		t.Errorf("Shutdown of the provider: %v", err)
	}
	if err := e.ExportSpans(t.Context(), []sdktrace.ReadOnlySpan{endedSpan(t)}); !errors.Is(err, exporter.ErrShutdown) {
		t.Errorf("export after Shutdown: %v", err)
	}

	pipe, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pipe.Close() }()
	recorded, dropped := 0, 0
	for entry, err := range failurelog.Read(failurelog.FromReader("pipe", pipe)) {
		switch {
		case err != nil:
			t.Error(err)
		case entry.Dropped != nil:
			dropped += entry.Dropped.Failures
		case entry.Record != nil && entry.Record.Event == failurelog.FailureRecorded:
			recorded++
		}
	}
	if recorded+dropped != goroutines*each || recorded == 0 || dropped == 0 {
		t.Errorf("%d failures written and %d counted, of %d", recorded, dropped, goroutines*each)
	}
	if err := errors.Join(e.Shutdown(t.Context()), e.Shutdown(t.Context())); err != nil {
		t.Errorf("Shutdown when everything is written: %v", err)
	}
}
