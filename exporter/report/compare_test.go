// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// sample says how failures of one group come about.
type sample struct {
	name    string
	hit     float64 // probability that a run is hit
	cluster float64 // mean number of failures in a run that is hit
	calls   int     // calls of the operation in a run; 0 is no ledger
}

// draw makes the summary of so many runs. With frailty some runs are hit much
// more than others.
func draw(rng *rand.Rand, runs int, frailty bool, samples []sample) report.Summary {
	s := report.Summary{GroupBy: report.Fingerprint, Runs: report.Runs{Total: runs}, ByOperation: map[string]report.Calls{}}
	bad := make([]float64, runs)
	for i := range bad {
		if bad[i] = 1; frailty {
			bad[i] = rng.ExpFloat64()
		}
	}
	perRun := make([]int, runs)
	for _, sm := range samples {
		g := report.Group{Name: sm.name, Example: report.Example{Operation: sm.name}}
		for run := range runs {
			if rng.Float64() >= sm.hit*bad[run] {
				continue
			}
			n := 1
			for rng.Float64() < 1-1/sm.cluster {
				n++
			}
			g.Count, g.Runs, g.RunSquares = g.Count+n, g.Runs+1, g.RunSquares+n*n
			perRun[run] += n
		}
		calls := sm.calls * runs
		s.Operations += calls
		operation := report.Calls{Calls: calls, Failures: g.Count}
		if calls >= g.Count && calls > 0 {
			operation.FailureRate = new(100 * float64(g.Count) / float64(calls))
		}
		s.ByOperation[sm.name] = operation
		if g.Count > 0 {
			s.Groups = append(s.Groups, g)
			s.TotalFailures += g.Count
		}
	}
	for _, n := range perRun {
		s.RunSquares += n * n
	}
	s.GroupCount = len(s.Groups)
	return s
}

// many returns samples of groups from frequent to rare.
func many(n int, most, cluster float64, calls int) []sample {
	out := make([]sample, n)
	for i := range out {
		out[i] = sample{fmt.Sprintf("1:%d", i), most / float64(i+1), cluster, calls}
	}
	return out
}

// TestEqualDistributionsRaiseFewAlarms: 1,000 comparisons of each kind, alarms
// in at most 5 %, though failures of a run come together.
func TestEqualDistributionsRaiseFewAlarms(t *testing.T) {
	const comparisons = 1000
	for name, tt := range map[string]struct {
		base, now int // runs
		frailty   bool
		samples   []sample
	}{
		"few runs":           {10, 10, false, many(5, 0.5, 1, 4)},
		"many groups":        {200, 200, false, many(60, 0.4, 1, 10)},
		"clustered":          {100, 100, false, many(20, 0.3, 8, 40)},
		"very clustered":     {60, 60, true, many(10, 0.3, 30, 0)},
		"unequal sizes":      {400, 25, true, many(20, 0.3, 4, 20)},
		"no ledger":          {80, 120, true, many(10, 0.9, 3, 0)},
		"one frequent":       {50, 50, true, many(1, 0.9, 5, 20)},
		"all runs are hit":   {30, 30, false, many(3, 3, 2, 9)},
		"groups hit at once": {100, 100, true, many(30, 1, 2, 30)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same each time
			alarms := 0
			for range comparisons {
				base, now := draw(rng, tt.base, tt.frailty, tt.samples), draw(rng, tt.now, tt.frailty, tt.samples)
				c, err := report.Compare(base, now, 0)
				if err != nil {
					t.Fatal(err)
				}
				significant := c.Overall.Significant
				for _, ch := range c.Changes {
					significant = significant || ch.Significant
				}
				if significant { // either way
					alarms++
				}
				if c.IsWorse() && !significant {
					t.Fatal("worse without significance")
				}
				namesNewGroups(t, c, base, now)
			}
			t.Logf("%d alarms in %d", alarms, comparisons)
			if alarms > comparisons/20 {
				t.Errorf("%d alarms in %d comparisons", alarms, comparisons)
			}
		})
	}
}

