// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// usual returns a record as an agent's failing tool makes it, and the line of its
// outcome.
func usual() (record, outcome failurelog.Record) {
	record = failurelog.Record{
		Event: failurelog.FailureRecorded, Schema: failurelog.Schema,
		FailureID: "00f067aa0ba902b7-1", Timestamp: time.Date(2026, 11, 23, 12, 0, 0, 123456789, time.UTC),
		RunID: "run-1708000245", UserID: "user-1", Service: "agentdemo",
		TraceID: "4bf92f3577b34da6a3ce929d0e0e4736", SpanID: "00f067aa0ba902b7",
		Category: classify.Network, Reason: classify.Timeout, Severity: classify.High, Retryable: classify.RetryYes,
		StepID: "step-1", StepType: "TOOL_CALL", StepTitle: "Fetch weather for Paris", ToolName: "weather_summary",
		ErrorType:    "context.deadlineExceededError",
		ErrorMessage: `forecast: Get "https://api.example.com/v1/forecast": context deadline exceeded`,
		LatencyMS:    8034.512345, AttemptNumber: 2, Fingerprint: "1:6f1d0c2a9b7e4455",
		Path: []string{"execute_tool weather_summary", "step executor", "invoke_agent travel-agent"},
	}
	outcome = record
	outcome.Event, outcome.WasRecovered, outcome.RecoveryAction = failurelog.FailureRecovered, true, "used climate averages"
	outcome.Recovery = &failurelog.Recovery{
		Outcome: failurelog.Recovered, Action: "fallback", Basis: failurelog.Declared, Detail: "used climate averages",
		AfterMS: 12.345678, SpanID: "b7ad6b7169203331", Supersedes: failurelog.Unknown, SupersedesBasis: failurelog.Inferred,
	}
	return record, outcome
}

// usualRun returns the line of the run's end.
func usualRun() failurelog.Run {
	record, _ := usual()
	return failurelog.Run{
		Event: failurelog.RunEnded, Schema: failurelog.Schema, Timestamp: record.Timestamp,
		RunID: record.RunID, UserID: record.UserID, Service: record.Service, Agent: "travel-agent",
		TraceID: record.TraceID, SpanID: record.SpanID, Host: "agents-7d4f", PID: 4711,
		Status: failurelog.RunOK, DurationMS: 31_012.345678,
		Operations: map[string]failurelog.OperationCount{
			"invoke_agent travel-agent": {Calls: 1}, "step executor": {Calls: 3, Failed: 1},
			"execute_tool weather_summary": {Calls: 8, Failed: 2, Attempts: 2}, "chat gpt-x": {Calls: 12},
		},
		Failures: map[failurelog.Outcome]int{failurelog.Recovered: 2, failurelog.Failed: 1},
	}
}

// BenchmarkLine is the making of one line.
func BenchmarkLine(b *testing.B) {
	record, outcome := usual()
	trace, foreign := record, record
	trace.ErrorTraceback = strings.Repeat("main.(*planner).run\n\t/home/agent/src/planner/run.go:117 +0x1f\n", 16)
	trace.ContextData = map[string]any{"destination": "Paris", "days": 4.0, "nested": map[string]any{"list": []any{"a", nil, true}}}
	foreign.ErrorMessage = strings.Repeat("天気の取得に失敗しました。", 8)
	for name, r := range map[string]failurelog.Record{"record": record, "outcome": outcome, "traceback": trace, "foreign": foreign} {
		b.Run("line="+name, func(b *testing.B) {
			w := failurelog.NewWriter(io.Discard)
			b.ReportAllocs()
			b.SetBytes(int64(len(written(b, func(w *failurelog.Writer) error { return w.Append(&r) }))))
			for b.Loop() {
				if err := w.Append(&r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	ended := usualRun()
	begun := ended
	begun.Event, begun.Status, begun.DurationMS, begun.Operations, begun.Failures = failurelog.RunStarted, "", 0, nil, nil
	for name, r := range map[string]failurelog.Run{"run_started": begun, "run_ended": ended} {
		b.Run("line="+name, func(b *testing.B) {
			w := failurelog.NewWriter(io.Discard)
			b.ReportAllocs()
			b.SetBytes(int64(len(written(b, func(w *failurelog.Writer) error { return w.AppendRun(&r) }))))
			for b.Loop() {
				if err := w.AppendRun(&r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
