// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/log"
	sdklog "go.opentelemetry.io/otel/sdk/log"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// keptLogs keeps log records.
type keptLogs struct{ records []sdklog.Record }

func (k *keptLogs) Export(_ context.Context, records []sdklog.Record) error {
	for _, r := range records {
		k.records = append(k.records, r.Clone())
	}
	return nil
}
func (*keptLogs) Shutdown(context.Context) error   { return nil }
func (*keptLogs) ForceFlush(context.Context) error { return nil }

func TestSignalOptIn(t *testing.T) {
	tests := []struct {
		env        string
		events     int
		logs       int
		attributes bool // the whole failure is on the span
	}{
		{"", 1, 0, false},
		{"something-else", 1, 0, false},
		{"logs", 0, 1, true},
		{"logs/dup", 1, 1, false},
		{"database, logs/dup", 1, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.env, func(t *testing.T) {
			t.Setenv("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", tt.env)
			var kept keptLogs
			lp := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewSimpleProcessor(&kept)))
			tracker, spans := newTracker(t, otelfail.WithLoggerProvider(lp))
			err := context.DeadlineExceeded
			_, op := tracker.Start(t.Context(), otelfail.Tool("weather"))
			op.End(&err)

			span := spans.Ended()[0]
			if got := len(span.Events()); got != tt.events {
				t.Errorf("%d span events, want %d", got, tt.events)
			}
			if got := has(span.Attributes(), semconv.FailureID); got != tt.attributes {
				t.Errorf("failure on the span itself: %v, want %v", got, tt.attributes)
			}
			if len(kept.records) != tt.logs {
				t.Fatalf("%d log records, want %d", len(kept.records), tt.logs)
			}
			if tt.logs == 0 {
				return
			}
			rec := kept.records[0]
			got := map[string]any{}
			rec.WalkAttributes(func(kv attribute.KeyValue) bool {
				switch string(kv.Key) {
				case "failure.category", "failure.reason", "exception.type", "exception.message":
					got[string(kv.Key)] = kv.Value.AsString()
				}
				return true
			})
			want := map[string]any{
				"failure.category": "network", "failure.reason": "timeout",
				"exception.type": "context.deadlineExceededError", "exception.message": "context deadline exceeded",
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("log attributes (-want +got):\n%s", diff)
			}
			if rec.EventName() != "exception" || rec.Severity() != log.SeverityError ||
				rec.TraceID() != span.SpanContext().TraceID() || rec.SpanID() != span.SpanContext().SpanID() {
				t.Errorf("log record: %q, %v, trace %v, span %v", rec.EventName(), rec.Severity(), rec.TraceID(), rec.SpanID())
			}
		})
	}
}

func TestSignalOptInWithoutALoggerProvider(t *testing.T) {
	t.Setenv("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", "logs")
	tracker, spans := newTracker(t)
	err := errDown
	_, op := tracker.Start(t.Context(), otelfail.Tool("weather"))
	op.End(&err)
	if len(spans.Ended()[0].Events()) != 1 {
		t.Error("the failure is nowhere: no log record can be written, and no span event was")
	}
}

// TestLogSeverity: by the log data model, 9 is INFO, 13 WARN, 17 ERROR, 21 FATAL.
func TestLogSeverity(t *testing.T) {
	t.Setenv("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", "logs/dup")
	for severity, want := range map[classify.Severity]int{classify.Low: 9, classify.Medium: 13, classify.High: 17, classify.Critical: 21} {
		var kept keptLogs
		lp := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewSimpleProcessor(&kept)))
		tracker, _ := newTracker(t, otelfail.WithLoggerProvider(lp))
		tool := otelfail.Tool("t")
		tool.Verdict.Severity = severity
		_, _ = otelfail.Do(t.Context(), tracker, tool, func(context.Context) (int, error) { return 0, errDown })
		if rec := kept.records[0]; int(rec.Severity()) != want || rec.SeverityText() != string(severity) || rec.Timestamp().IsZero() {
			t.Errorf("%s: severity %d %q at %v", severity, rec.Severity(), rec.SeverityText(), rec.Timestamp())
		}
	}
}
