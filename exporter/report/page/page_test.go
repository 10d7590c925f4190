// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/exporter/report/page"
	"github.com/otelfail/otelfail-go/exporter/report/page/internal/sample"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// one is a run with one failure, and the line that settles it.
func one() []failurelog.Entry {
	at := time.Date(2026, 2, 15, 10, 30, 45, 123e6, time.UTC)
	run := failurelog.Run{
		Event: failurelog.RunEnded, Timestamp: at.Add(3 * time.Second), RunID: "run-1708000245", TraceID: "4bf92f3577b34da6a3ce929d0e0e4736",
		Host: "elsewhere", Status: failurelog.RunOK, DurationMS: 12_000,
		Operations: map[string]failurelog.OperationCount{"execute_tool weather_summary": {Calls: 4}, "chat gpt-5.1": {Calls: 7}},
		Failures:   map[failurelog.Outcome]int{failurelog.Recovered: 1},
	}
	rec := failurelog.Record{
		Event: failurelog.FailureRecorded, FailureID: "00f067aa0ba902b7-1", SpanID: "00f067aa0ba902b7", Timestamp: at,
		RunID: run.RunID, TraceID: run.TraceID, Category: classify.Network, Reason: classify.Timeout, Severity: classify.High,
		ToolName: "weather_summary", ErrorType: "context.deadlineExceededError", ErrorMessage: "forecast: context deadline exceeded",
		LatencyMS: 8034.5, AttemptNumber: 1, Fingerprint: "2:6f1d0c2a9b7e4455", Path: []string{"execute_tool weather_summary", "step executor"},
		Tags: []string{"weather"}, ContextData: map[string]any{"city": "Paris"}, ErrorTraceback: "main.fetch\n\tmain.go:12",
	}
	settled := rec
	settled.Event, settled.Timestamp, settled.WasRecovered = failurelog.FailureRecovered, at.Add(time.Second), true
	settled.Recovery = &failurelog.Recovery{
		Outcome: failurelog.Recovered, Action: "fallback", Basis: failurelog.Declared, Detail: "climate averages used", AfterMS: 1000,
		Supersedes: failurelog.Unknown,
	}
	return []failurelog.Entry{{Run: &run}, {Record: &rec}, {Record: &settled}}
}

// TestOverview has what a reader sees first: its words are the product.
func TestOverview(t *testing.T) {
	quiet := one()[0]
	quiet.Run.Failures = nil
	noLedger := slices.DeleteFunc(slices.Collect(sample.Log(60)), func(e failurelog.Entry) bool { return e.Run != nil })
	for name, p := range map[string]*page.Page{
		"several":   read(t, page.Options{JaegerURL: "http://localhost:16686/"}, sample.Log(60)),
		"one":       read(t, page.Options{}, slices.Values(one())),
		"empty":     read(t, page.Options{}, slices.Values([]failurelog.Entry{quiet})),
		"nothing":   read(t, page.Options{}, slices.Values[[]failurelog.Entry](nil)),
		"no_ledger": read(t, page.Options{}, slices.Values(noLedger)),
	} {
		t.Run(name, func(t *testing.T) {
			overview := between(t, write(t, p), `<main id="main">`, `</main>`)
			overview, _, _ = strings.Cut(overview, `<noscript>`) // from here on it is the same for all
			golden(t, name, overview)
		})
	}
}

// TestData has the data that the script reads.
func TestData(t *testing.T) {
	got := write(t, read(t, page.Options{JaegerURL: "http://localhost:16686/"}, slices.Values(one())))
	golden(t, "data", between(t, got, `id="data">`, `</script>`))
}

func TestPolicy(t *testing.T) {
	policy := between(t, write(t, read(t, page.Options{}, sample.Log(5))), `http-equiv="Content-Security-Policy" content="`, `"`)
	for _, want := range []string{"default-src &#39;none&#39;", "base-uri &#39;none&#39;", "form-action &#39;none&#39;", "script-src &#39;sha256-", "style-src &#39;sha256-"} {
		if !strings.Contains(policy, want) {
			t.Errorf("no %s in %s", want, policy)
		}
	}
	for _, no := range []string{"unsafe", "http", "*"} {
		if strings.Contains(policy, no) {
			t.Errorf("%s in %s", no, policy)
		}
	}
}

