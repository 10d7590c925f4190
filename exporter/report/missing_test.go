// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// then is a time of day long ago: what has just ended is not missed.
func then(clock string) time.Time { return at(clock).AddDate(-10, 0, 0) }

// told is a ledger's line on a run that ended with so many degraded failures.
func told(runID string, failures int) failurelog.Entry {
	return failurelog.Entry{File: "logs/runs.jsonl", Run: &failurelog.Run{
		Event: failurelog.RunEnded, Timestamp: then("10:31:00"), RunID: runID, TraceID: "t-" + runID, Status: failurelog.RunOK,
		Operations: map[string]failurelog.OperationCount{"step s": {Calls: 4}},
		Failures:   map[failurelog.Outcome]int{failurelog.Degraded: failures},
	}}
}

// logged are the lines of so many failures of a run.
func logged(runID, file string, failures int) []failurelog.Entry {
	var out []failurelog.Entry
	for i := range failures {
		rec := failurelog.Record{
			Event: failurelog.FailureRecorded, FailureID: fmt.Sprint(i), RunID: runID, TraceID: "t-" + runID,
			Timestamp: then("10:30:45"), Category: classify.Tool, Severity: classify.Low, Fingerprint: "1:a",
		}
		out = append(out, failurelog.Entry{File: "logs/" + file, Record: &rec})
	}
	return out
}

func droppedOf(runID string, failures int) failurelog.Entry {
	return failurelog.Entry{Dropped: &failurelog.Dropped{
		Since: then("10:30:40"), Timestamp: then("10:30:50"), RunID: runID, Failures: failures, Lines: failures,
	}}
}

