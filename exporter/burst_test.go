// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"flag"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

var burstFailures = flag.Int("burst.failures", 20_000, "failures that TestBurst records")

// burstWriters are who writes what fails in a burst.
var burstWriters = map[string][]exporter.Option{"worker": nil, "direct": {exporter.WithDirectWrites()}}

// blockedExporter exports nothing until it is released.
type blockedExporter struct{ release chan struct{} }

func (b *blockedExporter) ExportSpans(context.Context, []sdktrace.ReadOnlySpan) error {
	<-b.release
	return nil
}
func (b *blockedExporter) Shutdown(context.Context) error { return nil }

// burst has 64 goroutines fail n times all in all, in one run, and returns how
// long each took to end an operation, sorted.
func burst(ctx context.Context, tracker *otelfail.Tracker, n int) []time.Duration {
	const goroutines = 64
	agent := otelfail.Agent("a")
	agent.RunID = "burst"
	ctx, run := tracker.Start(ctx, agent)
	defer run.End(nil)
	took := make([][]time.Duration, goroutines)
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for i := g; i < n; i += goroutines {
				_, op := tracker.Start(ctx, otelfail.Tool("x"))
				begin := time.Now()
				op.End(&errTimeout)
				took[g] = append(took[g], time.Since(begin))
			}
		})
	}
	wg.Wait()
	return slices.Sorted(slices.Values(slices.Concat(took...)))
}

// TestBurst: while another exporter blocks until the test ends.
func TestBurst(t *testing.T) {
	for who, opts := range burstWriters {
		t.Run(who, func(t *testing.T) {
			blocked := &blockedExporter{make(chan struct{})}
			p := newPipeline(t, func(e *exporter.Exporter) []sdktrace.TracerProviderOption {
				return []sdktrace.TracerProviderOption{sdktrace.WithSpanProcessor(e.Processor()), sdktrace.WithBatcher(blocked)}
			}, opts...)
			burst(t.Context(), p.tracker, *burstFailures)
			runtime.GC()
			var mem runtime.MemStats
			runtime.ReadMemStats(&mem)
			close(blocked.release)
			p.close(t)
			n := 0
			for r, err := range failurelog.Records(mustSources(t, p.exporter.LogFile("burst"))...) {
				if err != nil {
					t.Fatal(err)
				}
				if r.Event == failurelog.FailureRecorded {
					n++
				}
			}
			if n != *burstFailures {
				t.Errorf("%d failures are in the log, want %d", n, *burstFailures)
			}
			if mem.HeapAlloc > 256<<20 {
				t.Errorf("the heap has %d MiB", mem.HeapAlloc>>20)
			}
		})
	}
}

// BenchmarkBurst is how long it takes to end an operation that fails, line written,
// while 64 goroutines do nothing but fail.
func BenchmarkBurst(b *testing.B) {
	for who, opts := range burstWriters {
		b.Run(who, func(b *testing.B) {
			e, err := exporter.New(b.TempDir(), opts...)
			if err != nil {
				b.Fatal(err)
			}
			tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(e.Processor()))
			tracker := otelfail.New(otelfail.WithTracerProvider(tp))
			b.ResetTimer()
			took := burst(b.Context(), tracker, b.N)
			b.StopTimer()
			if err := e.Shutdown(b.Context()); err != nil {
				b.Fatal(err)
			}
			for _, q := range []struct {
				name string
				at   int
			}{{"p50-µs", len(took) / 2}, {"p99-µs", len(took) * 99 / 100}, {"max-µs", len(took) - 1}} {
				b.ReportMetric(float64(took[q.at].Nanoseconds())/1e3, q.name)
			}
		})
	}
}

// TestDirectWritesKeepTheOrder: an outcome is never before its failure, nor a line
// of a run that fails in many places at once missing, torn or there twice.
func TestDirectWritesKeepTheOrder(t *testing.T) {
	const goroutines, each = 16, 100
	for _, rotation := range []failurelog.Rotation{{}, {Size: 20_000}} {
		p := newPipeline(t, wirings["processor"], exporter.WithDirectWrites(), exporter.WithRotation(rotation))
		agent := otelfail.Agent("a")
		agent.RunID = "r"
		ctx, run := p.tracker.Start(t.Context(), agent)
		var wg sync.WaitGroup
		for range goroutines {
			wg.Go(func() {
				for range each {
					_, _ = otelfail.Do(ctx, nil, otelfail.Spec{Kind: otelfail.KindStep, Name: "executor"}, func(ctx context.Context) (int, error) {
						_, op := otelfail.New().Start(ctx, otelfail.Tool("x"))
						op.End(&errTimeout)
						return 0, nil // which absorbs it
					})
				}
			})
		}
		wg.Wait()
		run.End(nil)
		p.close(t)
		records, _ := p.lines(t)
		seen := map[string]failurelog.Event{}
		for _, r := range records {
			before, again := seen[r.FailureID]
			if recorded := r.Event == failurelog.FailureRecorded; recorded == again || again && before == r.Event {
				t.Errorf("%s: %s comes after %q", r.FailureID, r.Event, before)
			}
			seen[r.FailureID] = r.Event
		}
		if want := goroutines * each; len(seen) != want || len(records) != 2*want {
			t.Errorf("%d failures in %d lines, want %d in %d", len(seen), len(records), want, 2*want)
		}
	}
}
