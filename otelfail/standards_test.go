// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"slices"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// rule is a sentence of the OpenTelemetry semantic conventions, and the test of
// our spans against it. Where we do not follow it, deviation says why, and the
// test holds what we do instead.
type rule struct {
	document, sentence string
	deviation          string
	check              func(*testing.T, *observedRun)
}

// The spans of the observed run.
const (
	weather  = "execute_tool weather"
	distance = "execute_tool distance"
	travel   = "invoke_agent travel"
	chat     = "chat gpt-5"
	executor = "step executor"
)

func attrIs(span string, key attribute.Key, want string) func(*testing.T, *observedRun) {
	return func(t *testing.T, r *observedRun) {
		if got := attr(r.span(t, span).Attributes(), key).AsString(); got != want {
			t.Errorf("%s of %q is %q, want %q", key, span, got, want)
		}
	}
}

func kindIs(span string, want trace.SpanKind) func(*testing.T, *observedRun) {
	return func(t *testing.T, r *observedRun) {
		if got := r.span(t, span).SpanKind(); got != want {
			t.Errorf("kind of %q is %v, want %v", span, got, want)
		}
	}
}

func statusIs(want codes.Code, spans ...string) func(*testing.T, *observedRun) {
	return func(t *testing.T, r *observedRun) {
		for _, span := range spans {
			if r.statuses[span] != want {
				t.Errorf("status of %q is %v, want %v", span, r.statuses[span], want)
			}
		}
	}
}

func exists(span string) func(*testing.T, *observedRun) {
	return func(t *testing.T, r *observedRun) { r.span(t, span) }
}

func hasNone(keys ...attribute.Key) func(*testing.T, *observedRun) {
	return func(t *testing.T, r *observedRun) {
		for _, s := range r.spans {
			for _, key := range keys {
				if has(s.Attributes(), key) {
					t.Errorf("%q has %s", s.Name(), key)
				}
			}
		}
	}
}

func startedWithKeys(span string, keys ...attribute.Key) func(*testing.T, *observedRun) {
	return func(t *testing.T, r *observedRun) {
		for _, key := range keys {
			if !has(r.started[span], key) {
				t.Errorf("%q started without %s", span, key)
			}
		}
	}
}

// exceptionEvents counts the exception events of a run's spans.
func exceptionEvents(r *observedRun) (n int) {
	for _, s := range r.spans {
		for _, e := range s.Events() {
			if e.Name == semconv.EventException {
				n++
			}
		}
	}
	return n
}

// TestStandards quotes the sentences of the OpenTelemetry semantic conventions
// that bind or advise an instrumentation like otelfail, and checks each. They
// are those of v1.41 and of the GenAI conventions of that time; sentences for
// authors of conventions, and of spans that otelfail does not make (create_agent,
// embeddings, streaming, messages), are left out.
func TestStandards(t *testing.T) {
	run := observeRun(t, "logs/dup")
	for _, tt := range slices.Concat(recordingErrors(), exceptionRules(), genAIRules()) {
		t.Run(tt.document+": "+tt.sentence, func(t *testing.T) {
			if tt.deviation != "" {
				t.Log("not followed:", tt.deviation)
			}
			tt.check(t, run)
		})
	}
}

// startedWith keeps the attributes that spans have when they start.
type startedWith map[string][]attribute.KeyValue

func (s startedWith) OnStart(_ context.Context, span sdktrace.ReadWriteSpan) {
	s[span.Name()] = append([]attribute.KeyValue(nil), span.Attributes()...)
}
func (startedWith) OnEnd(sdktrace.ReadOnlySpan)      {}
func (startedWith) Shutdown(context.Context) error   { return nil }
func (startedWith) ForceFlush(context.Context) error { return nil }

// observedRun is one run as the standards see it: a tool fails and is retried,
// a model call fails and its step with it, the agent goes on.
type observedRun struct {
	observed
	started startedWith
	logs    keptLogs
	reader  *sdkmetric.ManualReader
}

func (r *observedRun) event(t *testing.T, span string) map[string]any {
	t.Helper()
	return toMap(r.span(t, span).Events()[0].Attributes)
}

// observeRun plays the run with the value given of the variable that chooses the
// signals of exceptions.
func observeRun(t *testing.T, signals string) *observedRun {
	t.Helper()
	t.Setenv("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", signals)
	r := &observedRun{started: startedWith{}, reader: sdkmetric.NewManualReader()}
	lp := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewSimpleProcessor(&r.logs)))
	spans := tracetest.NewSpanRecorder()
	tracker := otelfail.New(
		otelfail.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans), sdktrace.WithSpanProcessor(r.started))),
		otelfail.WithLoggerProvider(lp),
		otelfail.WithMeterProvider(sdkmetric.NewMeterProvider(sdkmetric.WithReader(r.reader))),
	)
	model := otelfail.Model("gpt-5")
	model.Provider = "openai"
	model.Attributes = []attribute.KeyValue{semconv.GenAIConversationID.String("conv-1")}
	agent := otelfail.Agent("travel")
	agent.Provider = "openai"
	tool := otelfail.Tool("weather")
	tool.Attributes = []attribute.KeyValue{semconv.GenAIToolCallID.String("call-1"), semconv.GenAIToolType.String("function")}
	_, err := otelfail.Do(t.Context(), tracker, agent, func(ctx context.Context) (int, error) {
		_ = call(ctx, tool, errDown)
		_ = call(ctx, otelfail.Tool("distance"), nil)
		_ = step(ctx, "1", func(ctx context.Context) error { return call(ctx, model, context.DeadlineExceeded) })
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.observed = observe(spans)
	return r
}

func logText(rec *sdklog.Record, key attribute.Key) (text string) {
	rec.WalkAttributes(func(kv attribute.KeyValue) bool {
		if kv.Key == key {
			text = kv.Value.AsString()
		}
		return text == ""
	})
	return text
}

// logOf returns the log record of a span's failure.
func (r *observedRun) logOf(t *testing.T, span string) *sdklog.Record {
	t.Helper()
	id := r.span(t, span).SpanContext().SpanID()
	for i := range r.logs.records {
		if rec := &r.logs.records[i]; rec.SpanID() == id {
			return rec
		}
	}
	t.Fatalf("no log record of %q", span)
	return nil
}
