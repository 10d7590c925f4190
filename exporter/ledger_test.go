// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// TestLedgerLineIsBounded: a program that makes up the names of its tools loses
// no call, and its ledger line does not grow without end.
func TestLedgerLineIsBounded(t *testing.T) {
	dir := t.TempDir()
	failures, err := exporter.New(dir)
	if err != nil {
		t.Fatal(err)
	}
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(failures.Processor()))
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	const tools, names = 1500, 1000
	_, err = otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
		for i := range tools {
			_, _ = otelfail.Do(ctx, tracker, otelfail.Tool(fmt.Sprint("tool-", i)), func(context.Context) (int, error) { return 0, nil })
		}
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := tp.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	sources, err := failurelog.Sources(filepath.Join(dir, failurelog.LedgerFile))
	if err != nil {
		t.Fatal(err)
	}
	var operations map[string]failurelog.OperationCount
	for run, err := range failurelog.Runs(sources...) {
		if err != nil {
			t.Fatal(err)
		}
		if run.Operations != nil {
			operations = run.Operations
		}
	}
	calls := 0
	for _, c := range operations {
		calls += c.Calls
	}
	if len(operations) != names+1 || calls != tools+1 {
		t.Errorf("%d calls under %d names, want %d under %d", calls, len(operations), tools+1, names+1)
	}
	if got, want := operations[semconv.Other].Calls, tools+1-names; got != want {
		t.Errorf("%d calls under %s, want %d", got, semconv.Other, want)
	}
}

// TestShutdownOfTheProviderLeavesLogsOnly: the file that notes what is in
// progress goes with the provider, also where the Exporter itself is not shut
// down.
func TestShutdownOfTheProviderLeavesLogsOnly(t *testing.T) {
	dir := t.TempDir()
	failures, err := exporter.New(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := failures.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	noted := func() []string {
		files, err := filepath.Glob(filepath.Join(dir, "operations_*"))
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(failures.Processor()))
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	_, err = otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
		return otelfail.Do(ctx, tracker, otelfail.Tool("fetch"), func(context.Context) (int, error) {
			for deadline := time.Now().Add(10 * time.Second); len(noted()) == 0; runtime.Gosched() {
				if time.Now().After(deadline) {
					t.Fatal("the operation in progress is noted nowhere")
				}
			}
			return 0, errors.New("down")
		})
	})
	if err == nil {
		t.Fatal("no error")
	}
	if err := tp.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left := noted(); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
}

// TestLedgerTellsProcessesApart: those that had the same id, one after the other.
func TestLedgerTellsProcessesApart(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	for range 2 {
		_, run := p.tracker.Start(t.Context(), otelfail.Agent("a"))
		run.End(nil)
	}
	p.close(t)
	_, runs := p.lines(t)
	if len(runs) != 4 {
		t.Fatalf("%d lines in the ledger, want 4", len(runs))
	}
	for _, run := range runs {
		if run.Event == failurelog.RunEnded {
			continue
		}
		if start := run.ProcessStart; start.IsZero() || !start.Equal(runs[0].ProcessStart) || start.After(run.Timestamp) {
			t.Errorf("%s at %v by a process started at %v", run.Event, run.Timestamp, start)
		}
	}
}
