// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package benchmarks_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/stdout/stdouttrace"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

const (
	traces = 2_000
	calls  = 8 // of each trace, besides its two outer spans
	batch  = 512
)

// spanCollector keeps the spans that end.
type spanCollector struct{ spans []sdktrace.ReadOnlySpan }

func (c *spanCollector) OnStart(context.Context, sdktrace.ReadWriteSpan) {}
func (c *spanCollector) OnEnd(s sdktrace.ReadOnlySpan)                   { c.spans = append(c.spans, s) }
func (c *spanCollector) Shutdown(context.Context) error                  { return nil }
func (c *spanCollector) ForceFlush(context.Context) error                { return nil }

func newProvider(c *spanCollector) *sdktrace.TracerProvider {
	return sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(c),
		sdktrace.WithResource(resource.NewSchemaless(attribute.String("service.name", "agentdemo"))))
}

var errTimeout = fmt.Errorf("forecast: Get %q: %w", "https://api.example.com/v1/forecast", context.DeadlineExceeded)

// agents returns the spans of runs of otelfail's, each with an agent, a step and
// tool calls, of which the given share fails.
func agents(percent int) []sdktrace.ReadOnlySpan {
	var c spanCollector
	tracker := otelfail.New(otelfail.WithTracerProvider(newProvider(&c)))
	n := 0
	for r := range traces {
		agent := otelfail.Agent("travel-agent")
		agent.RunID, agent.UserID = fmt.Sprintf("run-%d", r), "user-1"
		ctx, run := tracker.Start(context.Background(), agent)
		step := otelfail.Spec{Kind: otelfail.KindStep, Name: "executor", StepID: "step-1", StepType: "TOOL_CALL", StepTitle: "Fetch weather for Paris"}
		ctx, op := tracker.Start(ctx, step)
		for range calls {
			_, tool := tracker.Start(ctx, otelfail.Tool("weather_summary"))
			err := fails(&n, percent)
			tool.End(&err)
		}
		op.End(nil)
		run.End(nil)
	}
	return c.spans
}

// requests returns the spans of traces of another instrumentation: a server's
// request, work within it, and requests that it makes, of which the given share
// fails.
func requests(percent int) []sdktrace.ReadOnlySpan {
	var c spanCollector
	tracer := newProvider(&c).Tracer("go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp")
	n := 0
	for range traces {
		ctx, server := tracer.Start(context.Background(), "POST /plan")
		ctx, work := tracer.Start(ctx, "plan")
		for range calls {
			_, client := tracer.Start(ctx, "GET", trace.WithSpanKind(trace.SpanKindClient))
			client.SetAttributes(attribute.String("http.request.method", "GET"), attribute.String("url.full", "https://api.example.com/v1/forecast"))
			if err := fails(&n, percent); err != nil {
				client.RecordError(err)
				client.SetStatus(codes.Error, err.Error())
			} else {
				client.SetAttributes(attribute.Int("http.response.status_code", 200))
			}
			client.End()
		}
		work.End()
		server.End()
	}
	return c.spans
}

// fails returns an error for that many of a hundred.
func fails(n *int, percent int) error {
	*n++
	if *n*percent%100 < percent {
		return errTimeout
	}
	return nil
}

// export has an exporter take the spans, batch by batch. It is made anew when all
// have been, since ours recognises what comes again.
func export(b *testing.B, spans []sdktrace.ReadOnlySpan, open func() sdktrace.SpanExporter) {
	b.Helper()
	b.ReportAllocs()
	e, next := open(), 0
	begin, paused := cpuTime(b), time.Duration(0)
	for left := b.N; left > 0; {
		if next == len(spans) {
			b.StopTimer()
			at := cpuTime(b)
			e, next = open(), 0
			runtime.GC()
			paused += cpuTime(b) - at
			b.StartTimer()
		}
		n := min(batch, left, len(spans)-next)
		if err := e.ExportSpans(context.Background(), spans[next:next+n]); err != nil {
			b.Fatal(err)
		}
		next += n
		left -= n
	}
	b.ReportMetric(float64(cpuTime(b)-begin-paused)/float64(b.N), "cpu-ns/op")
}

// cpuTime is what the process has used so far: where a machine is shared, it
// tells more than the clock.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// asker is an exporter that asks each span what has to be known to tell whether
// there is anything to do, and does nothing: what an exporter costs at least.
type asker struct{ found int }

