// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	sdklog "go.opentelemetry.io/otel/sdk/log"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/otelfailtest"
	"github.com/otelfail/otelfail-go/otelfail"
)

// logCounter counts log records.
type logCounter struct{ n int }

func (c *logCounter) Export(_ context.Context, records []sdklog.Record) error {
	c.n += len(records)
	return nil
}
func (*logCounter) Shutdown(context.Context) error   { return nil }
func (*logCounter) ForceFlush(context.Context) error { return nil }

// TestTheLogIsCompleteOnEverySignal: the failure log says the same, whichever
// signal carries the exceptions.
func TestTheLogIsCompleteOnEverySignal(t *testing.T) {
	records := map[string][]failurelog.Record{}
	logs := map[string]int{}
	for _, signal := range []string{"", "logs", "logs/dup"} {
		t.Setenv("OTEL_SEMCONV_EXCEPTION_SIGNAL_OPT_IN", signal)
		var counter logCounter
		lp := sdklog.NewLoggerProvider(sdklog.WithProcessor(sdklog.NewSimpleProcessor(&counter)))
		r := otelfailtest.NewRecorder(t)
		tracker := r.Tracker(otelfail.WithLoggerProvider(lp))
		agent := otelfail.Agent("a")
		agent.RunID, agent.UserID, agent.Tags = "run-1", "ada", []string{"trip"}
		_, _ = otelfail.Do(t.Context(), tracker, agent, func(ctx context.Context) (int, error) {
			_ = signalStep(ctx)
			return 0, context.DeadlineExceeded
		})
		records[signal], logs[signal] = r.Failures(), counter.n
	}
	if len(records[""]) != 3 {
		t.Fatalf("%d failures, want 3", len(records[""]))
	}
	volatile := cmpopts.IgnoreFields(failurelog.Record{}, "FailureID", "CauseID", "Timestamp", "TraceID", "SpanID", "LatencyMS", "ErrorTraceback", "Recovery.AfterMS", "Recovery.SpanID")
	for _, signal := range []string{"logs", "logs/dup"} {
		if diff := cmp.Diff(records[""], records[signal], volatile); diff != "" {
			t.Errorf("%s (-span events +%s):\n%s", signal, signal, diff)
		}
		for i, rec := range records[signal] {
			if rec.FailureID == "" || (rec.ErrorTraceback == "") != (records[""][i].ErrorTraceback == "") {
				t.Errorf("%s: failure %d has id %q and a stack of %d bytes", signal, i+1, rec.FailureID, len(rec.ErrorTraceback))
			}
		}
	}
	if want := map[string]int{"": 0, "logs": 3, "logs/dup": 3}; !cmp.Equal(want, logs) {
		t.Errorf("log records %v, want %v", logs, want)
	}
}

// signalStep is a step in which a tool fails and is retried, and which then
// survives a failure of its own.
func signalStep(ctx context.Context) error {
	step := otelfail.Spec{Kind: otelfail.KindStep, Name: "executor", StepID: "1", StepTitle: "Fetch"}
	_, err := otelfail.Do(ctx, nil, step, func(ctx context.Context) (int, error) {
		tool := otelfail.Tool("weather")
		for _, err := range []error{context.DeadlineExceeded, nil} {
			_, _ = otelfail.Do(ctx, nil, tool, func(context.Context) (int, error) { return 0, err })
		}
		otelfail.Record(ctx, context.Canceled, otelfail.Spec{})
		return 0, nil
	})
	return err
}
