// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/joshdk/go-junit"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// strict demands what the guide's run does not keep.
func strict() report.Limits {
	return report.Limits{
		MaxFailed: new(0), MaxRate: new(1.0), MinRecovery: new(10.0), MaxSeverity: classify.Medium, NoNew: true,
		Known: []report.Known{{Fingerprint: "2:6f1d0c2a9b7e4455", Line: 2, Expires: day("2026-01-31")}}, Now: day("2026-02-15"),
	}
}

func verdict(t *testing.T, l report.Limits, s report.Summary) report.Verdict {
	t.Helper()
	v, err := l.Check(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func guideSummary() report.Summary {
	s := build(report.Options{}, guide(), ledger()...).Summary()
	s.LogFile, s.LogFiles = "runtime/logs/failures run#1.jsonl", []string{"runtime/logs/failures run#1.jsonl"}
	return s
}

func TestCheckLimits(t *testing.T) {
	s := guideSummary()
	for name, tt := range map[string]struct {
		limits report.Limits
		passed bool
		text   string
		groups int
	}{
		"failed":          {report.Limits{MaxFailed: new(1)}, true, "max-failed: 1 ended their run, 1 allowed", 0},
		"too many":        {report.Limits{MaxFailed: new(0)}, false, "max-failed: 1 ended their run, 0 allowed", 1},
		"rate":            {report.Limits{MaxRate: new(30.0)}, true, "max-rate: 5 failures in 17 operations, 29.41%, 30% allowed", 0},
		"recovery":        {report.Limits{MinRecovery: new(60.0)}, true, "min-recovery: 60.0%, 60% demanded", 0},
		"too little":      {report.Limits{MinRecovery: new(61.0)}, false, "min-recovery: 60.0%, 61% demanded", 2},
		"severity":        {report.Limits{MaxSeverity: classify.Critical}, true, "max-severity: 0 failures above critical", 0},
		"too severe":      {report.Limits{MaxSeverity: classify.Medium}, false, "max-severity: 2 failures above medium", 2},
		"nothing known":   {report.Limits{NoNew: true}, false, "no-new: 5 new groups, 0 known before", 5},
		"nothing new":     {report.Limits{NoNew: true, Baseline: &s}, true, "no-new: 0 new groups, 5 known before", 0},
		"empty list":      {report.Limits{Known: []report.Known{}}, true, "known: 0 accepted groups, none expired", 0},
		"expired":         {report.Limits{Known: strict().Known, Now: strict().Now}, false, "known: 2:6f1d0c2a9b7e4455 (line 2) expired on 2026-01-31", 1},
		"another version": {report.Limits{Known: []report.Known{{Fingerprint: "1:6f1d0c2a9b7e4455", Expires: day("2026-12-31")}, {Fingerprint: "sold-out", Expires: day("2026-12-31")}}, Now: strict().Now}, true, "known: 2 accepted groups, none expired; without effect, as their fingerprints are of another version: 1", 0},
		"on the last day": {report.Limits{Known: strict().Known, Now: day("2026-01-31")}, true, "known: 1 accepted group, none expired", 0},
	} {
		t.Run(name, func(t *testing.T) {
			v := verdict(t, tt.limits, s)
			if v.Passed != tt.passed || len(v.Limits) != 1 || v.Limits[0].Text != tt.text || len(v.Limits[0].Groups) != tt.groups || v.Trouble != "" {
				t.Errorf("%+v", v)
			}
		})
	}
}

func TestWhatCannotBeChecked(t *testing.T) {
	other := guideSummary()
	for i := range other.Groups {
		other.Groups[i].Name = "1:" + other.Groups[i].Name[2:]
	}
	few := guideSummary()
	few.Groups = few.Groups[:1]
	for name, check := range map[string]func() (report.Verdict, error){
		"nothing": func() (report.Verdict, error) { return report.Limits{MaxFailed: new(0)}.Check(report.Summary{}) },
		"no ledger": func() (report.Verdict, error) {
			return report.Limits{MaxRate: new(1.0)}.Check(build(report.Options{}, guide()).Summary())
		},
		"severity": func() (report.Verdict, error) { return report.Limits{MaxSeverity: "huge"}.Check(guideSummary()) },
		"version": func() (report.Verdict, error) {
			return report.Limits{NoNew: true, Baseline: &other}.Check(guideSummary())
		},
		"few groups": func() (report.Verdict, error) {
			return report.Limits{NoNew: true, Baseline: &few}.Check(guideSummary())
		},
	} {
		if v, err := check(); !errors.Is(err, report.ErrUndecided) {
			t.Errorf("%s: %+v, error %v", name, v, err)
		}
	}
	s := guideSummary()
	s.LowerBound = true
	if v := verdict(t, report.Limits{MaxFailed: new(9)}, s); v.Trouble == "" {
		t.Error("figures that are lower bounds are relied on")
	}
	if v := verdict(t, report.Limits{MaxFailed: new(0)}, s); v.Trouble != "" || v.Passed {
		t.Errorf("a limit that is broken anyway: %+v", v)
	}
}

// TestAcceptedGroupsCountForNothing: their failures are left out, others not.
func TestAcceptedGroupsCountForNothing(t *testing.T) {
	known := []report.Known{
		{Fingerprint: "2:6f1d0c2a9b7e4455", Expires: day("2026-12-31")},
		{Fingerprint: "2:21d6038a19e43593", Expires: day("2026-01-01")},
	}
	before := report.Filter{report.Category: {"network", "llm"}}
	where := before.AcceptKnown(known, day("2026-02-15"))
	if s := build(report.Options{Where: where}, guide()).Summary(); s.TotalFailures != 2 || s.ByCategory[classify.LLM] != 1 || len(before) != 1 {
		t.Errorf("%+v", s.ByCategory)
	}
}

func TestVerdictWriters(t *testing.T) {
	v := verdict(t, strict(), guideSummary())
	for name, write := range map[string]func(*strings.Builder) error{
		"verdict":          func(b *strings.Builder) error { return v.WriteText(b, report.Style{Width: 80}) },
		"verdict_markdown": func(b *strings.Builder) error { return v.WriteMarkdown(b) },
		"verdict_junit":    func(b *strings.Builder) error { return v.WriteJUnit(b, at("10:00:00")) },
		"verdict_github":   func(b *strings.Builder) error { return v.WriteGitHub(b) },
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.String())
	}
}

// TestJUnitIsReadByAParser that CI tools use.
func TestJUnitIsReadByAParser(t *testing.T) {
	v := verdict(t, strict(), guideSummary())
	v.Trouble = "cannot be relied on"
	var b strings.Builder
	if err := v.WriteJUnit(&b, at("10:00:00")); err != nil {
		t.Fatal(err)
	}
	suites, err := junit.Ingest([]byte(b.String()))
	if err != nil || len(suites) != 1 {
		t.Fatalf("%d suites, error %v", len(suites), err)
	}
	if total := suites[0].Totals; total.Tests != 7 || total.Failed != 5 || total.Error != 1 || total.Passed != 1 {
		t.Errorf("%+v", total)
	}
	for i, test := range suites[0].Tests[:6] {
		if test.Name != v.Limits[i].Name || (test.Error == nil) != v.Limits[i].Passed {
			t.Errorf("%+v", test)
		}
	}
}

func TestSARIFFitsTheSchema(t *testing.T) {
	for _, s := range []report.Summary{guideSummary(), hostile()} {
		v := verdict(t, strict(), s)
		for _, trouble := range []string{"", "lines are missing"} {
			v.Trouble = trouble
			var b strings.Builder
			if err := v.WriteSARIF(&b); err != nil {
				t.Fatal(err)
			}
			fits(t, "testdata/sarif-schema-2.1.0.json", b.String())
			var log struct {
				Runs []struct {
					Results []struct {
						RuleID              string
						Locations           []any
						PartialFingerprints map[string]string
					}
				}
			}
			if err := json.Unmarshal([]byte(b.String()), &log); err != nil {
				t.Fatal(err)
			}
			want := 0
			for _, r := range v.Limits {
				if want += len(r.Groups); !r.Passed && len(r.Groups) == 0 {
					want++
				}
			}
			if got := len(log.Runs[0].Results); got != want || want == 0 {
				t.Errorf("%d results, want %d", got, want)
			}
		}
	}
}

// hostile is a summary in which every text is an attack.
func hostile() report.Summary {
	r := build(report.Options{}, nil, ledger()...)
	for i := range 20 {
		rec := failurelog.Record{
			Event: failurelog.FailureRecorded, FailureID: attack, RunID: attack, Severity: classify.Critical, Reason: attack, ToolName: attack,
			ErrorType: attack, ErrorMessage: attack + "::error::x\r\n::set-output name=x::y %0A [l](http://x) {0}", Fingerprint: fmt.Sprint(attack, i),
			Recovery: &failurelog.Recovery{Outcome: failurelog.Failed, Supersedes: failurelog.Unknown},
		}
		r.AddRecord(&rec)
	}
	s := r.Summary()
	s.LogFile = attack
	return s
}

func ExampleLimits_Check() {
	s := report.Summarize(failurelog.Records(failurelog.FromReader("log", strings.NewReader(log))))
	v, err := report.Limits{MaxFailed: new(0), MaxSeverity: classify.Medium}.Check(s)
	if err != nil {
		panic(err)
	}
	if err := v.WriteText(os.Stdout, report.Style{}); err != nil {
		panic(err)
	}
	// Output:
	// pass  max-failed: 0 ended their run, 0 allowed
	// FAIL  max-severity: 1 failure above medium
	//       2:3292ced2033f65ff  1× in 1 run, high, step planner: no answer
}
