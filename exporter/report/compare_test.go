// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

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
