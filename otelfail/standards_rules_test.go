// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

const (
	timeoutType = "context.deadlineExceededError"
	downType    = "*errors.errorString"
)

// recordingErrors are the rules of docs/general/recording-errors.md.
func recordingErrors() []rule {
	const document = "general/recording-errors"
	return []rule{
		{document, "Instrumentations that have additional context about a specific request SHOULD use this context to classify whether the status code is an error.",
			"", func(t *testing.T, r *observedRun) { // an operation fails when the program says so, by its error
				statusIs(codes.Unset, distance)(t, r)
			}},
		{document, "An operation SHOULD be considered as failed when it ends with an error.", "", statusIs(codes.Error, weather, chat, executor)},
		{document, "Errors that were retried or handled (allowing an operation to complete gracefully) SHOULD NOT be recorded on spans or metrics that describe this operation.",
			"", func(t *testing.T, r *observedRun) {
				s := r.span(t, travel)
				if has(s.Attributes(), semconv.ErrorType) {
					t.Error("the agent's span has an error.type")
				}
				for _, e := range s.Events() {
					if e.Name == semconv.EventException {
						t.Error("the agent's span has an exception event")
					}
				}
				if !slices.Contains(points(t, r.reader), "otelfail.operations{invoke_agent travel}=1") {
					t.Error("the agent is not counted as an operation without error")
				}
			}},
		{document, "Instrumentation SHOULD ensure that, for a given error, the same value is used as the error.type attribute on spans and metrics, and as EventName on logs.",
			"the name of the log event is exception, the one that the exceptions conventions give and backends look for; its type is in exception.type",
			func(t *testing.T, r *observedRun) {
				attrIs(chat, semconv.ErrorType, timeoutType)(t, r)
				attrIs(executor, semconv.ErrorType, timeoutType)(t, r)
				if !slices.Contains(points(t, r.reader), "otelfail.operations{"+timeoutType+",chat gpt-5}=1") {
					t.Error("the metric has another error.type")
				}
				if rec := r.logOf(t, chat); rec.EventName() != "exception" || logText(rec, semconv.ExceptionType) != timeoutType {
					t.Errorf("log event %q of type %q", rec.EventName(), logText(rec, semconv.ExceptionType))
				}
			}},
		{document, "[When the instrumented operation failed, the instrumentation] SHOULD set the span status code to Error", "", statusIs(codes.Error, weather)},
		{document, "SHOULD set the error.type attribute", "", attrIs(weather, semconv.ErrorType, downType)},
		{document, "SHOULD set the span status description when it has additional information about the error", "", func(t *testing.T, r *observedRun) {
			if got := r.span(t, weather).Status().Description; got != errDown.Error() {
				t.Errorf("description %q", got)
			}
		}},
		{document, "Span Status Code MUST be left unset if the instrumented operation has ended without any errors.", "", statusIs(codes.Unset, travel, distance)},
		{document, "It is NOT RECOMMENDED to record the error via a span event, for example, by using Span.RecordException.",
			"today's backends show span events and do not join logs; OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN=logs does as recommended",
			func(t *testing.T, r *observedRun) {
				if len(r.span(t, weather).Events()) != 1 {
					t.Error("no longer true: the failure is not a span event by default")
				}
			}},
		{document, "Operations that complete successfully SHOULD NOT include the error.type attribute, allowing users to filter out errors.", "", func(t *testing.T, r *observedRun) {
			if !slices.Contains(points(t, r.reader), "otelfail.operations{"+distance+"}=1") {
				t.Errorf("points %q", points(t, r.reader))
			}
		}},
		{document, "It's RECOMMENDED to report one metric that includes successes and failures as opposed to reporting two (or more) metrics depending on the operation status.",
			"", func(t *testing.T, r *observedRun) { // otelfail.failures counts failures, which are fewer than failed operations
				all := points(t, r.reader)
				for _, want := range []string{"otelfail.operations{" + distance + "}=1", "otelfail.operations{" + downType + "," + weather + "}=1"} {
					if !slices.Contains(all, want) {
						t.Errorf("no %s in %q", want, all)
					}
				}
			}},
		{document, "[When recording an error using logs] MUST set EventName with a value that would normally be used for an error.type attribute.",
			"the stable exceptions conventions call it exception, and error.type is on the span that the record belongs to", func(t *testing.T, r *observedRun) {
				if name := r.logOf(t, weather).EventName(); name != "exception" {
					t.Errorf("event name %q", name)
				}
			}},
		{document, "SHOULD set error.message attribute to add additional information about the error, for example, an exception message.",
			"the message is exception.message, as the exceptions conventions have it", func(t *testing.T, r *observedRun) {
				if got := logText(r.logOf(t, weather), semconv.ExceptionMessage); got != errDown.Error() {
					t.Errorf("exception.message %q", got)
				}
			}},
		{document, "When an error is retried or handled [...] the instrumentation SHOULD record it as an event record for diagnostic purposes. In such scenario, SeverityNumber MUST be below 17 (ERROR).",
			"a record describes the operation that failed, before anyone can know whether the failure will be handled; its number is that of the failure's severity",
			func(t *testing.T, r *observedRun) {
				if got := r.logOf(t, weather).Severity(); got != log.SeverityError {
					t.Errorf("severity %v", got)
				}
			}},
		{document, "When an error occurs inside the context of a span and it causes an operation to fail, the instrumentation SHOULD NOT additionally record it as an event record.",
			"", func(t *testing.T, r *observedRun) { // logs/dup, with which this run was made, asks for both
				if n := len(observeRun(t, "").logs.records); n != 0 {
					t.Errorf("%d log records without being asked for", n)
				}
			}},
	}
}