func (a *asker) ExportSpans(_ context.Context, spans []sdktrace.ReadOnlySpan) error {
	for _, s := range spans {
		if s.SpanContext().IsValid() && s.Status().Code != codes.Error {
			a.found += len(s.Name()) + len(s.Events()) + len(s.Attributes())
		}
	}
	return nil
}

func (a *asker) Shutdown(context.Context) error { return nil }

// BenchmarkExport is one span through an exporter to io.Discard.
func BenchmarkExport(b *testing.B) {
	for _, of := range []struct {
		name  string
		spans func(percent int) []sdktrace.ReadOnlySpan
	}{{"ours", agents}, {"foreign", requests}} {
		for _, percent := range []int{100, 1} {
			spans := of.spans(percent)
			b.Run(fmt.Sprintf("spans=%s/failing=%d%%/exporter=otelfail", of.name, percent), func(b *testing.B) {
				export(b, spans, func() sdktrace.SpanExporter { return exporter.NewWriter(io.Discard) })
			})
			b.Run(fmt.Sprintf("spans=%s/failing=%d%%/exporter=asking", of.name, percent), func(b *testing.B) {
				export(b, spans, func() sdktrace.SpanExporter { return &asker{} })
			})
			b.Run(fmt.Sprintf("spans=%s/failing=%d%%/exporter=stdouttrace", of.name, percent), func(b *testing.B) {
				export(b, spans, func() sdktrace.SpanExporter {
					e, err := stdouttrace.New(stdouttrace.WithWriter(io.Discard))
					if err != nil {
						b.Fatal(err)
					}
					return e
				})
			})
		}
	}
}

// records returns the records of a run.
func records(b *testing.B) []failurelog.Record {
	b.Helper()
	e, err := exporter.New(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(e.ExportSpans(context.Background(), agents(100)), e.Shutdown(context.Background())); err != nil {
		b.Fatal(err)
	}
	var list []failurelog.Record
	for r, err := range e.Failures("run-1") {
		if err != nil {
			b.Fatal(err)
		}
		r.Event, r.Recovery, r.WasRecovered, r.RecoveryAction = failurelog.FailureRecorded, nil, false, ""
		list = append(list, r)
	}
	return list
}

// BenchmarkRecord is one record, which exists, written as a line to io.Discard.
func BenchmarkRecord(b *testing.B) {
	list := records(b)
	b.Run("writer=otelfail", func(b *testing.B) {
		w := failurelog.NewWriter(io.Discard)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if err := w.Append(&list[i%len(list)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("writer=zerolog", func(b *testing.B) {
		zerolog.TimeFieldFormat = "2006-01-02T15:04:05.999999999Z07:00"
		w := zerolog.New(io.Discard)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			logRecord(&w, &list[i%len(list)])
		}
	})
}

// logRecord writes the same fields in the same order.
func logRecord(w *zerolog.Logger, r *failurelog.Record) {
	e := w.Log().
		Str("event", string(r.Event)).Int("schema", r.Schema).Str("failure_id", r.FailureID).Time("timestamp", r.Timestamp).
		Str("run_id", r.RunID).Str("user_id", r.UserID).Str("service", r.Service).Str("trace_id", r.TraceID).Str("span_id", r.SpanID).
		Str("category", string(r.Category)).Str("reason", string(r.Reason)).Str("severity", string(r.Severity))
	if yes, known := r.Retryable.Bool(); known {
		e.Bool("retryable", yes)
	} else {
		e.RawJSON("retryable", []byte("null"))
	}
	e.Str("graph_node", r.GraphNode).Str("step_id", r.StepID).Str("step_type", r.StepType).Str("step_title", r.StepTitle).
		Str("tool_name", r.ToolName).Str("llm_model", r.LLMModel).
		Str("error_type", r.ErrorType).Str("error_message", r.ErrorMessage).Str("error_traceback", r.ErrorTraceback).
		Float64("latency_ms", r.LatencyMS).Int("attempt_number", r.AttemptNumber).Str("fingerprint", r.Fingerprint).Strs("path", r.Path).
		Bool("was_recovered", r.WasRecovered).Str("recovery_action", r.RecoveryAction).RawJSON("recovery", []byte("null")).
		Dict("context_data", zerolog.Dict()).Strs("tags", r.Tags).Send()
}
