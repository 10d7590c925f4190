// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest_test

import (
	"context"
	"strings"
	"testing"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/otelfailtest"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// TestPlainSpans runs the specification's spans, without otelfail's attributes,
// events and scope, through inference: what any instrumentation's spans tell.
func TestPlainSpans(t *testing.T) {
	for _, s := range otelfailtest.Scenarios() {
		t.Run(s.Name, func(t *testing.T) {
			r := otelfailtest.NewRecorder(t)
			do := func(ctx context.Context, spec otelfail.Spec, fn func(context.Context) error) error {
				_, err := otelfail.Do(ctx, r.Tracker(), spec, func(ctx context.Context) (int, error) { return 0, fn(ctx) })
				return err
			}
			_, _ = s.Play(t.Context(), do)

			want := s.Plain
			if s.PlainWhy == "" {
				want = s.Failures
			}
			got := infer(t, plain(r.Spans()))
			if len(got) != len(want) {
				t.Errorf("%d failures inferred, want %d", len(got), len(want))
			}
			for i := range min(len(got), len(want)) {
				f := want[i]
				f.Category, f.Reason, f.Severity = "", "", "" // of the error's type, which texts do not tell
				if !f.Matches(got[i]) {
					t.Errorf("failure %d is %q @ %v: %+v, want %v", i+1, got[i].ErrorMessage, got[i].Path, got[i].Recovery, f)
				}
			}
		})
	}
}

// plain returns spans as an instrumentation without otelfail would make them.
func plain(spans []sdktrace.ReadOnlySpan) []sdktrace.ReadOnlySpan {
	stubs := tracetest.SpanStubsFromReadOnlySpans(spans)
	for i := range stubs {
		s := &stubs[i]
		s.InstrumentationScope = instrumentation.Scope{Name: "plain"}
		s.Attributes = withoutOurs(s.Attributes)
		events := s.Events
		s.Events = nil
		for _, e := range events {
			if e.Name == semconv.EventException {
				e.Attributes = withoutOurs(e.Attributes)
				s.Events = append(s.Events, e)
			}
		}
	}
	return stubs.Snapshots()
}

func withoutOurs(attrs []attribute.KeyValue) []attribute.KeyValue {
	var kept []attribute.KeyValue
	for _, kv := range attrs {
		if !strings.HasPrefix(string(kv.Key), "failure.") {
			kept = append(kept, kv)
		}
	}
	return kept
}

// infer exports the spans and reads the log back.
func infer(t *testing.T, spans []sdktrace.ReadOnlySpan) []failurelog.Record {
	t.Helper()
	dir := t.TempDir()
	e, err := exporter.New(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.ExportSpans(t.Context(), spans); err != nil {
		t.Fatal(err)
	}
	if err := e.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	sources, err := failurelog.Sources(dir)
	if err != nil {
		t.Fatal(err)
	}
	var records []failurelog.Record
	for rec, err := range failurelog.Join(failurelog.Records(sources...)) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, rec)
	}
	return records
}
