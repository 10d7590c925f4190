// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder_test

import (
	"testing"

	"go.opentelemetry.io/otel/attribute"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
)

// TestAttempts has a span fail and one of the same name succeed after it, and
// asks whether that is taken for a second attempt.
func TestAttempts(t *testing.T) {
	text := attribute.String
	list := func(attrs ...attribute.KeyValue) []attribute.KeyValue { return attrs }
	for _, tt := range []struct {
		name    string
		message string
		kind    trace.SpanKind
		failed  []attribute.KeyValue
		worked  []attribute.KeyValue
		want    bool
	}{
		{"tool, arguments unknown", "x", 0, list(text("gen_ai.operation.name", "execute_tool")), list(text("gen_ai.operation.name", "execute_tool")), true},
		{"tool, same arguments", "x", 0, list(text("openinference.span.kind", "TOOL"), text("input.value", "Paris")), list(text("openinference.span.kind", "TOOL"), text("input.value", "Paris")), true},
		{"tool, other arguments", "x", 0, list(text("openinference.span.kind", "TOOL"), text("input.value", "Paris")), list(text("openinference.span.kind", "TOOL"), text("input.value", "Rome")), false},
		{"another tool", "x", 0, list(text("openinference.span.kind", "TOOL"), text("tool.name", "a")), list(text("openinference.span.kind", "TOOL"), text("tool.name", "b")), false},
		{"model, same messages", "x", 0, list(text("openinference.span.kind", "LLM"), text("input.value", "hi")), list(text("openinference.span.kind", "LLM"), text("input.value", "hi"), attribute.Int("llm.token_count.prompt", 9)), true},
		{"model, other messages", "x", 0, list(text("openinference.span.kind", "LLM"), text("input.value", "hi")), list(text("openinference.span.kind", "LLM"), text("input.value", "hi, again")), false},
		{"another model", "x", 0, list(text("gen_ai.operation.name", "chat"), text("gen_ai.request.model", "a")), list(text("gen_ai.operation.name", "chat"), text("gen_ai.request.model", "b")), false},
		{"request of one URL", "x", trace.SpanKindClient, list(text("url.full", "http://a"), attribute.Int("http.response.status_code", 503)), list(text("url.full", "http://a"), attribute.Int("http.response.status_code", 200)), true},
		{"request of one URL, after a 404", "x", trace.SpanKindClient, list(text("url.full", "http://a"), attribute.Int("http.response.status_code", 404)), list(text("url.full", "http://a")), true},
		{"requests of two URLs", "x", trace.SpanKindClient, list(text("url.full", "http://a")), list(text("url.full", "http://b")), false},
		{"one statement", "x", trace.SpanKindClient, list(text("db.system.name", "sqlite"), text("db.query.text", "SELECT 1")), list(text("db.system.name", "sqlite"), text("db.query.text", "SELECT 1")), true},
		{"two statements", "x", trace.SpanKindClient, list(text("db.system.name", "sqlite"), text("db.query.text", "SELECT 1")), list(text("db.system.name", "sqlite"), text("db.query.text", "SELECT 2")), false},
		{"plain span, all alike", "it did not work", 0, list(text("shop", "1")), list(text("shop", "1")), true},
		{"plain span, alike but for how it went", "it did not work", 0, list(text("shop", "1"), attribute.Int("retry.count", 0), text("error.type", "x")), list(text("shop", "1"), attribute.Int("retry.count", 1), text("response.size", "9")), true},
		{"plain spans with another attribute", "it did not work", 0, list(text("shop", "1")), list(text("shop", "2")), false},
		{"plain span, an error that a retry cannot help", "ENOENT: no such file or directory, access '/layout.js'", 0, nil, nil, false},
		{"plain span, an error that a retry helps", "dial tcp 127.0.0.1:80: connect: connection refused", 0, nil, nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log memory
			r := recorder.New(&log, recorder.Options{})
			for i, s := range []sdktrace.ReadOnlySpan{
				span(1, 2, 1, 0, 1, tt.message, tt.failed...), span(1, 3, 1, 2, 3, "ok", tt.worked...), span(1, 1, 0, 0, 4, "ok"),
			} {
				if i < 2 {
					stub := tracetest.SpanStubFromReadOnlySpan(s)
					stub.Name, stub.SpanKind = "op", tt.kind
					s = stub.Snapshot()
				}
				r.Ended(s, true)
			}
			if len(log.lines) != 2 {
				t.Fatalf("lines %q", log.texts())
			}
			if got := log.lines[1].Recovery.Action == "retry"; got != tt.want {
				t.Errorf("%q, want a retry: %v", log.texts(), tt.want)
			}
		})
	}
}

// A later span that has started before the first one failed is no attempt.
func TestParallelSpansAreNoAttempts(t *testing.T) {
	var log memory
	r := recorder.New(&log, recorder.Options{})
	for _, s := range []sdktrace.ReadOnlySpan{span(1, 2, 1, 0, 2, "it did not work"), span(1, 3, 1, 1, 3, "ok"), span(1, 1, 0, 0, 4, "ok")} {
		stub := tracetest.SpanStubFromReadOnlySpan(s)
		stub.Name = "op"
		r.Ended(stub.Snapshot(), true)
	}
	if len(log.lines) != 2 || log.lines[1].Recovery.Action != "handled" {
		t.Errorf("lines %q", log.texts())
	}
}
