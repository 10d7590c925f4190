// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// worsened returns summaries of records: one group got worse, one is new, one
// gone, one the same; the base's operations are in the ledger.
func worsened() (base, now report.Summary) {
	add := func(r *report.Report, kind string, run, n int) {
		for i := range n {
			rec := guide()[0]
			rec.FailureID, rec.RunID, rec.TraceID = fmt.Sprint(kind, i), fmt.Sprint("run-", run), fmt.Sprint("t", run)
			rec.Fingerprint, rec.ErrorMessage = "1:"+kind, kind+" "+strings.ToValidUTF8(attack, "")
			r.AddRecord(&rec)
		}
	}
	build := func(worse, fresh, gone int) report.Summary {
		r := report.New(report.Options{})
		for run := range 40 {
			r.AddRun(&failurelog.Run{
				Event: failurelog.RunEnded, Timestamp: at("10:00:00"), RunID: fmt.Sprint("run-", run), TraceID: fmt.Sprint("t", run),
				Status: failurelog.RunOK, Operations: map[string]failurelog.OperationCount{"execute_tool weather_summary": {Calls: 10}},
			})
			for kind, runs := range map[string]int{"worse": worse, "fresh": fresh, "gone": gone, "same": 5} {
				if run < runs {
					add(r, kind, run, 2)
				}
			}
		}
		return r.Summary()
	}
	return build(3, 0, 1), build(30, 2, 0)
}

func TestCompareWriters(t *testing.T) {
	c, err := report.Compare(worsenedPair(t))
	if err != nil {
		t.Fatal(err)
	}
	if !c.IsWorse() || c.ByStatus[report.Worse] != 1 || c.ByStatus[report.NewGroup] != 1 || c.ByStatus[report.GoneGroup] != 1 || c.ByStatus[report.Same] != 1 {
		t.Errorf("%v", c.ByStatus)
	}
	var text, narrow, page, data strings.Builder
	for _, err := range []error{
		c.WriteText(&text, report.Style{}), c.WriteText(&narrow, report.Style{Width: 40}), c.WriteMarkdown(&page), c.WriteJSON(&data),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	golden(t, "compare", text.String())
	golden(t, "compare_40", narrow.String())
	golden(t, "compare_markdown", page.String())
	var got report.Comparison
	if err := json.Unmarshal([]byte(data.String()), &got); err != nil {
		t.Fatal(err)
	}
	var again strings.Builder
	if err := got.WriteJSON(&again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(data.String(), again.String()); diff != "" {
		t.Errorf("-written +read\n%s", diff)
	}
	fits(t, "comparison.schema.json", data.String())
}

func worsenedPair(t *testing.T) (base, now report.Summary, alpha float64) {
	t.Helper()
	base, now = worsened()
	return base, now, 0
}

// TestASavedSummaryCompares as the one that it was.
func TestASavedSummaryCompares(t *testing.T) {
	base, now := worsened()
	var b strings.Builder
	if err := base.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var saved report.Summary
	if err := json.Unmarshal([]byte(b.String()), &saved); err != nil {
		t.Fatal(err)
	}
	want, _ := report.Compare(base, now, 0)
	got, err := report.Compare(saved, now, 0)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(report.Rate{})); diff != "" || err != nil {
		t.Errorf("error %v, -live +saved\n%s", err, diff)
	}
}

func TestFingerprintVersionsThatDiffer(t *testing.T) {
	base, now := worsened()
	for i := range base.Groups {
		base.Groups[i].Name = "2:" + base.Groups[i].Name[2:]
	}
	c, err := report.Compare(base, now, 0)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := c.WriteText(&b, report.Style{}); err != nil {
		t.Fatal(err)
	}
	if n := len(base.Groups) + len(now.Groups); c.ByStatus[report.Incomparable] != n || !strings.Contains(b.String(), "Fingerprint versions differ: 2 and 1.") {
		t.Errorf("%v\n%s", c.ByStatus, b.String())
	}
}

func TestWhatCannotBeCompared(t *testing.T) {
	base, now := worsened()
	now.GroupBy = report.Tool
	if _, err := report.Compare(base, now, 0); !errors.Is(err, report.ErrCompare) {
		t.Errorf("grouped differently: %v", err)
	}
	base, now = worsened()
	base.Groups = base.Groups[:1]
	if _, err := report.Compare(base, now, 0); !errors.Is(err, report.ErrCompare) {
		t.Errorf("groups missing: %v", err)
	}
}

func ExampleCompare() {
	summary := func(log string) report.Summary {
		return report.Summarize(failurelog.Records(failurelog.FromReader("log", strings.NewReader(log))))
	}
	c, err := report.Compare(summary(""), summary(log), 0)
	if err != nil {
		panic(err)
	}
	for _, change := range c.Changes {
		fmt.Println(change.Status, change.Example.ErrorMessage, change.Significant)
	}
	// Output: new no answer false
}