// exceptionRules are the rules of docs/exceptions.
func exceptionRules() []rule {
	const spans, logs, both = "exceptions/exceptions-spans", "exceptions/exceptions-logs", "exceptions"
	return []rule{
		{both, "Existing instrumentations that record exceptions as span events SHOULD introduce an environment variable OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN supporting [...] logs [and] logs/dup.",
			"", func(t *testing.T, r *observedRun) {
				for value, want := range map[string][2]int{"": {2, 0}, "logs": {0, 2}, "logs/dup": {2, 2}} {
					r := observeRun(t, value)
					if got := [2]int{exceptionEvents(r), len(r.logs.records)}; got != want {
						t.Errorf("%q: %d span events and %d log records, want %v", value, got[0], got[1], want)
					}
				}
			}},
		{spans, "The event name MUST be `exception`.", "", func(t *testing.T, r *observedRun) {
			if got := r.span(t, weather).Events()[0].Name; got != "exception" {
				t.Errorf("event name %q", got)
			}
		}},
		{spans, "This event describes a single exception.", "", func(t *testing.T, r *observedRun) {
			if n := exceptionEvents(r); n != 2 {
				t.Errorf("%d exception events for two failures, one of which passed through a step", n)
			}
		}},
		{spans, "exception.message: Required if exception.type is not set, recommended otherwise.", "", func(t *testing.T, r *observedRun) {
			if got := r.event(t, weather)["exception.message"]; got != errDown.Error() {
				t.Errorf("exception.message %v", got)
			}
		}},
		{spans, "exception.type: Required if exception.message is not set, recommended otherwise. The dynamic type of the exception should be preferred over the static type.",
			"", func(t *testing.T, r *observedRun) {
				if got := r.event(t, chat)["exception.type"]; got != timeoutType {
					t.Errorf("exception.type %v", got)
				}
			}},
		{spans, "exception.stacktrace: Recommended. A stacktrace as a string in the natural representation for the language runtime.", "", func(t *testing.T, r *observedRun) {
			stack, _ := r.event(t, weather)["exception.stacktrace"].(string)
			if !strings.Contains(stack, "observe_test.go:") || !strings.Contains(stack, "otelfail_test.call") {
				t.Errorf("exception.stacktrace %q", stack)
			}
		}},
		{logs, "Exceptions SHOULD be recorded as attributes on the LogRecord passed to the Logger emit operations.", "", func(t *testing.T, r *observedRun) {
			rec := r.logOf(t, weather)
			for key, want := range map[attribute.Key]string{semconv.ExceptionType: downType, semconv.ExceptionMessage: errDown.Error()} {
				if got := logText(rec, key); got != want {
					t.Errorf("%s is %q, want %q", key, got, want)
				}
			}
			if !strings.Contains(logText(rec, semconv.ExceptionStacktrace), "otelfail_test.call") {
				t.Error("no exception.stacktrace")
			}
			if sc := r.span(t, weather).SpanContext(); rec.TraceID() != sc.TraceID() || rec.TraceFlags() != sc.TraceFlags() {
				t.Error("the record is not in the trace")
			}
		}},
	}
}

