// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// figures writes a summary in each format.
func figures(t *testing.T, s report.Summary) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, write := range map[string]func(*strings.Builder) error{
		"overview": func(b *strings.Builder) error { return s.WriteOverview(b, report.Style{}) },
		"table":    func(b *strings.Builder) error { return s.WriteGroups(b, report.Style{}) },
		"markdown": func(b *strings.Builder) error { return s.WriteMarkdown(b) },
		"csv":      func(b *strings.Builder) error { return s.WriteCSV(b) },
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		out[name] = b.String()
	}
	return out
}

func TestWriters(t *testing.T) {
	records, runs := several()
	var narrow strings.Builder
	if err := build(report.Options{}, records, runs...).Summary().WriteOverview(&narrow, report.Style{Width: 40}); err != nil {
		t.Fatal(err)
	}
	golden(t, "overview_40", narrow.String())
	for name, text := range figures(t, build(report.Options{}, records, runs...).Summary()) {
		golden(t, name, text)
	}
	byTool := figures(t, build(report.Options{GroupBy: report.Tool, Top: 2}, records, runs...).Summary())
	golden(t, "by_tool", byTool["table"])
}

func TestTextsFitTheWidth(t *testing.T) {
	records, runs := several()
	records[0].ErrorMessage = strings.Repeat("東京 long e\u0301 👩\u200d👩 ", 50)
	records[0].ToolName, records[0].Path = strings.Repeat("長", 99), nil
	records[2].ErrorMessage = strings.Repeat("e\u0301", 300)
	records[2].Tags = []string{strings.Repeat("🙂", 60)}
	runs[0].RunID = strings.Repeat("走", 99)
	for width := 40; width <= 200; width += 7 {
		style := report.Style{Width: width}
		var b strings.Builder
		for _, field := range []report.Field{report.Fingerprint, report.Tool, report.Tag} {
			s := build(report.Options{GroupBy: field}, records, runs...).Summary()
			s.Dropped, s.UnreadableLines = 1, 1
			for _, write := range []func(io.Writer, report.Style) error{s.WriteOverview, s.WriteGroups} {
				if err := write(&b, style); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, records := range [][]failurelog.Record{records, records[:1], nil} {
			if err := build(report.Options{}, records, runs...).WriteStyled(&b, report.Verbose, style); err != nil {
				t.Fatal(err)
			}
		}
		for line := range strings.Lines(b.String()) {
			if n := displaywidth.String(strings.TrimRight(line, "\n")); n > width {
				t.Errorf("%d columns for %d: %s", n, width, line)
			}
		}
		if strings.Contains(b.String(), "\x1b") {
			t.Error("colour was not asked for")
		}
	}
	var b strings.Builder
	if err := build(report.Options{}, records, runs...).Summary().WriteOverview(&b, report.Style{Color: true}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "\x1b[31m") {
		t.Error("no colour")
	}
}

func TestFilter(t *testing.T) {
	for name, tt := range map[string]struct {
		where report.Filter
		want  int
	}{
		"nothing":         {nil, 5},
		"category":        {report.Filter{report.Category: {"network"}}, 2},
		"either":          {report.Filter{report.Category: {"network", "llm"}}, 3},
		"not":             {report.Filter{report.Category: {"!network"}}, 3},
		"both":            {report.Filter{report.Category: {"network"}, report.Severity: {"high"}}, 1},
		"tool":            {report.Filter{report.Tool: {"weather_summary"}}, 1},
		"node":            {report.Filter{report.Node: {"!executor"}}, 1},
		"tag":             {report.Filter{report.Tag: {"paris"}}, 1},
		"text":            {report.Filter{report.Text: {"TIMEOUT"}}, 1},
		"fingerprint":     {report.Filter{report.Fingerprint: {"2:6f1d0c2a9b7e4455"}}, 1},
		"reason":          {report.Filter{report.Reason: {"parse"}}, 1},
		"recovered":       {report.Filter{report.Outcome: {"recovered"}}, 2},
		"degraded":        {report.Filter{report.Outcome: {"degraded"}}, 1},
		"failed":          {report.Filter{report.Outcome: {"failed"}}, 1},
		"not recovered":   {report.Filter{report.Outcome: {"!recovered", "!degraded"}}, 2},
		"critical failed": {report.Filter{report.Outcome: {"failed"}, report.Severity: {"critical"}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := build(report.Options{Where: tt.where}, guide(), ledger()...).Summary()
			sum := 0
			for _, g := range s.Groups {
				sum += g.Count
			}
			if s.TotalFailures != tt.want || sum != tt.want || s.Operations != 17 || s.Runs.Total != 1 {
				t.Errorf("%d failures, %d in groups, want %d; %+v", s.TotalFailures, sum, tt.want, s.Runs)
			}
		})
	}
	if err := (report.Filter{report.Severity: {"!hihg"}}).Check(); err == nil {
		t.Error("a misspelt severity is no error")
	}
}

func TestPeriodKeepsOutcomesWithTheirFailures(t *testing.T) {
	since, until := at("10:30:47"), at("10:30:50")
	s := build(report.Options{Since: since, Until: until}, guide()).Summary()
	want := map[failurelog.Outcome]int{failurelog.Recovered: 2, failurelog.Degraded: 0, failurelog.Failed: 0, failurelog.Unknown: 0}
	if s.TotalFailures != 2 || fmt.Sprint(s.ByOutcome) != fmt.Sprint(want) {
		t.Errorf("%d failures, %v", s.TotalFailures, s.ByOutcome)
	}
}

func TestDroppedFailuresMakeLowerBounds(t *testing.T) {
	r := build(report.Options{}, guide())
	r.AddDropped(&failurelog.Dropped{Failures: 3, Lines: 4})
	if s := r.Summary(); s.Dropped != 3 || !s.LowerBound {
		t.Errorf("dropped %d, lower bound %t", s.Dropped, s.LowerBound)
	}
}

func TestAYearOfRuns(t *testing.T) {
	r := report.New(report.Options{Details: -1})
	begin := at("00:00:00")
	const runs = 50_000
	for i := range runs {
		run := failurelog.Run{
			Event: failurelog.RunStarted, RunID: fmt.Sprint("run-", i), TraceID: fmt.Sprint(i), Timestamp: begin.Add(time.Duration(i) * 10 * time.Minute),
		}
		r.AddRun(&run)
		if i%5 == 0 {
			r.AddRecord(&failurelog.Record{
				Event: failurelog.FailureRecorded, FailureID: "1", RunID: run.RunID, TraceID: run.TraceID,
				Timestamp: run.Timestamp, Category: classify.Network, Severity: classify.High,
				Fingerprint: fmt.Sprint("1:", i%3), LatencyMS: 1000, Cost: &failurelog.Cost{InputTokens: 2, OutputTokens: 1},
			})
		}
		run.Event, run.Status, run.Timestamp = failurelog.RunEnded, failurelog.RunOK, run.Timestamp.Add(time.Minute)
		run.Operations = map[string]failurelog.OperationCount{"step s": {Calls: 2}}
		r.AddRun(&run)
	}
	s := r.Summary()
	hit := 0
	for _, g := range s.Groups {
		hit += g.Runs
	}
	if s.Runs.Total != runs || s.Runs.OK != runs || s.Operations != 2*runs || s.TotalFailures != runs/5 || len(s.Groups) != 3 || hit != runs/5 {
		t.Errorf("runs %+v, %d operations, %d failures, %d groups that hit %d runs", s.Runs, s.Operations, s.TotalFailures, len(s.Groups), hit)
	}
	sum, tokens := 0, int64(0)
	for _, g := range s.Groups {
		tokens += g.Cost.InputTokens + g.Cost.OutputTokens
		for _, n := range g.Timeline {
			sum += n
		}
	}
	var b strings.Builder
	if err := s.WriteOverview(&b, report.Style{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "year", b.String())
	if sum != runs/5 || tokens != 3*runs/5 {
		t.Errorf("%d on the timeline, %d tokens", sum, tokens)
	}
}

// FuzzCSV: no cell is a formula, and no text makes a cell or a row of its own.
func FuzzCSV(f *testing.F) {
	for _, in := range attacks {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		var b strings.Builder
		if err := build(report.Options{}, []failurelog.Record{recordOf(in)}).Summary().WriteCSV(&b); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		if err != nil || len(rows) != 2 || len(rows[0]) != len(rows[1]) {
			t.Fatalf("%d rows, error %v", len(rows), err)
		}
		for _, cell := range rows[1] {
			if strings.IndexAny(cell, "=+-@|%＝＋－＠\t\r") == 0 {
				t.Errorf("formula %q", cell)
			}
		}
		if got, want := strings.TrimPrefix(rows[1][len(rows[1])-1], "'"), strings.TrimPrefix(report.SafeText(in), "'"); len(want) < 400 && got != want {
			t.Errorf("cell %q, want %q", got, want)
		}
		if got := report.SafeMarkdown(in); strings.Count(got, "`") > 2 || strings.ContainsAny(got, "|\n") {
			t.Errorf("SafeMarkdown(%q) = %q", in, got)
		}
	})
}
