// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

func seq(records []failurelog.Record, errs ...error) iter.Seq2[failurelog.Record, error] {
	return func(yield func(failurelog.Record, error) bool) {
		for _, err := range errs {
			if !yield(failurelog.Record{}, err) {
				return
			}
		}
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestSummarize(t *testing.T) {
	want := report.Summary{
		Version: report.Version, RunID: "run-1708000245", UserID: "user-1",
		Runs: report.Runs{Total: 1, WithFailures: 1}, TotalFailures: 5, RunSquares: 25,
		BySeverity:   map[classify.Severity]int{classify.Low: 0, classify.Medium: 3, classify.High: 1, classify.Critical: 1},
		ByCategory:   map[classify.Category]int{classify.Network: 2, classify.Validation: 2, classify.LLM: 1},
		ByNode:       map[string]int{"executor": 4, "intent_parser": 1},
		ByTool:       map[string]int{"weather_summary": 1, "hotels_search_links": 1},
		ByReason:     map[string]int{"timeout": 1, "parse": 1, "refused": 1, "schema": 1, "empty_response": 1},
		ByOutcome:    map[failurelog.Outcome]int{failurelog.Recovered: 2, failurelog.Degraded: 1, failurelog.Failed: 1, failurelog.Unknown: 1},
		RecoveryRate: new(60.0), StrictRecoveryRate: new(40.0),
		ByBasis: map[failurelog.Basis]map[failurelog.Outcome]int{
			failurelog.Declared: {failurelog.Degraded: 1},
			failurelog.Inferred: {failurelog.Recovered: 2, failurelog.Failed: 1},
		},
		LogFiles: []string{}, UnreadableLines: 1, MissingRuns: []string{}, LowerBound: true,
	}
	got := report.Summarize(seq(guide(), errors.New("bad line")))
	want.ByTag = map[string]int{"weather": 1, "timeout": 1, "paris": 1}
	want.ByCategorySeverity = map[classify.Category]map[classify.Severity]int{
		classify.Network:    {classify.High: 1, classify.Medium: 1},
		classify.Validation: {classify.Medium: 2},
		classify.LLM:        {classify.Critical: 1},
	}
	want.GroupBy, want.GroupCount = report.Fingerprint, 5
	rest := cmpopts.IgnoreFields(report.Summary{}, "Timeline", "Groups", "ByOperation") // TestGroups
	if diff := cmp.Diff(want, got, rest); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestSummaryOfJoinedRecordsIsTheSame(t *testing.T) {
	want := report.Summarize(seq(guide()))
	got := report.Summarize(failurelog.Join(seq(guide())))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-lines +joined\n%s", diff)
	}
}

func TestSummaryWithoutFailuresHasNoRates(t *testing.T) {
	b, err := json.Marshal(report.Summarize(seq(nil)))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"version":1,"run_id":"","user_id":"",` +
		`"runs":{"total":0,"with_failures":0,"ok":0,"ok_recovered":0,"ok_degraded":0,"error":0,"unknown":0,"interrupted":0,"running":0},"operations":0,"total_failures":0,"run_squares":0,` +
		`"by_severity":{"critical":0,"high":0,"low":0,"medium":0},"by_category":{},"by_node":{},"by_tool":{},"by_reason":{},"by_tag":{},` +
		`"by_outcome":{"degraded":0,"failed":0,"recovered":0,"unknown":0},"by_basis":{"declared":{},"inferred":{}},"by_category_severity":{},"by_operation":{},` +
		`"recovery_rate":null,"strict_recovery_rate":null,"timeline":{"first":null,"last":null,"start":null,"column_seconds":0,"counts":[],"runs":[]},"trend":null,` +
		`"group_by":"fingerprint","groups":[],"group_count":0,"log_file":"","log_files":[],"dropped":0,"unreadable_lines":0,"missing":0,"missing_runs":[],"lower_bound":false}`
	if diff := cmp.Diff(want, string(b)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestOutcomesWhoseFailureIsLostAreNoNegativeCounts(t *testing.T) {
	var stray []failurelog.Record
	for _, r := range guide() {
		if r.Event != failurelog.FailureRecorded {
			stray = append(stray, r)
		}
	}
	s := report.Summarize(seq(stray))
	for outcome, n := range s.ByOutcome {
		if n < 0 {
			t.Errorf("%s: %d", outcome, n)
		}
	}
	if s.TotalFailures != 0 || s.RecoveryRate != nil {
		t.Errorf("summary %+v", s)
	}
}

func TestNamesAreBounded(t *testing.T) {
	r := report.New(report.Options{Details: -1})
	for i := range 5_000 {
		r.AddRecord(&failurelog.Record{
			Event: failurelog.FailureRecorded, FailureID: fmt.Sprint(i), RunID: "r", GraphNode: fmt.Sprint(i), ToolName: fmt.Sprint(i),
		})
	}
	s := r.Summary()
	if len(s.ByNode) > 1_001 || len(s.ByTool) > 1_001 || s.ByTool["(other)"] != 4_000 || s.TotalFailures != 5_000 {
		t.Errorf("%d nodes, %d tools, %d other, %d failures", len(s.ByNode), len(s.ByTool), s.ByTool["(other)"], s.TotalFailures)
	}
}

func TestReadCountsFilesAndUnreadableLines(t *testing.T) {
	entries := func(yield func(failurelog.Entry, error) bool) {
		for i := range guide() {
			if !yield(failurelog.Entry{File: "a", Record: &guide()[i]}, nil) {
				return
			}
		}
		run := ledger()[0]
		_ = yield(failurelog.Entry{File: "runs", Run: &run}, nil) && yield(failurelog.Entry{}, errors.New("bad"))
	}
	var told []error
	r := report.New(report.Options{})
	r.Read(entries, func(err error) { told = append(told, err) })
	s := r.Summary()
	if s.LogFile != "a" || len(s.LogFiles) != 1 || s.UnreadableLines != 1 || len(told) != 1 || s.Runs.Total != 1 {
		t.Errorf("summary %+v, told %v", s, told)
	}
}

func BenchmarkAddRecord(b *testing.B) {
	r := report.New(report.Options{Details: -1})
	records := guide()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r.AddRecord(&records[i%len(records)])
	}
}
