// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-%s +report\n%s", path, diff)
	}
}

func write(t *testing.T, r *report.Report, level report.Level) string {
	t.Helper()
	var b strings.Builder
	if err := r.WriteText(&b, level); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func build(opts report.Options, records []failurelog.Record, runs ...failurelog.Run) *report.Report {
	r := report.New(opts)
	for i := range runs {
		r.AddRun(&runs[i])
	}
	for i := range records {
		r.AddRecord(&records[i])
	}
	return r
}

func at(clock string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, "2026-02-15T"+clock+"Z")
	if err != nil {
		panic(err)
	}
	return t
}

// outcome returns the line that settles rec.
func outcome(rec failurelog.Record, after time.Duration, r failurelog.Recovery) failurelog.Record {
	rec.Event = failurelog.FailureRecovered
	if r.Supersedes != failurelog.Unknown {
		rec.Event = failurelog.FailureRevised
	}
	rec.Timestamp = rec.Timestamp.Add(after)
	r.AfterMS = float64(after) / float64(time.Millisecond)
	rec.WasRecovered = r.Outcome == failurelog.Recovered || r.Outcome == failurelog.Degraded
	if rec.RecoveryAction = r.Detail; r.Detail == "" {
		rec.RecoveryAction = r.Action
	}
	rec.Recovery = &r
	return rec
}

// guide is the run that the original's guide shows, with one failure more.
func guide() []failurelog.Record {
	base := failurelog.Record{
		Event: failurelog.FailureRecorded, RunID: "run-1708000245", UserID: "user-1", TraceID: "4bf92f3577b34da6a3ce929d0e0e4736",
		GraphNode: "executor", StepType: "TOOL_CALL", AttemptNumber: 1,
	}
	weather, date, hotel, field, model := base, base, base, base, base

	weather.FailureID, weather.Timestamp = "a1-1", at("10:30:45.123")
	weather.Category, weather.Severity, weather.Reason, weather.Retryable = classify.Network, classify.High, classify.Timeout, classify.RetryYes
	weather.ErrorType, weather.ErrorMessage = "TimeoutError", "Weather API timeout after 8 seconds"
	weather.ToolName, weather.LatencyMS = "weather_summary", 8034.5
	weather.StepID, weather.StepTitle = "step-1", "Fetch weather for Paris"
	weather.Tags = []string{"weather", "timeout", "paris"}
	weather.Path = []string{"execute_tool weather_summary", "step executor"}
	weather.ContextData = map[string]any{"destination": "Paris", "days": 4.0}
	weather.ErrorTraceback = "main.fetch\n\tmain.go:12\nmain.main\n\tmain.go:7\n"
	weather.Fingerprint = "2:6f1d0c2a9b7e4455"

	date.FailureID, date.Timestamp = "a2-1", at("10:30:47.456")
	date.Category, date.Severity, date.Reason, date.Retryable = classify.Validation, classify.Medium, classify.Parse, classify.RetryNo
	date.GraphNode, date.ErrorMessage = "intent_parser", "Invalid date format"

	hotel.FailureID, hotel.Timestamp = "a3-1", at("10:30:49.789")
	hotel.Category, hotel.Severity, hotel.Reason = classify.Network, classify.Medium, classify.Refused
	hotel.ErrorType, hotel.ErrorMessage, hotel.ToolName = "ConnectionError", "Hotel service unavailable", "hotels_search_links"

	field.FailureID, field.Timestamp = "a4-1", at("10:31:01.012")
	field.Category, field.Severity, field.Reason = classify.Validation, classify.Medium, classify.Schema
	field.ErrorMessage = "Missing required field 'destination'"

	model.FailureID, model.Timestamp = "a5-1", at("10:31:02.5")
	model.Category, model.Severity, model.Reason = classify.LLM, classify.Critical, classify.EmptyResponse
	model.ErrorType, model.LLMModel, model.CauseID = "llm.EmptyError", "sandbox-1", "a4-1"

	degraded := failurelog.Recovery{
		Outcome: failurelog.Degraded, Action: "handled", Basis: failurelog.Inferred, Supersedes: failurelog.Unknown,
	}
	return []failurelog.Record{
		weather,
		outcome(weather, time.Second, failurelog.Recovery{
			Outcome: failurelog.Degraded, Action: "skip", Basis: failurelog.Declared,
			Detail: "Step marked as blocked, orchestrator continues", Supersedes: failurelog.Unknown,
		}),
		date,
		outcome(date, 20*time.Millisecond, failurelog.Recovery{
			Outcome: failurelog.Recovered, Action: "retry", Basis: failurelog.Inferred, Supersedes: failurelog.Unknown,
		}),
		hotel, outcome(hotel, time.Millisecond, degraded),
		field, model,
		outcome(hotel, 2*time.Second, failurelog.Recovery{
			Outcome: failurelog.Recovered, Action: "self_correction", Basis: failurelog.Inferred,
			Supersedes: failurelog.Degraded, SupersedesBasis: failurelog.Inferred,
		}),
		outcome(model, time.Second, failurelog.Recovery{
			Outcome: failurelog.Failed, Basis: failurelog.Inferred, Supersedes: failurelog.Unknown,
		}),
	}
}

// ledger returns the start and end lines of guide's run.
func ledger() []failurelog.Run {
	start := failurelog.Run{
		Event: failurelog.RunStarted, Timestamp: at("10:30:40"), RunID: "run-1708000245", UserID: "user-1",
		TraceID: "4bf92f3577b34da6a3ce929d0e0e4736", Host: "elsewhere", PID: 42,
	}
	end := start
	end.Event, end.Timestamp, end.Status, end.DurationMS = failurelog.RunEnded, at("10:31:03.4"), failurelog.RunError, 23400
	end.Operations = map[string]failurelog.OperationCount{"step executor": {Calls: 5}, "chat sandbox-1": {Calls: 12}}
	return []failurelog.Run{start, end}
}