func TestJaegerURL(t *testing.T) {
	for address, want := range map[string]string{
		"http://localhost:16686":                  "http://localhost:16686",
		"https://jaeger.example/ui/":              "https://jaeger.example/ui",
		"https://user:secret@jaeger.example/?a=b": "https://jaeger.example",
	} {
		got := write(t, read(t, page.Options{JaegerURL: address}, slices.Values(one())))
		if !strings.Contains(got, `"jaeger":"`+want+`"`) || strings.Contains(got, "secret") {
			t.Errorf("%s is not linked as %s", address, want)
		}
	}
	for _, address := range []string{"javascript:alert(1)", "localhost:16686", "//host", "file:///etc/passwd", "http://", "http://a b", "%"} {
		if _, err := page.New(page.Options{JaegerURL: address}); !errors.Is(err, page.ErrJaegerURL) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// failures returns what the page lists: ids and outcomes.
func listed(t *testing.T, p *page.Page) []string {
	t.Helper()
	var data struct {
		Rows []json.RawMessage `json:"rows"`
	}
	if err := json.Unmarshal([]byte(between(t, write(t, p), `id="data">`, `</script>`)), &data); err != nil {
		t.Fatal(err)
	}
	var ids []string
	var outcomes []int
	if err := errors.Join(json.Unmarshal(data.Rows[9], &ids), json.Unmarshal(data.Rows[4], &outcomes)); err != nil {
		t.Fatal(err)
	}
	for i := range ids {
		ids[i] += " " + string(failurelog.Outcomes()[outcomes[i]/2])
	}
	return ids
}

func TestChooses(t *testing.T) {
	for name, tt := range map[string]struct {
		opts report.Options
		want int
	}{
		"all":          {report.Options{}, 1},
		"recovered":    {report.Options{Where: report.Filter{report.Outcome: {"recovered"}}}, 1},
		"not degraded": {report.Options{Where: report.Filter{report.Outcome: {"!degraded"}}}, 1},
		"unknown":      {report.Options{Where: report.Filter{report.Outcome: {"unknown"}}}, 0},
		"category":     {report.Options{Where: report.Filter{report.Category: {"llm"}}}, 0},
		"run":          {report.Options{RunID: "run-1708000245"}, 1},
		"other run":    {report.Options{RunID: "run-1"}, 0},
		"since":        {report.Options{Since: one()[1].Record.Timestamp}, 1},
		"until":        {report.Options{Until: one()[1].Record.Timestamp}, 0},
		"settled late": {report.Options{Until: one()[1].Record.Timestamp.Add(time.Millisecond)}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := read(t, page.Options{Report: tt.opts}, slices.Values(one()))
			got := listed(t, p)
			if len(got) != tt.want || p.Summary().TotalFailures != tt.want {
				t.Errorf("%d listed, %d counted, want %d", len(got), p.Summary().TotalFailures, tt.want)
			}
			if tt.want == 1 && got[0] != "00f067aa0ba902b7-1 recovered" {
				t.Error(got[0])
			}
		})
	}
}

// TestOrderOfLines: the lines of a log may come in any order, and twice.
func TestOrderOfLines(t *testing.T) {
	lines := one()
	revised := *lines[2].Record
	revised.Event, revised.Timestamp = failurelog.FailureRevised, revised.Timestamp.Add(time.Second)
	revised.Recovery = &failurelog.Recovery{Outcome: failurelog.Failed, Basis: failurelog.Inferred, Supersedes: failurelog.Recovered}
	lines = append(lines, failurelog.Entry{Record: &revised})
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 3, 1, 0}, {1, 3, 2, 0}, {1, 2, 3, 3, 2, 0, 1}} {
		var entries []failurelog.Entry
		for _, i := range order {
			entries = append(entries, lines[i])
		}
		if got := listed(t, read(t, page.Options{}, slices.Values(entries))); len(got) != 1 || got[0] != "00f067aa0ba902b7-1 failed" {
			t.Errorf("%v: %v", order, got)
		}
	}
}

func TestUnreadableLinesAreTold(t *testing.T) {
	p, err := page.New(page.Options{})
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	p.Read(func(yield func(failurelog.Entry, error) bool) {
		_ = yield(failurelog.Entry{}, errors.New("broken")) && yield(one()[1], nil)
	}, func(error) { told++ })
	if got := write(t, p); told != 1 || !strings.Contains(got, "At least 1 failure") || !strings.Contains(got, "1 line of the log could not be read") {
		t.Errorf("%d told", told)
	}
}

// TestFailuresThatAreNotInTheLogAreTold: the ledger, or a line that stands for
// others, knows of them.
func TestFailuresThatAreNotInTheLogAreTold(t *testing.T) {
	then := made.AddDate(-10, 0, 0) // what has just ended is not missed
	ended := failurelog.Entry{Run: &failurelog.Run{
		Event: failurelog.RunEnded, Timestamp: then, RunID: "<run>", TraceID: "t", Status: failurelog.RunOK,
		Operations: map[string]failurelog.OperationCount{"step s": {Calls: 4}}, Failures: map[failurelog.Outcome]int{failurelog.Degraded: 3},
	}}
	well := *ended.Run
	well.Failures = nil
	dropped := failurelog.Dropped{Timestamp: then, Lines: 2}
	for want, lines := range map[string][]failurelog.Entry{
		"3 failures that the run ledger counts are not in the log, of run &lt;run&gt;: the figures are lower bounds.": {ended},
		"Some lines on runs or outcomes could not be logged: the figures are lower bounds.":                           {{Run: &well}, {Dropped: &dropped}},
	} {
		text := write(t, read(t, page.Options{}, slices.Values(lines)))
		for _, want := range []string{want, "<h1>No failures were read in 4 operations, but the log is not complete.</h1>"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in the page", want)
			}
		}
	}
}
