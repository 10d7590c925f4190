// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// TestJaegerHasWhatTheLogHas: runs with faults go by OTLP through the Collector
// to Jaeger, and are read back failure by failure, event by event.
func TestJaegerHasWhatTheLogHas(t *testing.T) {
	j := startJaeger(t)
	c := startCollector(t, "gateway.yaml", []string{"KEEP_PERCENT=100", "DECISION_WAIT=100ms", "JAEGER_OTLP_ENDPOINT=" + j.otlp})
	var failures int
	for seed := 1; seed <= 6; seed++ {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			d := runDemo(t, seed, "--otlp-endpoint", c.grpc)
			if len(d.records) == 0 {
				t.Fatal("no failures to compare")
			}
			failures += len(d.records)
			id := d.records[0].TraceID
			spans := j.trace(t, id)
			compareFailures(t, d, spans)
			compareOutcomes(t, d, spans)
			checkView(t, d, spans)
			for _, r := range d.records {
				for _, tags := range []map[string]string{
					{"failure.category": string(r.Category)},
					{"failure.severity": string(r.Severity)},
				} {
					if found := j.search(t, "agentdemo", tags); !slices.Contains(found, id) {
						t.Errorf("the search %v finds %v, not %s", tags, found, id)
					}
				}
			}
		})
	}
	t.Logf("%d failures compared", failures)

	t.Run("without faults nothing is red", func(t *testing.T) {
		d := runDemo(t, quiet, "--otlp-endpoint", c.grpc)
		if len(d.records) != 0 {
			t.Fatalf("the log has %v", d.records)
		}
		spans := j.trace(t, ranTrace(t, j))
		for _, s := range spans {
			if s.Status().Code() == ptrace.StatusCodeError || s.Events().Len() > 0 {
				t.Errorf("span %q has status %v and %d events", s.Name(), s.Status().Code(), s.Events().Len())
			}
		}
		checkView(t, d, spans)
	})
}

// ranTrace returns the id of the one trace of a run without failures.
func ranTrace(t *testing.T, j *jaeger) string {
	t.Helper()
	var ids []string
	eventually(t, "Jaeger finds the run without failures", func(context.Context) error {
		if ids = j.search(t, "agentdemo", map[string]string{"failure.count": "0"}); len(ids) != 1 {
			return fmt.Errorf("found %v", ids)
		}
		return nil
	})
	return ids[0]
}

// failure is what both the log and the trace tell of one.
type failure struct {
	ID, Category, Reason, Severity, Retryable, Fingerprint string
	Type, Message, Stack                                   string
	Attempt                                                int
	Run, Node, Step, Tool, Model                           string
	Path                                                   []string
}

func compareFailures(t *testing.T, d demo, spans map[string]span) {
	t.Helper()
	var logged, traced []failure
	for _, r := range d.records {
		retryable := ""
		if v, known := r.Retryable.Bool(); known {
			retryable = fmt.Sprint(v)
		}
		logged = append(logged, failure{
			r.FailureID, string(r.Category), string(r.Reason), string(r.Severity), retryable, r.Fingerprint,
			r.ErrorType, r.ErrorMessage, r.ErrorTraceback, r.AttemptNumber,
			r.RunID, r.GraphNode, r.StepID, r.ToolName, r.LLMModel, r.Path,
		})
	}
	for _, s := range spans {
		for _, e := range s.Events().All() {
			if e.Name() != "exception" {
				continue
			}
			a := e.Attributes()
			traced = append(traced, failure{
				text(a, "failure.id"), text(a, "failure.category"), text(a, "failure.reason"), text(a, "failure.severity"),
				text(a, "failure.retryable"), text(a, "failure.fingerprint"),
				text(a, "exception.type"), text(a, "exception.message"), text(a, "exception.stacktrace"), number(a, "failure.attempt"),
				text(a, "failure.run.id"), text(a, "failure.node"), text(a, "failure.step.id"),
				text(s.Attributes(), "gen_ai.tool.name"), text(s.Attributes(), "gen_ai.request.model"), list(a, "failure.path"),
			})
			if category := text(s.Attributes(), "failure.category"); category != text(a, "failure.category") {
				t.Errorf("span %q is of category %q, its failure of %q", s.Name(), category, text(a, "failure.category"))
			}
		}
	}
	byID := func(x, y failure) int { return cmp.Compare(x.ID, y.ID) }
	slices.SortFunc(logged, byID)
	slices.SortFunc(traced, byID)
	if diff := gocmp.Diff(logged, traced); diff != "" {
		t.Errorf("failures (-log +Jaeger):\n%s", diff)
	}
}

