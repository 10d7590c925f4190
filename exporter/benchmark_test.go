// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
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

// healthySpans returns a foreign span, and a tool call with the processor that
// has seen its run start.
func healthySpans(tb testing.TB) (sdktrace.SpanProcessor, recorded, recorded) {
	e, err := exporter.New(tb.TempDir())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := e.Shutdown(context.Background()); err != nil {
			tb.Error(err)
		}
	})
	var spans spanRecorder
	p := e.Processor()
	tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(&spans), sdktrace.WithSpanProcessor(p))
	_, span := tp.Tracer("other").Start(tb.Context(), "GET")
	span.SetAttributes(attribute.String("url.full", "http://a"), attribute.Int("http.response.status_code", 200))
	span.End()
	ctx, run := otelfail.New(otelfail.WithTracerProvider(tp)).Start(tb.Context(), otelfail.Agent("a"))
	_, tool := otelfail.New().Start(ctx, otelfail.Tool("weather"))
	tool.End(nil)
	tb.Cleanup(func() { run.End(nil) })
	return p, spans.spans[0], spans.spans[2]
}

func BenchmarkHealthySpan(b *testing.B) {
	p, foreign, ours := healthySpans(b)
	for name, s := range map[string]recorded{"foreign": foreign, "ours": ours} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p.OnStart(context.Background(), s.started)
				p.OnEnd(s.ended)
			}
		})
	}
}

func TestHealthySpansAllocateNothing(t *testing.T) {
	p, foreign, ours := healthySpans(t)
	for name, s := range map[string]recorded{"foreign": foreign, "ours": ours} {
		if n := testing.AllocsPerRun(1000, func() {
			p.OnStart(context.Background(), s.started)
			p.OnEnd(s.ended)
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