func namesNewGroups(t *testing.T, c report.Comparison, base, now report.Summary) {
	t.Helper()
	want := map[string]bool{}
	for _, g := range now.Groups {
		want[g.Name] = true
	}
	for _, g := range base.Groups {
		delete(want, g.Name)
	}
	for _, ch := range c.Changes {
		if want[ch.Name] != (ch.Status == report.NewGroup) {
			t.Fatalf("%s is %s", ch.Name, ch.Status)
		}
		delete(want, ch.Name)
	}
	if len(want) > 0 {
		t.Fatalf("new but not named: %v", want)
	}
}

// TestRealChangesAreSeen: what grew or shrank is found among what did not.
func TestRealChangesAreSeen(t *testing.T) {
	const comparisons = 200
	for name, tt := range map[string]struct {
		before, after sample
		want          report.Status
	}{
		"more runs hit":     {sample{"1:x", 0.05, 1, 10}, sample{"1:x", 0.25, 1, 10}, report.Worse},
		"more in each run":  {sample{"1:x", 0.9, 1.2, 40}, sample{"1:x", 0.9, 6, 40}, report.Worse},
		"fewer runs hit":    {sample{"1:x", 0.3, 2, 10}, sample{"1:x", 0.05, 2, 10}, report.Better},
		"new and frequent":  {sample{"1:x", 0, 1, 10}, sample{"1:x", 0.15, 1, 10}, report.NewGroup},
		"gone and frequent": {sample{"1:x", 0.15, 1, 10}, sample{"1:x", 0, 1, 10}, report.GoneGroup},
		"per call":          {sample{"1:x", 0.5, 1, 100}, sample{"1:x", 0.5, 1, 10}, report.Worse},
	} {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same each time
			seen := 0
			for range comparisons {
				others := many(20, 0.2, 2, 10)
				c, err := report.Compare(draw(rng, 150, false, append(others, tt.before)), draw(rng, 150, false, append(others, tt.after)), 0)
				if err != nil {
					t.Fatal(err)
				}
				for _, ch := range c.Changes {
					if ch.Name == "1:x" && ch.Status == tt.want && ch.Significant {
						seen++
					}
				}
			}
			t.Logf("seen in %d of %d", seen, comparisons)
			if seen < comparisons*8/10 {
				t.Errorf("seen in %d of %d comparisons", seen, comparisons)
			}
		})
	}
}

// TestCompareAgainstKnownProbabilities: p values as tables of the binomial
// distribution have them.
func TestCompareAgainstKnownProbabilities(t *testing.T) {
	for _, tt := range []struct {
		base, now, runs0, runs1 int
		want                    float64
	}{
		{0, 5, 50, 50, 2.0 / 32},
		{5, 0, 50, 50, 2.0 / 32},
		{1, 9, 100, 100, 2 * 11.0 / 1024},
		{5, 5, 100, 100, 1},
		{0, 4, 300, 100, 2.0 / 256},
		{400, 600, 5000, 5000, 2.8e-10}, // 2 P(Bin(1000, ½) ≥ 600)
	} {
		side := func(n, runs int) report.Summary {
			s := report.Summary{GroupBy: report.Fingerprint, Runs: report.Runs{Total: runs}, TotalFailures: n, RunSquares: n}
			if n > 0 {
				s.Groups, s.GroupCount = []report.Group{{Name: "g", Count: n, Runs: n, RunSquares: n}}, 1
			}
			return s
		}
		c, err := report.Compare(side(tt.base, tt.runs0), side(tt.now, tt.runs1), 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Changes[0].P; math.Abs(got-tt.want) > tt.want*0.05 {
			t.Errorf("%d of %d to %d of %d: p %g, want %g", tt.base, tt.runs0, tt.now, tt.runs1, got, tt.want)
		}
	}
}

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
