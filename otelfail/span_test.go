// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

func toMap(attrs []attribute.KeyValue) map[string]any {
	m := map[string]any{}
	for _, kv := range attrs {
		m[string(kv.Key)] = kv.Value.AsInterface()
	}
	return m
}

// TestSpanByKind pins what samplers and processors see when a span starts.
func TestSpanByKind(t *testing.T) {
	tests := []struct {
		spec  otelfail.Spec
		name  string
		kind  trace.SpanKind
		attrs map[string]any
	}{
		{
			otelfail.Spec{Kind: otelfail.KindAgent, Name: "travel", RunID: "ignored"}, "invoke_agent travel", trace.SpanKindInternal,
			map[string]any{"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "travel"},
		},
		{
			otelfail.Spec{Kind: otelfail.KindStep, Name: "executor", StepID: "s1", StepType: "TOOL_CALL", StepTitle: "Fetch"}, "step executor", trace.SpanKindInternal,
			map[string]any{"failure.node": "executor", "failure.step.id": "s1", "failure.step.type": "TOOL_CALL", "failure.step.title": "Fetch"},
		},
		{
			otelfail.Tool("weather"), "execute_tool weather", trace.SpanKindInternal,
			map[string]any{"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "weather"},
		},
		{
			otelfail.Spec{Kind: otelfail.KindModel, Name: "gpt-5", Provider: "openai"}, "chat gpt-5", trace.SpanKindClient,
			map[string]any{"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-5", "gen_ai.provider.name": "openai"},
		},
		{otelfail.Memory("search"), "memory search", trace.SpanKindInternal, map[string]any{}},
		{otelfail.Export("calendar"), "export calendar", trace.SpanKindInternal, map[string]any{}},
		{otelfail.Evaluation("links"), "evaluate links", trace.SpanKindInternal, map[string]any{}},
		{otelfail.Spec{}, "step", trace.SpanKindInternal, map[string]any{"failure.node": ""}},
		{otelfail.Spec{Kind: 99, Name: "x"}, "step x", trace.SpanKindInternal, map[string]any{"failure.node": "x"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tracker, spans := newTracker(t)
			agent := otelfail.Agent("run")
			agent.RunID = "run-1"
			ctx, run := tracker.Start(t.Context(), agent)
			_, op := tracker.Start(ctx, tt.spec)
			op.End(nil)
			run.End(nil)
			span := spans.Ended()[0]
			tt.attrs["failure.run.id"] = "run-1"
			if span.Name() != tt.name || span.SpanKind() != tt.kind || span.Status().Code != codes.Unset {
				t.Errorf("span %q, kind %v, status %v", span.Name(), span.SpanKind(), span.Status())
			}
			if diff := cmp.Diff(tt.attrs, toMap(span.Attributes())); diff != "" {
				t.Errorf("attributes (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFailureOnTheSpan pins what a trace search and a reader of events find.
func TestFailureOnTheSpan(t *testing.T) {
	tracker, spans := newTracker(t)
	agent := otelfail.Agent("travel")
	agent.RunID, agent.UserID, agent.Tags = "run-1", "u-1", []string{"trip"}
	weather := otelfail.Tool("weather")
	weather.Tags = []string{"weather"}
	weather.Context = []attribute.KeyValue{attribute.String("destination", "Paris")}
	_, err := otelfail.Do(t.Context(), tracker, agent, func(ctx context.Context) (int, error) {
		return 0, step(ctx, "s1", func(ctx context.Context) error {
			_ = call(ctx, weather, errDown)
			return call(ctx, weather, context.DeadlineExceeded)
		})
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	o := observe(spans)

	second := o.spans[1]
	if second.Status() != (sdktrace.Status{Code: codes.Error, Description: "context deadline exceeded"}) {
		t.Errorf("status %+v", second.Status())
	}
	attrs := toMap(second.Attributes())
	for key, want := range map[string]any{
		"error.type": "context.deadlineExceededError", "failure.category": "network", "failure.severity": "high", "failure.attempt": int64(2),
	} {
		if attrs[key] != want {
			t.Errorf("span attribute %s = %v, want %v", key, attrs[key], want)
		}
	}
	if len(second.Events()) != 1 {
		t.Fatalf("events: %v", second.Events())
	}
	event := toMap(second.Events()[0].Attributes)
	if stack, _ := event["exception.stacktrace"].(string); !strings.Contains(stack, "TestFailureOnTheSpan") || strings.Contains(stack, "otelfail.do") {
		t.Errorf("stack: %q", stack)
	}
	for _, volatile := range []string{"exception.stacktrace", "failure.fingerprint"} {
		if event[volatile] == nil {
			t.Errorf("no %s", volatile)
		}
		delete(event, volatile)
	}
	want := map[string]any{
		"exception.type": "context.deadlineExceededError", "exception.message": "context deadline exceeded",
		"failure.id": second.SpanContext().SpanID().String() + "-1", "failure.category": "network", "failure.reason": "timeout",
		"failure.severity": "high", "failure.retryable": true, "failure.attempt": int64(2),
		"failure.run.id": "run-1", "failure.user.id": "u-1", "failure.node": "executor", "failure.step.id": "s1",
		"failure.path": []string{"execute_tool weather", "step executor", "invoke_agent travel"},
		"failure.tags": []string{"weather", "trip"}, "failure.context.destination": "Paris",
	}
	if diff := cmp.Diff(want, event); diff != "" {
		t.Errorf("event (-want +got):\n%s", diff)
	}

	passed := o.span(t, "step executor")
	ids := attr(passed.Attributes(), semconv.FailureIDs).AsStringSlice()
	if len(passed.Events()) != 0 || !slices.Equal(ids, []string{want["failure.id"].(string)}) || passed.Status().Code != codes.Error {
		t.Errorf("step: events %v, ids %v, status %v", passed.Events(), ids, passed.Status())
	}
	run := toMap(o.span(t, "invoke_agent travel").Attributes())
	for key, want := range map[string]int64{"failure.count": 2, "failure.recovered.count": 0, "failure.degraded.count": 0, "failure.failed.count": 2} {
		if run[key] != want {
			t.Errorf("run attribute %s = %v, want %v", key, run[key], want)
		}
	}
}

// TestExtremeSpecs: what programs and models make up is cut or ignored.
func TestExtremeSpecs(t *testing.T) {
	tracker, spans := newTracker(t)
	spec := otelfail.Tool(strings.Repeat("ü", 1000))
	spec.Attempt = -7
	spec.StartTime = time.Now().Add(time.Hour)
	_, op := tracker.Start(t.Context(), spec)
	err := errDown
	op.End(&err)
	span := spans.Ended()[0]
	if len(span.Name()) > 300 || !utf8.ValidString(span.Name()) || !strings.HasSuffix(span.Name(), "ü…") {
		t.Errorf("span name %q", span.Name())
	}
	if attempt := toMap(span.Events()[0].Attributes)["failure.attempt"]; attempt != int64(1) {
		t.Errorf("attempt %v", attempt)
	}
	if span.EndTime().Before(span.StartTime()) {
		t.Errorf("ended at %v, before it began at %v", span.EndTime(), span.StartTime())
	}
}

func TestRunIDDefaultsToTheTraceID(t *testing.T) {
	tracker, spans := newTracker(t)
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	_, op := tracker.Start(ctx, otelfail.Tool("b"))
	op.End(nil)
	run.End(nil)
	for _, s := range spans.Ended() {
		id := attr(s.Attributes(), semconv.FailureRunID).AsString()
		if id != s.SpanContext().TraceID().String() || id != run.RunID() {
			t.Errorf("%s: run id %q of trace %s", s.Name(), id, s.SpanContext().TraceID())
		}
	}
}

func TestOptions(t *testing.T) {
	mine := classifierFunc(func(in classify.Input) (classify.Verdict, bool) {
		return classify.Verdict{Category: classify.State, Reason: "my_reason"}, true
	})
	tracker, spans := newTracker(t,
		otelfail.WithClassifier(mine),
		otelfail.WithSeverityOverride(severities(t, "state=low")),
		otelfail.WithRedactor(func(s string) string { return strings.ReplaceAll(s, "Alice", "<name>") }),
	)
	err := errors.New("Alice was here")
	_, op := tracker.Start(t.Context(), otelfail.Tool("t"))
	op.End(&err)
	event := toMap(spans.Ended()[0].Events()[0].Attributes)
	for key, want := range map[string]any{
		"failure.category": "state", "failure.reason": "my_reason", "failure.severity": "low", "exception.message": "<name> was here",
	} {
		if event[key] != want {
			t.Errorf("%s = %v, want %v", key, event[key], want)
		}
	}
	if desc := spans.Ended()[0].Status().Description; desc != "<name> was here" {
		t.Errorf("status description %q", desc)
	}
}

func severities(t *testing.T, table string) classify.SeverityOverride {
	t.Helper()
	o, err := classify.ParseSeverityOverride(table)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

type classifierFunc func(classify.Input) (classify.Verdict, bool)

func (f classifierFunc) Classify(in classify.Input) (classify.Verdict, bool) { return f(in) }