func entries(parts ...[]failurelog.Entry) iter.Seq2[failurelog.Entry, error] {
	return func(yield func(failurelog.Entry, error) bool) {
		for _, e := range slices.Concat(parts...) {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func one(e failurelog.Entry) []failurelog.Entry { return []failurelog.Entry{e} }

// TestFailuresThatTheLedgerKnowsAreMissed: a log that has gone, or could never be
// written to, is no log without failures.
func TestFailuresThatTheLedgerKnowsAreMissed(t *testing.T) {
	another := told("b", 2)
	started := told("a", 0)
	started.Run.Event, started.Run.Failures, started.Run.Operations = failurelog.RunStarted, nil, nil
	again := told("a", 2)
	again.Run.TraceID = "another trace"
	inAMoment := told("a", 3)
	inAMoment.Run.Timestamp = time.Now().Add(time.Hour)
	tests := map[string]struct {
		opts    report.Options
		lines   [][]failurelog.Entry
		missing int
		runs    string
		dropped int
	}{
		"all of them":                        {report.Options{}, [][]failurelog.Entry{one(told("a", 3))}, 3, "[a]", 0},
		"some":                               {report.Options{}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 2), one(told("a", 3))}, 1, "[a]", 0},
		"none":                               {report.Options{}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 3), one(told("a", 3))}, 0, "[]", 0},
		"ledger first":                       {report.Options{}, [][]failurelog.Entry{one(told("a", 3)), logged("a", "failures_a.jsonl", 3)}, 0, "[]", 0},
		"of one run of two":                  {report.Options{}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 3), one(told("a", 3)), one(another)}, 2, "[b]", 0},
		"more than the ledger":               {report.Options{}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 5), one(told("a", 3)), one(another)}, 2, "[b]", 0},
		"of a second trace":                  {report.Options{}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 3), one(told("a", 3)), one(again)}, 2, "[a]", 0},
		"a run in progress":                  {report.Options{}, [][]failurelog.Entry{one(started), logged("a", "failures_a.jsonl", 3)}, 0, "[]", 0},
		"no ledger":                          {report.Options{}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 3)}, 0, "[]", 0},
		"dropped":                            {report.Options{}, [][]failurelog.Entry{one(droppedOf("a", 3)), one(told("a", 3))}, 0, "[]", 3},
		"dropped and missing":                {report.Options{}, [][]failurelog.Entry{one(droppedOf("a", 2)), one(told("a", 3))}, 1, "[a]", 2},
		"another run's dropped":              {report.Options{}, [][]failurelog.Entry{one(droppedOf("b", 3)), one(told("a", 3))}, 3, "[a]", 3},
		"dropped of many runs":               {report.Options{}, [][]failurelog.Entry{one(droppedOf("", 3)), one(told("a", 3))}, 0, "[]", 3},
		"chosen run":                         {report.Options{RunID: "a"}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 3), one(told("a", 3)), one(another)}, 0, "[]", 0},
		"chosen run that misses":             {report.Options{RunID: "b"}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 3), one(told("a", 3)), one(another)}, 2, "[b]", 0},
		"filter":                             {report.Options{Where: report.Filter{report.Category: {"llm"}}}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 3), one(told("a", 3))}, 0, "[]", 0},
		"failures before since":              {report.Options{Since: then("10:30:55")}, [][]failurelog.Entry{logged("a", "failures_a.jsonl", 3), one(told("a", 3))}, 0, "[]", 0},
		"dropped before since":               {report.Options{Since: then("10:30:55")}, [][]failurelog.Entry{one(droppedOf("a", 3)), one(told("a", 3))}, 0, "[]", 0},
		"ended after until":                  {report.Options{Until: then("10:30:55")}, [][]failurelog.Entry{one(told("a", 3))}, 0, "[]", 0},
		"just ended":                         {report.Options{}, [][]failurelog.Entry{one(inAMoment)}, 0, "[]", 0},
		"rotation removed the first segment": {report.Options{}, [][]failurelog.Entry{logged("a", "failures_a~0002.jsonl.gz", 1), one(told("a", 3))}, 0, "[]", 0},
		"later segment lost": {report.Options{}, [][]failurelog.Entry{
			logged("a", "failures_a~0003.jsonl", 1), logged("a", "failures_a.jsonl.gz", 1), one(told("a", 3)),
		}, 1, "[a]", 0},
		"another log is rotated": {report.Options{}, [][]failurelog.Entry{
			logged("b", "failures_b~0003.jsonl", 2), one(another), logged("a", "failures_a.jsonl", 1), one(told("a", 3)),
		}, 2, "[a]", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := report.New(tt.opts)
			r.Read(entries(tt.lines...), nil)
			s := r.Summary()
			if s.Missing != tt.missing || fmt.Sprint(s.MissingRuns) != tt.runs || s.Dropped != tt.dropped || s.LowerBound != (tt.missing+tt.dropped > 0) {
				t.Errorf("%d missing of %v, %d dropped, lower bound %t", s.Missing, s.MissingRuns, s.Dropped, s.LowerBound)
			}
		})
	}
}

// TestMissingFailuresOfManyRuns: beyond the runs that are compared one by one the
// sums are.
func TestMissingFailuresOfManyRuns(t *testing.T) {
	const runs = 60_000
	r := report.New(report.Options{Details: -1})
	for i := range runs {
		if i == runs-1 {
			break // its failure is missing
		}
		r.Read(entries(logged(fmt.Sprint(i), "failures_"+fmt.Sprint(i)+".jsonl", 1)), nil)
	}
	for i := range runs {
		r.Read(entries(one(told(fmt.Sprint(i), 1))), nil)
	}
	if s := r.Summary(); s.Missing != 1 || !s.LowerBound {
		t.Errorf("%d missing of %v", s.Missing, s.MissingRuns)
	}
}

