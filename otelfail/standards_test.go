// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

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
}

func (r *observedRun) event(t *testing.T, span string) map[string]any {
	t.Helper()
	return toMap(r.span(t, span).Events()[0].Attributes)
}

func observeRun(t *testing.T) *observedRun {
	started := startedWith{}
	spans := tracetest.NewSpanRecorder()
	tracker := otelfail.New(otelfail.WithTracerProvider(
		sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans), sdktrace.WithSpanProcessor(started))))
	model := otelfail.Model("gpt-5")
	model.Provider = "openai"
	_, err := otelfail.Do(t.Context(), tracker, otelfail.Agent("travel"), func(ctx context.Context) (int, error) {
		_ = call(ctx, otelfail.Tool("weather"), errDown)
		_ = call(ctx, otelfail.Tool("distance"), nil)
		_ = step(ctx, "1", func(ctx context.Context) error { return call(ctx, model, context.DeadlineExceeded) })
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return &observedRun{observe(spans), started}
}

// TestStandards quotes the sentences of the OpenTelemetry semantic conventions
// (v1.41, and the GenAI conventions of the same time) that apply to otelfail's
// spans, and checks each. Where we deviate, the entry says why.
func TestStandards(t *testing.T) {
	const (
		recording  = "general/recording-errors"
		exceptions = "exceptions/exceptions-spans"
		tool       = "gen-ai: execute tool span"
		agent      = "gen-ai: invoke agent internal span"
		model      = "gen-ai: inference span"
		weather    = "execute_tool weather"
		travel     = "invoke_agent travel"
		chat       = "chat gpt-5"
		executor   = "step executor"
	)
	attrIs := func(span string, key attribute.Key, want string) func(*testing.T, *observedRun) {
		return func(t *testing.T, r *observedRun) {
			if got := attr(r.span(t, span).Attributes(), key).AsString(); got != want {
				t.Errorf("%s of %q is %q, want %q", key, span, got, want)
			}
		}
	}
	kindIs := func(span string, want trace.SpanKind) func(*testing.T, *observedRun) {
		return func(t *testing.T, r *observedRun) {
			if got := r.span(t, span).SpanKind(); got != want {
				t.Errorf("kind of %q is %v, want %v", span, got, want)
			}
		}
	}
	exists := func(span string) func(*testing.T, *observedRun) {
		return func(t *testing.T, r *observedRun) { r.span(t, span) }
	}
	tests := []struct {
		document, sentence string
		check              func(*testing.T, *observedRun)
	}{
		{recording, "An operation SHOULD be considered as failed when it ends with an error.", func(t *testing.T, r *observedRun) {
			for _, span := range []string{weather, chat, executor} {
				if r.statuses[span] != codes.Error {
					t.Errorf("status of %q is %v", span, r.statuses[span])
				}
			}
		}},
		{recording, "Errors that were retried or handled SHOULD NOT be recorded on spans that describe this operation.", func(t *testing.T, r *observedRun) {
			s := r.span(t, travel)
			if has(s.Attributes(), semconv.ErrorType) {
				t.Error("the agent's span has an error.type")
			}
			for _, e := range s.Events() {
				if e.Name == semconv.EventException {
					t.Error("the agent's span has an exception event")
				}
			}
		}},
		{recording, "Span Status Code MUST be left unset if the instrumented operation has ended without any errors.", func(t *testing.T, r *observedRun) {
			for _, span := range []string{travel, "execute_tool distance"} {
				if r.statuses[span] != codes.Unset {
					t.Errorf("status of %q is %v", span, r.statuses[span])
				}
			}
		}},
		{recording, "SHOULD set the error.type attribute", attrIs(chat, semconv.ErrorType, "context.deadlineExceededError")},
		{recording, "the same value is used as the error.type attribute [where the same error passes]", attrIs(executor, semconv.ErrorType, "context.deadlineExceededError")},
		{recording, "SHOULD set the span status description when it has additional information about the error", func(t *testing.T, r *observedRun) {
			if got := r.span(t, weather).Status().Description; got != errDown.Error() {
				t.Errorf("description %q", got)
			}
		}},
		// Deliberate: today's backends read span events; WithLoggerProvider and
		// OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN choose log events instead.
		{recording, "It is NOT RECOMMENDED to record the error via a span event.", func(t *testing.T, r *observedRun) {
			if len(r.span(t, weather).Events()) != 1 {
				t.Error("no longer true: the failure is not a span event by default")
			}
		}},
		{exceptions, "The event name MUST be `exception`.", func(t *testing.T, r *observedRun) {
			if got := r.span(t, weather).Events()[0].Name; got != "exception" {
				t.Errorf("event name %q", got)
			}
		}},
		{exceptions, "This event describes a single exception.", func(t *testing.T, r *observedRun) {
			n := 0
			for _, s := range r.spans {
				for _, e := range s.Events() {
					if e.Name == "exception" {
						n++
					}
				}
			}
			if n != 2 {
				t.Errorf("%d exception events for two failures, one of which passed through a step", n)
			}
		}},
		{exceptions, "exception.message: Required if exception.type is not set, recommended otherwise.", func(t *testing.T, r *observedRun) {
			if got := r.event(t, weather)["exception.message"]; got != errDown.Error() {
				t.Errorf("exception.message %v", got)
			}
		}},
		{exceptions, "The dynamic type of the exception should be preferred.", func(t *testing.T, r *observedRun) {
			if got := r.event(t, chat)["exception.type"]; got != "context.deadlineExceededError" {
				t.Errorf("exception.type %v", got)
			}
		}},
		{exceptions, "exception.stacktrace: A stacktrace as a string in the natural representation for the language runtime.", func(t *testing.T, r *observedRun) {
			stack, _ := r.event(t, weather)["exception.stacktrace"].(string)
			if !strings.Contains(stack, "standards_test.go:") {
				t.Errorf("exception.stacktrace %q", stack)
			}
		}},
		{tool, "gen_ai.operation.name SHOULD be execute_tool.", attrIs(weather, semconv.GenAIOperationName, "execute_tool")},
		{tool, "Span name SHOULD be execute_tool {gen_ai.tool.name}.", exists(weather)},
		{tool, "Span kind SHOULD be INTERNAL.", kindIs(weather, trace.SpanKindInternal)},
		{tool, "gen_ai.tool.name: Required", attrIs(weather, semconv.GenAIToolName, "weather")},
		{tool, "gen_ai.tool.call.arguments: Opt-In", func(t *testing.T, r *observedRun) {
			if has(r.span(t, weather).Attributes(), "gen_ai.tool.call.arguments") {
				t.Error("arguments are recorded without being asked for")
			}
		}},
		{agent, "The gen_ai.operation.name SHOULD be invoke_agent.", attrIs(travel, semconv.GenAIOperationName, "invoke_agent")},
		{agent, "Span name SHOULD be invoke_agent {gen_ai.agent.name} if gen_ai.agent.name is readily available.", exists(travel)},
		{agent, "Span kind SHOULD be INTERNAL.", kindIs(travel, trace.SpanKindInternal)},
		{agent, "gen_ai.agent.name: Conditionally Required when available", attrIs(travel, semconv.GenAIAgentName, "travel")},
		{model, "Span name SHOULD be {gen_ai.operation.name} {gen_ai.request.model}.", exists(chat)},
		{model, "Span kind SHOULD be CLIENT.", kindIs(chat, trace.SpanKindClient)},
		{model, "gen_ai.operation.name: Required", attrIs(chat, semconv.GenAIOperationName, "chat")},
		{model, "gen_ai.provider.name: Required", attrIs(chat, semconv.GenAIProviderName, "openai")},
		{model, "gen_ai.request.model: Conditionally Required if available", attrIs(chat, semconv.GenAIRequestModel, "gpt-5")},
		{model, "error.type: Conditionally Required if the operation ended in an error", attrIs(chat, semconv.ErrorType, "context.deadlineExceededError")},
		{model, "attributes important for sampling decisions SHOULD be provided at span creation time", func(t *testing.T, r *observedRun) {
			for span, keys := range map[string][]attribute.Key{
				chat:    {semconv.GenAIOperationName, semconv.GenAIProviderName, semconv.GenAIRequestModel},
				travel:  {semconv.GenAIOperationName, semconv.GenAIAgentName},
				weather: {semconv.GenAIOperationName, semconv.GenAIToolName},
			} {
				for _, key := range keys {
					if !has(r.started[span], key) {
						t.Errorf("%q started without %s", span, key)
					}
				}
			}
		}},
	}
	run := observeRun(t)
	for _, tt := range tests {
		t.Run(tt.document+": "+tt.sentence, func(t *testing.T) { tt.check(t, run) })
	}
}
