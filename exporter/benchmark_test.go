// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"fmt"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/otelfail"
)

// recorded is what a processor gets for a span: the span that starts, and the
// one that has ended.
type recorded struct {
	started sdktrace.ReadWriteSpan
	ended   sdktrace.ReadOnlySpan
}

type spanRecorder struct{ spans []recorded }

func (c *spanRecorder) OnStart(_ context.Context, s sdktrace.ReadWriteSpan) {
	c.spans = append(c.spans, recorded{started: s})
}

func (c *spanRecorder) OnEnd(s sdktrace.ReadOnlySpan) {
	for i := range c.spans {
		if c.spans[i].started.SpanContext().Equal(s.SpanContext()) {
			c.spans[i].ended = s
		}
	}
}

func (c *spanRecorder) Shutdown(context.Context) error   { return nil }
func (c *spanRecorder) ForceFlush(context.Context) error { return nil }

// healthySpans returns a processor that has seen so many runs start, and healthy
// spans by kind.
func healthySpans(tb testing.TB, runs int) (sdktrace.SpanProcessor, map[string]recorded) {
	e, err := exporter.New(tb.TempDir())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := e.Shutdown(context.Background()); err != nil {
			tb.Error(err)
		}
	})
	p := e.Processor()
	only := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p))
	for range runs - 1 {
		_, _ = otelfail.New(otelfail.WithTracerProvider(only)).Start(tb.Context(), otelfail.Agent("a"))
	}
	var spans spanRecorder
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(&spans), sdktrace.WithSpanProcessor(p))
	get := func(ctx context.Context) {
		_, span := tp.Tracer("other").Start(ctx, "GET")
		span.SetAttributes(attribute.String("url.full", "http://a"), attribute.Int("http.response.status_code", 200))
		span.End()
	}
	get(tb.Context())
	ctx, run := otelfail.New(otelfail.WithTracerProvider(tp)).Start(tb.Context(), otelfail.Agent("a"))
	_, tool := otelfail.New().Start(ctx, otelfail.Tool("weather"))
	tool.End(nil)
	get(ctx)
	tb.Cleanup(func() { run.End(nil) })
	return p, map[string]recorded{"foreign": spans.spans[0], "operation": spans.spans[2], "foreign in a run": spans.spans[3]}
}

// BenchmarkHealthySpan is what the processor costs a span that did not fail: its
// start and its end.
func BenchmarkHealthySpan(b *testing.B) {
	for _, runs := range []int{1, 100, 10_000} {
		p, spans := healthySpans(b, runs)
		for _, name := range []string{"foreign", "foreign in a run", "operation"} {
			s := spans[name]
			b.Run(fmt.Sprintf("%s/runs=%d", name, runs), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					p.OnStart(context.Background(), s.started)
					p.OnEnd(s.ended)
				}
			})
		}
	}
}

// BenchmarkRun is a run without any work, among others that go on: spans, and
// two lines in the ledger.
func BenchmarkRun(b *testing.B) {
	for _, runs := range []int{1, 100, 9_000} {
		b.Run(fmt.Sprintf("runs=%d", runs), func(b *testing.B) {
			p, _ := healthySpans(b, runs)
			tracker := otelfail.New(otelfail.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p))))
			for b.Loop() {
				_, run := tracker.Start(b.Context(), otelfail.Agent("a"))
				run.End(nil)
			}
		})
	}
}

func TestHealthySpansAllocateNothing(t *testing.T) {
	p, spans := healthySpans(t, 3)
	for name, s := range spans {
		if n := testing.AllocsPerRun(1000, func() {
			p.OnStart(context.Background(), s.started)
			p.OnEnd(s.ended)
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