// written is a report in every format that this package has.
func written(t *testing.T, r *report.Report) map[string]string {
	t.Helper()
	out := map[string]string{}
	s := r.Summary()
	for name, write := range map[string]func(b *strings.Builder) error{
		"text":     func(b *strings.Builder) error { return r.WriteText(b, report.Details) },
		"narrow":   func(b *strings.Builder) error { return r.WriteStyled(b, report.Details, report.Style{Width: 40}) },
		"overview": func(b *strings.Builder) error { return s.WriteOverview(b, report.Style{}) },
		"overview of 40 columns": func(b *strings.Builder) error {
			return s.WriteOverview(b, report.Style{Width: 40})
		},
		"groups":   func(b *strings.Builder) error { return s.WriteGroups(b, report.Style{}) },
		"markdown": func(b *strings.Builder) error { return s.WriteMarkdown(b) },
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		out[name] = strings.Join(strings.Fields(b.String()), " ") // lines may be broken
	}
	return out
}

// TestEveryFormatTellsOfLowerBounds, whatever is missing, and none says that
// there were no failures.
func TestEveryFormatTellsOfLowerBounds(t *testing.T) {
	tests := map[string]struct {
		lines [][]failurelog.Entry
		want  string
	}{
		"missing failures": {[][]failurelog.Entry{one(told("a", 3))}, "3 failures that the run ledger counts are not in the log"},
		"dropped failures": {[][]failurelog.Entry{one(droppedOf("a", 3)), one(told("a", 3))}, "could not be logged"},
		"dropped lines": {[][]failurelog.Entry{one(failurelog.Entry{
			Dropped: &failurelog.Dropped{Timestamp: then("10:30:50"), RunID: "a", Lines: 2},
		}), one(told("a", 0))}, "lines on runs or outcomes could not be logged"},
		"dropped lines beside failures": {[][]failurelog.Entry{one(failurelog.Entry{
			Dropped: &failurelog.Dropped{Timestamp: then("10:30:50"), RunID: "a", Lines: 2},
		}), logged("a", "failures_a.jsonl", 2), one(told("a", 2))}, "lines on runs or outcomes could not be logged"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := report.New(report.Options{})
			r.Read(entries(tt.lines...), nil)
			for format, text := range written(t, r) {
				if !strings.Contains(text, tt.want) || !strings.Contains(text, "the figures are lower bounds") || strings.Contains(text, "No failures in") || strings.Contains(text, "No failures.") {
					t.Errorf("%s:\n%s", format, text)
				}
			}
			s := r.Summary()
			v, err := report.Limits{MaxFailed: new(0), MaxSeverity: classify.Low}.Check(s)
			if err != nil || v.Trouble == "" {
				t.Errorf("check passes: %+v, error %v", v, err)
			}
			if len(s.Notes()) != 1 || !s.LowerBound {
				t.Errorf("notes %q, lower bound %t", s.Notes(), s.LowerBound)
			}
		})
	}
}

// TestPeriodsTakeInWhatWasDroppedWithin: a line that stands for others tells from
// when to when they were dropped.
func TestPeriodsTakeInWhatWasDroppedWithin(t *testing.T) {
	for _, tt := range []struct {
		since, until string
		within       bool
	}{
		{"", "", true},
		{"10:30:45", "", true}, {"10:30:50", "", true}, {"10:30:51", "", false},
		{"", "10:30:45", true}, {"", "10:30:41", true}, {"", "10:30:40", false},
		{"10:30:42", "10:30:44", true}, {"10:20:00", "10:30:00", false}, {"10:30:55", "10:31:00", false},
	} {
		var opts report.Options
		if tt.since != "" {
			opts.Since = then(tt.since)
		}
		if tt.until != "" {
			opts.Until = then(tt.until)
		}
		r := report.New(opts)
		got := r.AddDropped(droppedOf("a", 3).Dropped)
		if s := r.Summary(); got != tt.within || s.LowerBound != tt.within || (s.Dropped == 3) != tt.within {
			t.Errorf("since %q until %q: %t, %d dropped", tt.since, tt.until, got, s.Dropped)
		}
	}
	r := report.New(report.Options{Since: then("10:00:00"), Until: then("10:10:00")})
	if r.AddDropped(&failurelog.Dropped{Timestamp: then("10:30:00"), Lines: 1}) {
		t.Error("a line that does not tell since when is taken for one of all times")
	}
}
