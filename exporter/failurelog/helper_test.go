// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 123456000, time.UTC)

// example has every field set.
func example() failurelog.Record {
	return failurelog.Record{
		Event:          failurelog.FailureRecovered,
		Schema:         failurelog.Schema,
		FailureID:      "00f067aa0ba902b7-1",
		Timestamp:      noon,
		RunID:          "run-1708000245",
		UserID:         "user-1",
		Service:        "agentdemo",
		TraceID:        "4bf92f3577b34da6a3ce929d0e0e4736",
		SpanID:         "00f067aa0ba902b7",
		Category:       classify.Network,
		Reason:         classify.Timeout,
		Severity:       classify.High,
		Retryable:      classify.RetryYes,
		GraphNode:      "executor",
		StepID:         "step-1",
		StepType:       "TOOL_CALL",
		StepTitle:      "Fetch weather for Paris",
		ToolName:       "weather_summary",
		LLMModel:       "gpt-x",
		ErrorType:      "context.deadlineExceededError",
		ErrorMessage:   `Get "http://localhost?a=b&c=<d>": deadline exceeded`,
		ErrorTraceback: "main.main\n\tmain.go:1",
		LatencyMS:      8034.5,
		AttemptNumber:  2,
		Fingerprint:    "2:6f1d0c2a9b7e4455",
		Path:           []string{"execute_tool weather_summary", "step executor"},
		WasRecovered:   true,
		RecoveryAction: "used climate averages",
		Recovery: &failurelog.Recovery{
			Outcome: failurelog.Recovered, Action: "fallback", Basis: failurelog.Declared,
			Detail: "used climate averages", AfterMS: 1e-7, SpanID: "b7ad6b7169203331",
			Supersedes: failurelog.Degraded, SupersedesBasis: failurelog.Inferred,
		},
		ContextData: map[string]any{"destination": "Paris", "days": 4.0, "nested": map[string]any{"list": []any{"a", nil, true}}},
		Tags:        []string{"weather", "timeout"},
		CauseID:     "aaaaaaaaaaaaaaaa-1",
		CauseSpanID: "bbbbbbbbbbbbbbbb",
	}
}

// failure returns a failure_recorded record.
func failure(run, id string) failurelog.Record {
	return failurelog.Record{
		Event: failurelog.FailureRecorded, FailureID: id, RunID: run, Timestamp: noon,
		Category: classify.Tool, Severity: classify.Medium,
	}
}

func open(t *testing.T, dir string, opts failurelog.Options) *failurelog.Log {
	t.Helper()
	l, err := failurelog.Open(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return l
}

func appendAll(t *testing.T, l *failurelog.Log, records ...failurelog.Record) {
	t.Helper()
	for i := range records {
		if err := l.Append(&records[i]); err != nil {
			t.Fatal(err)
		}
	}
}

func sources(t *testing.T, paths ...string) []failurelog.Source {
	t.Helper()
	s, err := failurelog.Sources(paths...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// collect returns the values and the errors of seq.
func collect[T any](seq iter.Seq2[T, error]) (values []T, errs []error) {
	for v, err := range seq {
		if err != nil {
			errs = append(errs, err)
		} else {
			values = append(values, v)
		}
	}
	return values, errs
}

func ids(records []failurelog.Record) string {
	var out []string
	for _, r := range records {
		out = append(out, r.FailureID)
	}
	return strings.Join(out, " ")
}

func writeFile(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func readFile(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// wantOnce checks that a directory holds n different failures, each on a whole
// line of its own.
func wantOnce(t *testing.T, dir string, n int) {
	t.Helper()
	seen := map[string]bool{}
	for r, err := range failurelog.Records(sources(t, dir)...) {
		if err != nil {
			t.Error(err)
		} else if seen[r.FailureID] {
			t.Errorf("failure %s is there twice", r.FailureID)
		}
		seen[r.FailureID] = true
	}
	delete(seen, "")
	if len(seen) != n {
		t.Errorf("%d failures are in the log, want %d", len(seen), n)
	}
}
