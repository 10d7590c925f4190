// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// view is what the template shows.
type view struct {
	Title    string
	Headline string
	Scope    []phrase
	Notes    []string
	Empty    bool
	Ledger   bool
	Answers  []answer
	Chart    timeChart
	Outcomes []string
	Heat     heat
	Recovery recoveryTimes
	Rates    []bar
	Silent   string // of operations that never failed
	// MoreRates is of operations that are not in Rates.
	MoreRates string
	Groups    []plainGroup
	Made      time.Time

	CSS    template.CSS
	Script template.JS
	Data   template.JS
	Policy string
}

// plainGroup is what a reader without scripts sees of a group.
type plainGroup struct {
	Count   int
	Runs    int
	Kind    string
	Title   string
	Message string
	Rate    string
	Last    time.Time
}

// maxRates bounds the operations that are drawn.
const maxRates = 12

// maxPlainGroups bounds the groups that a reader without scripts sees.
const maxPlainGroups = 50

func newView(s *report.Summary, list []*failure, rs *runs, d data, made time.Time) *view {
	v := &view{
		Empty: s.TotalFailures == 0, Ledger: s.Operations > 0, Made: made.UTC(),
		Data: template.JS(d.json), //nolint:gosec // JSON, with <, > and & escaped
	}
	for _, outcome := range outcomes {
		v.Outcomes = append(v.Outcomes, string(outcome))
	}
	v.Headline = headline(s)
	v.Title = v.Headline
	v.Scope = scope(s)
	v.Notes = notes(s, d)
	if v.Empty {
		return v
	}
	v.Answers = newAnswers(s, list, rs)
	for i := range s.Groups[:min(len(s.Groups), maxPlainGroups)] {
		g := &s.Groups[i]
		v.Groups = append(v.Groups, plainGroup{
			Count: g.Count, Runs: g.Runs, Rate: percentOrNone(g.RecoveryRate), Last: g.LastSeen, Title: visible(g.Example.Operation),
			Kind:    categoryName(g.Example.Category) + " · " + reasonName(g.Example.Reason, g.Example.Category) + " · " + string(g.Severity),
			Message: visible(g.Example.ErrorMessage),
		})
	}
	if s.TotalFailures == 1 {
		return v // it speaks for itself
	}
	v.Chart = newTimeChart(s.Timeline, list)
	v.Heat = newHeat(s)
	v.Recovery = newRecoveryTimes(list)
	v.Rates = newRates(s)
	if more := len(v.Rates) - maxRates; more > 0 {
		v.Rates, v.MoreRates = v.Rates[:maxRates], "and "+plural(more, "operation")+" with fewer failures"
	}
	v.Silent = silent(s)
	return v
}

// headline says it in one sentence.
func headline(s *report.Summary) string {
	if s.TotalFailures == 0 {
		what := "No failures"
		if s.LowerBound {
			what = "No failures were read"
		}
		if s.Operations > 0 {
			what += " in " + plural(s.Operations, "operation")
		}
		if s.LowerBound {
			what += ", but the log is not complete"
		}
		return what + "."
	}
	total, failed, unknown := s.TotalFailures, s.ByOutcome[failurelog.Failed], s.ByOutcome[failurelog.Unknown]
	what := plural(total, "failure")
	if s.LowerBound {
		what = "At least " + what
	}
	each := func(n int, one, all, some string) string {
		switch {
		case total == 1:
			return one
		case n == total:
			return all
		}
		return count(n) + " " + some
	}
	switch {
	case failed > 0:
		return what + "; " + each(failed, "it ended the run", "all of them ended their runs", ended(failed))
	case unknown > 0:
		return what + "; " + each(unknown, "what became of it is not known", "what became of them is not known", "without a known outcome")
	case s.ByOutcome[failurelog.Recovered] == total:
		return what + "; " + each(total, "it was recovered", "all were recovered", "")
	}
	return what + "; " + each(total, "the run went on without it", "every run went on", "")
}

func ended(n int) string {
	if n == 1 {
		return "ended a run"
	}
	return "ended their runs"
}

// scope says what the page is about.
func scope(s *report.Summary) []phrase {
	var out []phrase
	add := func(pieces ...piece) { out = append(out, pieces) }
	switch {
	case s.RunID != "" && s.Runs.Total <= 1:
		add(words("run "), piece{Text: visible(s.RunID), Code: true})
	case s.Runs.Total > 0:
		add(words("%s%s", plural(s.Runs.Total, "run"), ends(s.Runs)))
	}
	if s.Operations > 0 {
		add(words("%s", plural(s.Operations, "operation")))
	} else {
		add(words("no run ledger: how many calls there were is not known"))
	}
	switch first, last := seen(s); {
	case first.IsZero():
	case last.Sub(first) < time.Minute:
		add(piece{Time: first})
	default:
		add(piece{Time: first}, words(" to "), piece{Time: last})
	}
	return out
}

// seen returns when the first and the last failure happened.
func seen(s *report.Summary) (first, last time.Time) {
	for i := range s.Groups {
		g := &s.Groups[i]
		if first.IsZero() || !g.FirstSeen.IsZero() && g.FirstSeen.Before(first) {
			first = g.FirstSeen
		}
		if g.LastSeen.After(last) {
			last = g.LastSeen
		}
	}
	return first, last
}

// ends says how runs ended.
func ends(c report.Runs) string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{c.OK - c.OKRecovered - c.OKDegraded, "without failures"}, {c.OKRecovered, "recovered"}, {c.OKDegraded, "degraded"},
		{c.Error, "failed"}, {c.Interrupted, "interrupted"}, {c.Running, "running"}, {c.Unknown, "end not seen"},
	} {
		if part.n > 0 {
			parts = append(parts, count(part.n)+" "+part.what)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// notes says what keeps the page from being the whole truth.
func notes(s *report.Summary, d data) []string {
	var notes []string
	if s.Dropped > 0 {
		notes = append(notes, plural(s.Dropped, "failure")+" could not be logged: the figures are lower bounds.")
	}
	if s.Missing > 0 {
		runs := ""
		if len(s.MissingRuns) == 1 && s.MissingRuns[0] != "" {
			runs = ", of run " + visible(s.MissingRuns[0])
		}
		notes = append(notes, plural(s.Missing, "failure")+" that the run ledger counts "+verb(s.Missing)+" not in the log"+runs+": the figures are lower bounds.")
	}
	if s.UnreadableLines > 0 {
		notes = append(notes, plural(s.UnreadableLines, "line")+" of the log could not be read: the figures are lower bounds.")
	}
	if s.LowerBound && len(notes) == 0 {
		notes = append(notes, "Some lines on runs or outcomes could not be logged: the figures are lower bounds.")
	}
	if more := s.TotalFailures - d.listed; more > 0 {
		notes = append(notes, fmt.Sprintf("The figures count all %s failures; the list has the %s most telling ones, to keep this file small.",
			count(s.TotalFailures), count(d.listed)))
	}
	if d.detailed < d.listed {
		notes = append(notes, fmt.Sprintf("%s of the failures listed are here with all that is known of them, the most telling ones of each group; the others in short, to keep this file small. The failure log has them all.",
			count(d.detailed)))
	}
	if more := s.GroupCount - d.groups; more > 0 {
		notes = append(notes, plural(more, "rarer group")+" not listed.")
	}
	return notes
}

func verb(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// silent says how many operations never failed.
func silent(s *report.Summary) string {
	n, calls := 0, 0
	for _, c := range s.ByOperation {
		if c.Failures == 0 {
			n++
			calls += c.Calls
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("No failure began in %s with %s.", plural(n, "other operation"), plural(calls, "call"))
}
