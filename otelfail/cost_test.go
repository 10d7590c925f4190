// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail"
)

func double(_ context.Context, n int) (int, error) { return 2 * n, nil }

// bareSpan is the span of a tool call, made without otelfail.
func bareSpan(ctx context.Context, tracer trace.Tracer, runID string) {
	_, span := tracer.Start(ctx, "execute_tool double", trace.WithAttributes(
		attribute.String("gen_ai.operation.name", "execute_tool"),
		attribute.String("gen_ai.tool.name", "double"),
		attribute.String("failure.run.id", runID),
	))
	span.End()
}

func TestNilsWork(t *testing.T) {
	var op *otelfail.Operation
	op.End(nil)
	op.Fail(errDown)
	if id := op.RunID(); id != "" {
		t.Errorf("run id of nil: %q", id)
	}
	otelfail.Recovered(t.Context(), errDown, otelfail.Skip, "no operation")
	otelfail.Record(t.Context(), errDown, otelfail.Spec{})
	otelfail.Record(t.Context(), nil, otelfail.Spec{})
	if got := otelfail.FromContext(nil); got != nil { //nolint:staticcheck // nil is the case under test
		t.Errorf("operation in a nil context: %v", got)
	}
	_, err := otelfail.Do(t.Context(), nil, otelfail.Spec{}, func(context.Context) (int, error) { return 0, errDown })
	if !errors.Is(err, errDown) {
		t.Errorf("error changed: %v", err)
	}
}

// BenchmarkNoProvider measures what stays in a program without OpenTelemetry. A
// deeper context adds the time of two look-ups of a value in it.
func BenchmarkNoProvider(b *testing.B) {
	ctx := context.Background()
	tracker := otelfail.New()
	b.Run("plain call", func(b *testing.B) {
		for b.Loop() {
			_, _ = double(ctx, 1)
		}
	})
	b.Run("Do", func(b *testing.B) {
		for b.Loop() {
			_, _ = otelfail.Do(ctx, tracker, otelfail.Tool("double"), func(ctx context.Context) (int, error) { return double(ctx, 1) })
		}
	})
	b.Run("Wrap", func(b *testing.B) {
		wrapped := otelfail.Wrap(tracker, otelfail.Tool("double"), double)
		for b.Loop() {
			_, _ = wrapped(ctx, 1)
		}
	})
	b.Run("Start and End", func(b *testing.B) {
		for b.Loop() {
			_, op := tracker.Start(ctx, otelfail.Tool("double"))
			op.End(nil)
		}
	})
}

// BenchmarkSuccess compares an operation that succeeds with the bare span of
// the same name and attributes. Instructions are counted of the test binary,
// built with CGO_ENABLED=0 and run with GOGC=off GODEBUG=asyncpreemptoff=1 under
// valgrind --tool=callgrind: those of -test.benchtime 30000x less those of 10000x.
func BenchmarkSuccess(b *testing.B) {
	tp := sdktrace.NewTracerProvider()
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	tracer := tp.Tracer("bare")
	ctx, run := tracker.Start(b.Context(), otelfail.Agent("bench"))
	defer run.End(nil)
	runID := run.RunID()
	b.Run("bare span", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			bareSpan(ctx, tracer, runID)
		}
	})
	b.Run("operation", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, op := tracker.Start(ctx, otelfail.Tool("double"))
			op.End(nil)
		}
	})
}

// BenchmarkFailure compares an operation that fails with a bare span on which
// the same is recorded in the usual way: the error with its stack, an event with
// ten attributes, the status and the error's type.
func BenchmarkFailure(b *testing.B) {
	tp := sdktrace.NewTracerProvider()
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	tracer := tp.Tracer("bare")
	ctx, run := tracker.Start(b.Context(), otelfail.Agent("bench"))
	defer run.End(nil)
	b.Run("bare span", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			naiveFailure(ctx, tracer, errDown)
		}
	})
	b.Run("operation", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			err := errDown
			_, op := tracker.Start(ctx, otelfail.Tool("double"))
			op.End(&err)
		}
	})
}

// naiveFailure is a tool call that fails, recorded without otelfail.
func naiveFailure(ctx context.Context, tracer trace.Tracer, err error) {
	_, span := tracer.Start(ctx, "execute_tool double", trace.WithAttributes(
		attribute.String("gen_ai.operation.name", "execute_tool"),
		attribute.String("gen_ai.tool.name", "double"),
		attribute.String("failure.run.id", "run-1"),
	))
	span.RecordError(err, trace.WithStackTrace(true))
	span.AddEvent("failure", trace.WithAttributes(
		attribute.String("failure.category", "tool"),
		attribute.String("failure.reason", "other"),
		attribute.String("failure.severity", "medium"),
		attribute.String("failure.id", span.SpanContext().SpanID().String()+"-1"),
		attribute.String("failure.run.id", "run-1"),
		attribute.String("failure.node", "bench"),
		attribute.String("failure.fingerprint", "2:6f1d0c2a9b7e4455"),
		attribute.Int("failure.attempt", 1),
		attribute.Bool("failure.retryable", true),
		attribute.StringSlice("failure.path", []string{"execute_tool double", "invoke_agent bench"}),
	))
	span.SetAttributes(attribute.String("error.type", "*errors.errorString"))
	span.SetStatus(codes.Error, err.Error())
	span.End()
}