// genAIRules are the rules of docs/gen-ai: agent, tool and model spans.
func genAIRules() []rule {
	const tool, agent, model, all = "gen-ai: execute tool span", "gen-ai: invoke agent internal span", "gen-ai: inference span", "gen-ai: spans"
	return []rule{
		{tool, "gen_ai.operation.name SHOULD be execute_tool.", "", attrIs(weather, semconv.GenAIOperationName, "execute_tool")},
		{tool, "Span name SHOULD be execute_tool {gen_ai.tool.name}.", "", exists(weather)},
		{tool, "Span kind SHOULD be INTERNAL.", "", kindIs(weather, trace.SpanKindInternal)},
		{tool, "Span status SHOULD follow the Recording Errors document.", "", statusIs(codes.Error, weather)},
		{tool, "error.type: Conditionally Required if the operation ended in an error", "", attrIs(weather, semconv.ErrorType, downType)},
		{tool, "gen_ai.tool.name: Recommended", "", attrIs(weather, semconv.GenAIToolName, "weather")},
		{tool, "gen_ai.tool.call.id: Recommended if available", "", attrIs(weather, semconv.GenAIToolCallID, "call-1")},
		{tool, "gen_ai.tool.type: Recommended if available", "", attrIs(weather, semconv.GenAIToolType, "function")},
		{tool, "gen_ai.tool.call.arguments, gen_ai.tool.call.result: Opt-In", "", hasNone("gen_ai.tool.call.arguments", "gen_ai.tool.call.result")},
		{agent, "The gen_ai.operation.name SHOULD be invoke_agent.", "", attrIs(travel, semconv.GenAIOperationName, "invoke_agent")},
		{agent, "Span name SHOULD be invoke_agent {gen_ai.agent.name} if gen_ai.agent.name is readily available.", "", exists(travel)},
		{agent, "When gen_ai.agent.name is not available, it SHOULD be invoke_agent.", "", func(t *testing.T, _ *observedRun) {
			tracker, spans := newTracker(t)
			_, op := tracker.Start(t.Context(), otelfail.Agent(""))
			op.End(nil)
			if s := spans.Ended()[0]; s.Name() != "invoke_agent" || has(s.Attributes(), semconv.GenAIAgentName) {
				t.Errorf("span %q with %v", s.Name(), s.Attributes())
			}
		}},
		{agent, "Span kind SHOULD be INTERNAL.", "", kindIs(travel, trace.SpanKindInternal)},
		{agent, "gen_ai.agent.name: Conditionally Required when available", "", attrIs(travel, semconv.GenAIAgentName, "travel")},
		{agent, "gen_ai.provider.name: Required", "", attrIs(travel, semconv.GenAIProviderName, "openai")},
		{model, "Span name SHOULD be {gen_ai.operation.name} {gen_ai.request.model}.", "", exists(chat)},
		{model, "Span kind SHOULD be CLIENT and MAY be set to INTERNAL on spans representing call to models running in the same process.", "", kindIs(chat, trace.SpanKindClient)},
		{model, "Span status SHOULD follow the Recording Errors document.", "", statusIs(codes.Error, chat)},
		{model, "gen_ai.operation.name: Required", "", attrIs(chat, semconv.GenAIOperationName, "chat")},
		{model, "gen_ai.provider.name: Required. The attribute SHOULD be set based on the instrumentation's best knowledge.",
			"", func(t *testing.T, r *observedRun) { // which is the program's: nothing is made up
				attrIs(chat, semconv.GenAIProviderName, "openai")(t, r)
			}},
		{model, "gen_ai.request.model: Conditionally Required if available", "", attrIs(chat, semconv.GenAIRequestModel, "gpt-5")},
		{model, "gen_ai.conversation.id: Conditionally Required when available. Instrumentations SHOULD populate conversation id when they have it readily available.", "", attrIs(chat, semconv.GenAIConversationID, "conv-1")},
		{model, "error.type: Conditionally Required if the operation ended in an error", "", attrIs(chat, semconv.ErrorType, timeoutType)},
		{model, "The error.type SHOULD match the error code returned by the Generative AI provider or the client library, the canonical name of exception that occurred, or another low-cardinality error identifier.",
			"", attrIs(chat, semconv.ErrorType, timeoutType)},
		{all, "attributes can be important for making sampling decisions and SHOULD be provided at span creation time (if provided at all)", "", func(t *testing.T, r *observedRun) {
			startedWithKeys(chat, semconv.GenAIOperationName, semconv.GenAIProviderName, semconv.GenAIRequestModel, semconv.GenAIConversationID)(t, r)
			startedWithKeys(travel, semconv.GenAIOperationName, semconv.GenAIProviderName, semconv.GenAIAgentName)(t, r)
			startedWithKeys(weather, semconv.GenAIOperationName, semconv.GenAIToolName, semconv.GenAIToolCallID)(t, r)
		}},
		{all, "If one of [the well-known values of gen_ai.operation.name] applies, then the respective value MUST be used.", "", func(t *testing.T, r *observedRun) {
			for _, s := range r.spans {
				name, known := attr(s.Attributes(), semconv.GenAIOperationName).AsString(), []string{"", "chat", "execute_tool", "invoke_agent"}
				if !slices.Contains(known, name) {
					t.Errorf("%q has the operation %q", s.Name(), name)
				}
			}
		}},
		{all, "OpenTelemetry instrumentations SHOULD NOT capture [instructions, inputs and outputs] by default.", "", hasNone("gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions", "gen_ai.tool.definitions")},
	}
}
