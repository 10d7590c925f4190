// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/log"
	lognoop "go.opentelemetry.io/otel/log/noop"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Code of the program that panics whenever it is called.

type angryError struct{ _ int }

func (*angryError) Error() string { panic("Error panics") }

type angryUnwrap struct{ _ int }

func (*angryUnwrap) Error() string { return "angry" }
func (*angryUnwrap) Unwrap() error { panic("Unwrap panics") }
func (*angryUnwrap) Is(error) bool { panic("Is panics") }
func (*angryUnwrap) As(any) bool   { panic("As panics") }

type angrySampler struct{}

func (angrySampler) Description() string { return "angry" }
func (angrySampler) ShouldSample(sdktrace.SamplingParameters) sdktrace.SamplingResult {
	panic("ShouldSample panics")
}

type angryProcessor struct{ start, end bool }

func (p angryProcessor) OnStart(context.Context, sdktrace.ReadWriteSpan) {
	if p.start {
		panic("OnStart panics")
	}
}

func (p angryProcessor) OnEnd(sdktrace.ReadOnlySpan) {
	if p.end {
		panic("OnEnd panics")
	}
}
func (angryProcessor) Shutdown(context.Context) error   { return nil }
func (angryProcessor) ForceFlush(context.Context) error { return nil }

type angryTracers struct{ trace.TracerProvider }

func (angryTracers) Tracer(string, ...trace.TracerOption) trace.Tracer { panic("Tracer panics") }

type angryMeters struct{ metricnoop.MeterProvider }

func (angryMeters) Meter(string, ...metric.MeterOption) metric.Meter { panic("Meter panics") }

type angryLoggers struct{ lognoop.LoggerProvider }

func (angryLoggers) Logger(string, ...log.LoggerOption) log.Logger { panic("Logger panics") }

type angryLogger struct{ lognoop.LoggerProvider }

func (angryLogger) Logger(string, ...log.LoggerOption) log.Logger { return emitPanics{} }

type emitPanics struct{ lognoop.Logger }

func (emitPanics) Emit(context.Context, log.Record) { panic("Emit panics") }

// TestNothingHarmsTheProgram: whatever of the program's own code panics while
// telemetry is made, the program gets its result and its error, and the
// OpenTelemetry error handler hears of it once.
func TestNothingHarmsTheProgram(t *testing.T) {
	angryRedactor := func(s string) string {
		if strings.Contains(s, errDown.Error()) {
			panic("redactor panics")
		}
		return s
	}
	tests := []struct {
		name     string
		spans    []sdktrace.TracerProviderOption
		opts     []otelfail.Option
		err      error
		recorded bool // the failure is on its span, and the span marked
	}{
		{"Error method", nil, nil, &angryError{}, true},
		{"Unwrap method", nil, nil, &angryUnwrap{}, true},
		{"classifier", nil, []otelfail.Option{otelfail.WithClassifier(classifierFunc(func(classify.Input) (classify.Verdict, bool) { panic("Classify panics") }))}, errDown, true},
		{"redactor", nil, []otelfail.Option{otelfail.WithRedactor(angryRedactor)}, errDown, true},
		{"sampler", []sdktrace.TracerProviderOption{sdktrace.WithSampler(angrySampler{})}, nil, errDown, false},
		{"processor at the start", []sdktrace.TracerProviderOption{sdktrace.WithSpanProcessor(angryProcessor{start: true})}, nil, errDown, false},
		{"processor at the end", []sdktrace.TracerProviderOption{sdktrace.WithSpanProcessor(angryProcessor{end: true})}, nil, errDown, true},
		{"tracer provider", nil, []otelfail.Option{otelfail.WithTracerProvider(angryTracers{})}, errDown, false},
		{"nil pointer as a tracer provider", nil, []otelfail.Option{otelfail.WithTracerProvider((*sdktrace.TracerProvider)(nil))}, errDown, false},
		{"meter provider", nil, []otelfail.Option{otelfail.WithMeterProvider(angryMeters{})}, errDown, true},
		{"nil pointer as a meter provider", nil, []otelfail.Option{otelfail.WithMeterProvider((*sdkmetric.MeterProvider)(nil))}, errDown, true},
		{"logger provider", nil, []otelfail.Option{otelfail.WithLoggerProvider(angryLoggers{})}, errDown, true},
		{"logger", nil, []otelfail.Option{otelfail.WithLoggerProvider(angryLogger{})}, errDown, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", "logs/dup")
			reports := countReports(t)
			spans := tracetest.NewSpanRecorder()
			tp := sdktrace.NewTracerProvider(append([]sdktrace.TracerProviderOption{sdktrace.WithSpanProcessor(spans)}, tt.spans...)...)
			tracker := otelfail.New(append([]otelfail.Option{otelfail.WithTracerProvider(tp)}, tt.opts...)...)
			for range 3 {
				got, err := otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
					return otelfail.Do(ctx, nil, otelfail.Tool("t"), func(ctx context.Context) (int, error) { return 7, tt.err })
				})
				if got != 7 || err != tt.err { //nolint:errorlint // identity is what is promised
					t.Fatalf("got %d, %v", got, err)
				}
			}
			if tt.recorded {
				span := spans.Ended()[0]
				if len(span.Events()) != 1 || span.Status().Code != codes.Error {
					t.Errorf("the failure was not recorded: events %v, status %v", span.Events(), span.Status())
				}
			}
			if n := reports.Load(); n != 1 || tracker.Faults() < 1 {
				t.Errorf("%d reports to the error handler, want 1; %d faults counted", n, tracker.Faults())
			}
		})
	}
}

