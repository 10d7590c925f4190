// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"fmt"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/otelfail"
)

// recorded is what a processor gets for a span: the span that starts, and the
// one that has ended.
type recorded struct {
	context context.Context //nolint:containedctx // that the span was started with
	started sdktrace.ReadWriteSpan
	ended   sdktrace.ReadOnlySpan
}

type spanRecorder struct{ spans []recorded }

func (c *spanRecorder) OnStart(ctx context.Context, s sdktrace.ReadWriteSpan) {
	c.spans = append(c.spans, recorded{context: ctx, started: s})
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
	outer, request := tp.Tracer("other").Start(tb.Context(), "POST")
	get(outer)
	tb.Cleanup(func() { request.End() })
	ctx, run := otelfail.New(otelfail.WithTracerProvider(tp)).Start(tb.Context(), otelfail.Agent("a"))
	_, tool := otelfail.New().Start(ctx, otelfail.Tool("weather"))
	tool.End(nil)
	get(ctx)
	tb.Cleanup(func() { run.End(nil) })
	return p, map[string]recorded{"foreign": spans.spans[1], "operation": spans.spans[3], "foreign in a run": spans.spans[4]}
}

// asker is a processor that asks a span what has to be known to tell that there is
// nothing to do, and does nothing. It is what a processor costs at least: the SDK
// locks a span that is asked while it lives, and copies one that has ended.
type asker struct {
	scope bool // whose span it is, too: more than one instrumentation names spans alike
	found int
}

func (a *asker) OnStart(_ context.Context, s sdktrace.ReadWriteSpan) {
	if a.found += len(s.Name()); a.scope {
		a.found += len(s.InstrumentationScope().Name)
	}
}

func (a *asker) OnEnd(s sdktrace.ReadOnlySpan) {
	if s.SpanContext().IsValid() && s.Status().Code != codes.Error {
		a.found += len(s.Name()) + len(s.Events()) + len(s.Attributes())
	}
}

func (a *asker) Shutdown(context.Context) error   { return nil }
func (a *asker) ForceFlush(context.Context) error { return nil }

// BenchmarkHealthySpan is what the processor costs a span that did not fail: its
// start and its end. Its peer only asks.
func BenchmarkHealthySpan(b *testing.B) {
	for _, name := range []string{"foreign", "operation"} {
		b.Run(name+"/peer=asking", func(b *testing.B) {
			_, spans := healthySpans(b, 1)
			measureSpan(b, &asker{scope: name == "operation"}, spans[name])
		})
	}
	for _, runs := range []int{1, 100, 10_000} {
		p, spans := healthySpans(b, runs)
		for _, name := range []string{"foreign", "foreign in a run", "operation"} {
			s := spans[name]
			b.Run(fmt.Sprintf("%s/runs=%d", name, runs), func(b *testing.B) { measureSpan(b, p, s) })
		}
	}
}

func measureSpan(b *testing.B, p sdktrace.SpanProcessor, s recorded) {
	b.ReportAllocs()
	for b.Loop() {
		p.OnStart(s.context, s.started)
		p.OnEnd(s.ended)
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
			p.OnStart(s.context, s.started)
			p.OnEnd(s.ended)
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
