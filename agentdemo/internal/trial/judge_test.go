// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/agentdemo/internal/trial"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// asked is one run of a scenario.
func asked(t *testing.T, name string, seed uint64, o trial.Options) trial.Run {
	t.Helper()
	s, err := scenarios.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := trial.Ask(t.Context(), s, seed, t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What is wrong with a log is found: each lie that a log can tell.
func TestJudgeFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	true0 := asked(t, "several-categories", 1, trial.Options{})
	if problems := trial.Judge(true0).Problems; len(problems) != 0 {
		t.Fatalf("problems of a run that is well: %+v", problems)
	}
	index := func(reason classify.Reason) int {
		return slices.IndexFunc(true0.Records, func(r failurelog.Record) bool { return r.Reason == reason })
	}
	for name, tt := range map[string]struct {
		lie  func(*trial.Run)
		want string
	}{
		"a failure is missing": {func(r *trial.Run) {
			r.Records = slices.Delete(r.Records, index(classify.Reset), index(classify.Reset)+1)
		}, trial.Missed},
		"what a gate refused is missing": {func(r *trial.Run) {
			r.Records = slices.Delete(r.Records, index(classify.Gate), index(classify.Gate)+1)
		}, trial.Missed},
		"a failure stands twice": {func(r *trial.Run) {
			r.Records = append(r.Records, r.Records[index(classify.Reset)])
		}, trial.Double},
		"a failure stands again further up": {func(r *trial.Run) {
			again := r.Records[index(classify.RateLimit)]
			again.SpanID, again.ErrorMessage = "00000000000000aa", "planner: "+again.ErrorMessage
			r.Records = append(r.Records, again)
		}, trial.Double},
		"a failure that was none": {func(r *trial.Run) {
			r.Records = append(r.Records, failurelog.Record{SpanID: "00000000000000aa", Category: classify.Tool, Reason: classify.Other, ErrorMessage: "boo"})
		}, trial.FalseAlarm},
		"another category": {func(r *trial.Run) { r.Records[index(classify.Reset)].Category = classify.Tool }, trial.Category},
		"another reason":   {func(r *trial.Run) { r.Records[index(classify.Reset)].Reason = classify.EOF }, trial.Reason},
		"another outcome": {func(r *trial.Run) {
			r.Records[index(classify.Reset)].Recovery = &failurelog.Recovery{Outcome: failurelog.Degraded}
		}, trial.Outcome},
		"no outcome": {func(r *trial.Run) { r.Records[index(classify.DiskFull)].Recovery = nil }, trial.Outcome},
		"another outcome of what a gate refused": {func(r *trial.Run) {
			r.Records[index(classify.Gate)].Recovery = &failurelog.Recovery{Outcome: failurelog.Degraded}
		}, trial.Outcome},
	} {
		t.Run(name, func(t *testing.T) {
			r := true0
			r.Records = slices.Clone(true0.Records)
			tt.lie(&r)
			problems := trial.Judge(r).Problems
			if !slices.ContainsFunc(problems, func(p trial.Problem) bool { return p.Kind == tt.want }) {
				t.Errorf("found %+v, want a problem of the kind %s", problems, tt.want)
			}
		})
	}
}

// Each scenario shows what it says, whatever the seed.
func TestScenariosShowWhatTheySay(t *testing.T) {
	t.Parallel()
	count := func(category classify.Category, reason classify.Reason) func(trial.Run) int {
		return func(r trial.Run) (n int) {
			for _, rec := range r.Records {
				if (category == "" || rec.Category == category) && (reason == "" || rec.Reason == reason) {
					n++
				}
			}
			return n
		}
	}
	for name, tt := range map[string]struct {
		least, most int
		of          func(trial.Run) int
	}{
		"one-failure":          {1, 1, count("", "")},
		"max-iterations":       {1, 1, count(classify.State, classify.MaxIterations)},
		"timeout-cascade":      {5, 5, count(classify.Network, classify.Timeout)},
		"controlled-injection": {5, 5, count("", "")},
		"missing-constraints":  {0, 0, count("", "")},
		"evaluation-gates":     {1, 2, count(classify.Evaluation, classify.Gate)},
		"panic":                {1, 1, count(classify.State, classify.Panic)},
		"disk-full":            {1, 2, count("", classify.DiskFull)},
		"state-validation":     {1, 4, count(classify.LLM, classify.Schema)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seeds := []uint64{1, 2}
			if name == "timeout-cascade" || name == "controlled-injection" {
				seeds = seeds[:1] // they mostly wait
			}
			if name == "state-validation" {
				seeds = []uint64{3}
			}
			for _, seed := range seeds {
				r := asked(t, name, seed, trial.Options{})
				if n := tt.of(r); n < tt.least || n > tt.most {
					t.Errorf("seed %d: %d such failures, want %d to %d: %+v", seed, n, tt.least, tt.most, r.Records)
				}
			}
		})
	}
}