// countReports counts what the OpenTelemetry error handler gets. The handler
// panics, too.
func countReports(t *testing.T) *atomic.Int32 {
	var reports atomic.Int32
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) {
		reports.Add(1)
		panic("the handler panics")
	}))
	t.Cleanup(func() { otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { t.Log(err) })) })
	return &reports
}

func TestCheckThatPanics(t *testing.T) {
	reports := countReports(t)
	tracker, spans := newTracker(t)
	for range 3 {
		got, err := otelfail.Do(t.Context(), tracker, otelfail.Tool("t"), otelfail.Check(
			func(context.Context) (int, error) { return 7, nil },
			func(int) error { panic("check panics") },
		))
		if got != 7 || err != nil {
			t.Fatalf("got %d, %v", got, err)
		}
	}
	if n := reports.Load(); n != 1 || len(observe(spans).failures) != 0 {
		t.Errorf("%d reports, failures %q", n, observe(spans).failures)
	}
}

// TestFaultsAreCounted: all of them, where only the first is reported.
func TestFaultsAreCounted(t *testing.T) {
	countReports(t)
	reader := sdkmetric.NewManualReader()
	tracker, _ := newTracker(t, otelfail.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader))),
		otelfail.WithClassifier(classifierFunc(func(classify.Input) (classify.Verdict, bool) { panic("Classify panics") })))
	for range 3 {
		_, _ = otelfail.Do(t.Context(), tracker, otelfail.Tool("t"), func(context.Context) (int, error) { return 0, errDown })
	}
	if n := tracker.Faults(); n != 3 {
		t.Errorf("%d faults", n)
	}
	for _, p := range points(t, reader) {
		if p == "otelfail.faults{}=3" {
			return
		}
	}
	t.Errorf("points: %q", points(t, reader))
}

// TestChainsWithoutEnd: an error that unwraps to itself, or to ever more errors.
func TestChainsWithoutEnd(t *testing.T) {
	loop := &loopError{}
	loop.inner = []error{loop, loop}
	tracker, spans := newTracker(t)
	_, err := otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
		return 0, call(ctx, otelfail.Tool("t"), loop)
	})
	if !errors.Is(err, error(loop)) || len(observe(spans).failures) != 1 {
		t.Errorf("error %v, failures %q", err, observe(spans).failures)
	}
}

type loopError struct{ inner []error }

func (*loopError) Error() string     { return "loop" }
func (e *loopError) Unwrap() []error { return e.inner }
