// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package canary_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	sdklog "go.opentelemetry.io/otel/sdk/log"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// traceFile is an OTLP JSON file with secret where a span can have one.
func traceFile(t *testing.T, secret string) []byte {
	t.Helper()
	value := func(key, s string) map[string]any {
		return map[string]any{"key": key, "value": map[string]any{"stringValue": s}}
	}
	var spans []any
	for i, at := range []string{"name", "status", "exception", "tool", "user"} {
		pick := func(where, otherwise string) string {
			if where == at {
				return secret
			}
			return otherwise
		}
		spans = append(spans, map[string]any{
			"traceId": fmt.Sprintf("4bf92f3577b34da6a3ce929d0e0e473%d", i), "spanId": fmt.Sprintf("00f067aa0ba902b%d", i), "name": pick("name", "execute_tool weather"), "kind": 1,
			"startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000001000000000",
			"attributes": []any{value("gen_ai.operation.name", "execute_tool"), value("gen_ai.tool.name", pick("tool", "weather")), value("user.id", pick("user", "u"))},
			"status":     map[string]any{"code": 2, "message": pick("status", "bad")},
			"events": []any{map[string]any{"name": "exception", "timeUnixNano": "1700000001000000000", "attributes": []any{
				value("exception.type", "X"), value("exception.message", pick("exception", "bad")), value("exception.stacktrace", pick("exception", "main.f()")),
			}}},
		})
	}
	b, err := json.Marshal(map[string]any{"resourceSpans": []any{map[string]any{
		"resource":   map[string]any{"attributes": []any{value("service.name", secret)}},
		"scopeSpans": []any{map[string]any{"scope": map[string]any{"name": "x"}, "spans": spans}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// oursOnly exports the spans that otelfail makes. What other instrumentation
// puts on its own spans is theirs, and so is the resource.
type oursOnly struct{ sdktrace.SpanExporter }

func (o oursOnly) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	var ours []sdktrace.ReadOnlySpan
	for _, s := range spans {
		if s.InstrumentationScope().Name != "foreign" {
			ours = append(ours, withoutResource{s})
		}
	}
	return o.SpanExporter.ExportSpans(ctx, ours)
}

// withoutResource is a span without the program's description of itself.
type withoutResource struct{ sdktrace.ReadOnlySpan }

func (withoutResource) Resource() *resource.Resource { return resource.Empty() }

// lines collects errors and log records as text.
type lines struct {
	mu sync.Mutex
	strings.Builder
}

func (l *lines) Handle(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(&l.Builder, err)
}

func (l *lines) Export(_ context.Context, records []sdklog.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range records {
		fmt.Fprintln(&l.Builder, r.EventName(), r.SeverityText(), r.Body().String())
		r.WalkAttributes(func(kv attribute.KeyValue) bool {
			fmt.Fprintln(&l.Builder, kv.Key, kv.Value.String())
			return true
		})
	}
	return nil
}

func (*lines) Shutdown(context.Context) error   { return nil }
func (*lines) ForceFlush(context.Context) error { return nil }