func TestSameSeedSameFaults(t *testing.T) {
	t.Parallel()
	faults := func(r trial.Run) (all []string) {
		for _, i := range r.Injections {
			all = append(all, i.Operation+" "+string(i.Fault)+" "+string(i.Surfaced)+" "+i.Arguments)
		}
		return all
	}
	for _, seed := range []uint64{2, 9} {
		a, b := faults(asked(t, scenarios.Mixed, seed, trial.Options{})), faults(asked(t, scenarios.Mixed, seed, trial.Options{}))
		if !slices.Equal(a, b) {
			t.Errorf("seed %d:\n%q\n%q", seed, a, b)
		}
		if !slices.ContainsFunc(a, func(s string) bool { return strings.Contains(s, string(chaos.Yes)) }) {
			t.Errorf("seed %d: no fault reached the agent", seed)
		}
	}
}

// A panic, a refused question and a failed run are counted as what they are.
func TestResultText(t *testing.T) {
	t.Parallel()
	var chosen []scenarios.Scenario
	for _, name := range []string{"panic", "missing-constraints", "one-failure"} {
		s, err := scenarios.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		chosen = append(chosen, s)
	}
	r := try(t, trial.Config{Scenarios: chosen, Runs: 3, Seed: 5, Parallel: 2, Dir: t.TempDir()})
	var text strings.Builder
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"3 runs of 3 scenarios, seeds 5 to 7, 2 at a time",
		"Answered 1, asked back 1, failed 0, panicked 1",
		"Recall of faults that surfaced     2 of 2 (100.0 %)",
		"All goals met.",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, text.String())
		}
	}
}

func TestResultsAreNotMixed(t *testing.T) {
	s, err := scenarios.Find("one-failure")
	if err != nil {
		t.Fatal(err)
	}
	c := trial.Config{Scenarios: []scenarios.Scenario{s}, Runs: 1, Seed: 1, Dir: t.TempDir()}
	if _, err := trial.Try(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if _, err := trial.Try(t.Context(), c); err == nil || !strings.Contains(err.Error(), "one-failure-1") {
		t.Errorf("got %v", err)
	}
	if _, err := trial.Try(t.Context(), trial.Config{}); err == nil {
		t.Error("nothing to run is no error")
	}
}

// The answers with and without tracking are equal, and both sides cost something.
func TestCompare(t *testing.T) {
	s, err := scenarios.Find("several-categories")
	if err != nil {
		t.Fatal(err)
	}
	c, err := trial.Compare(t.Context(), s, 3, 1, trial.Both)
	if err != nil {
		t.Fatal(err)
	}
	if c.Equal != 3 || len(c.Differ) != 0 || c.Failures != 21 {
		t.Errorf("%+v", c)
	}
	if c.With.Allocations <= c.Without.Allocations || c.Without.Allocations == 0 || c.Without.Wall == 0 {
		t.Errorf("costs %+v, %+v", c.With, c.Without)
	}
}

// Where HTTP is instrumented by somebody else, a call fails twice in the trace and
// is counted once: the span of the request is the cause.
func TestForeignSpansAreCauses(t *testing.T) {
	t.Parallel()
	r := asked(t, "one-failure", 2, trial.Options{HTTPSpans: true})
	if len(r.Records) != 1 || r.Records[0].CauseSpanID == "" || len(trial.Judge(r).Problems) != 0 {
		t.Errorf("%+v", r.Records)
	}
}