// outcome is what both the log and the trace tell of one.
type outcome struct {
	Failure, Outcome, Action, Basis, Detail, Span, Supersedes string
}

func compareOutcomes(t *testing.T, d demo, spans map[string]span) {
	t.Helper()
	var logged, traced []outcome
	for _, r := range d.outcomes {
		o := outcome{r.FailureID, string(r.Recovery.Outcome), r.Recovery.Action, string(r.Recovery.Basis), r.Recovery.Detail, r.Recovery.SpanID, ""}
		if r.Recovery.Supersedes != failurelog.Unknown {
			o.Supersedes = string(r.Recovery.Supersedes)
		}
		logged = append(logged, o)
	}
	for id, s := range spans {
		for _, e := range s.Events().All() {
			a := e.Attributes()
			if text(a, "failure.recovery.outcome") == "" {
				continue
			}
			for _, f := range append(list(a, "failure.ids"), text(a, "failure.id")) {
				if f != "" {
					traced = append(traced, outcome{
						f, text(a, "failure.recovery.outcome"), text(a, "failure.recovery.action"), text(a, "failure.recovery.basis"),
						text(a, "failure.recovery.detail"), id, text(a, "failure.recovery.supersedes"),
					})
				}
			}
		}
	}
	order := func(x, y outcome) int {
		return cmp.Or(cmp.Compare(x.Failure, y.Failure), cmp.Compare(x.Outcome, y.Outcome))
	}
	slices.SortFunc(logged, order)
	slices.SortFunc(traced, order)
	if diff := gocmp.Diff(logged, traced); diff != "" {
		t.Errorf("outcomes (-log +Jaeger):\n%s", diff)
	}
}

// checkView judges what Jaeger's list and timeline show: names, status and
// gen_ai attributes, with the events folded away.
func checkView(t *testing.T, d demo, spans map[string]span) {
	t.Helper()
	failed := map[string]bool{}
	want := map[string]int{}
	for _, r := range d.records {
		failed[r.SpanID] = true
		want["failure.count"]++
		if r.Recovery != nil {
			want["failure."+string(r.Recovery.Outcome)+".count"]++
		}
	}
	for _, r := range d.records {
		if r.ToolName == "" || r.Recovery == nil || r.Recovery.Action != "retry" {
			continue
		}
		origin := spans[r.SpanID]
		if !slices.ContainsFunc(slices.Collect(maps.Values(spans)), func(s span) bool {
			return s.Name() == origin.Name() && number(s.Attributes(), "failure.attempt") > r.AttemptNumber
		}) {
			t.Errorf("the retry of %q cannot be told from its first attempt", origin.Name())
		}
	}
	for id, s := range spans {
		red := s.Status().Code() == ptrace.StatusCodeError
		absorbed := false
		for _, e := range s.Events().All() {
			absorbed = absorbed || e.Name() == "failure.recovered"
		}
		operation := text(s.Attributes(), "gen_ai.operation.name")
		switch {
		case failed[id] && !red:
			t.Errorf("span %q failed and is not red", s.Name())
		case absorbed && red && s.ParentSpanID() != (pcommon.SpanID{}):
			t.Errorf("span %q absorbed a failure and is red", s.Name())
		case red && s.Status().Message() == "", red && text(s.Attributes(), "error.type") == "":
			t.Errorf("span %q is red and does not say why", s.Name())
		}
		switch prefix, name, _ := strings.Cut(s.Name(), " "); prefix {
		case "invoke_agent", "execute_tool", "chat":
			if operation != prefix || name == "" {
				t.Errorf("Jaeger does not recognise span %q by its gen_ai.operation.name %q", s.Name(), operation)
			}
		}
		if _, run := s.Attributes().Get("failure.count"); run {
			for _, key := range []string{"failure.count", "failure.recovered.count", "failure.degraded.count", "failure.failed.count"} {
				if n := number(s.Attributes(), key); n != want[key] {
					t.Errorf("the run's span says %s %d, the log %d", key, n, want[key])
				}
			}
		}
	}
}

func number(m pcommon.Map, key string) int {
	if v, ok := m.Get(key); ok {
		return int(v.Int())
	}
	return 0
}

func list(m pcommon.Map, key string) []string {
	v, ok := m.Get(key)
	if !ok {
		return nil
	}
	var s []string
	for _, e := range v.Slice().All() {
		s = append(s, e.AsString())
	}
	return s
}
