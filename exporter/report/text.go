// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Level says how much a text report tells of single failures.
type Level uint8

// The levels. All have the figures and the timeline.
const (
	Details    Level = iota // and a record of each failure
	Summarized              // and nothing more
	Verbose                 // and all that is known of each failure
)

// maxRunLines bounds the runs that a text names one by one.
const maxRunLines = 50

// WriteText writes the report for people, as plain text in UTF-8. Without
// failures it is one line, and one more for each run that was interrupted.
func (r *Report) WriteText(w io.Writer, level Level) error { return r.WriteStyled(w, level, Style{}) }

// WriteStyled is [Report.WriteText] for a terminal: in colour, and no line longer
// than it is wide. Without a width lines are not broken.
func (r *Report) WriteStyled(w io.Writer, level Level, style Style) error {
	t := text{bufio.NewWriter(w), style}
	s := r.Summary()
	if s.TotalFailures == 0 {
		t.noFailures(r, &s)
		return t.Flush()
	}
	t.header(r, &s)
	t.outcomes(&s)
	t.categories(&s)
	t.severities(&s)
	t.heading("BY NODE")
	for _, name := range byCount(s.ByNode) {
		t.linef("%s: %d", SafeText(name), s.ByNode[name])
	}
	if len(r.runs.byKey) > 1 {
		t.runs(r.runs)
	}
	if r.opts.Details > 0 {
		records := r.details.Records()
		t.timeline(records, r.details.Dropped())
		if level != Summarized {
			t.records(records, level, len(r.runs.byKey) > 1)
		}
	}
	return t.Flush()
}

// text writes lines. Errors are those of Flush.
type text struct {
	*bufio.Writer
	style Style
}

func (t text) linef(format string, args ...any) {
	lines := defuse(fmt.Sprintf(format+"\n", args...))
	if t.style.Width <= 0 {
		_, _ = t.WriteString(lines)
		return
	}
	for line := range strings.Lines(lines) {
		_, _ = t.WriteString(wrap(line, t.style.width()))
	}
}

func (t text) heading(title string) {
	t.linef("\n%s\n%s", t.style.paint(bold, title), strings.Repeat("-", len(title)))
}

func (t text) noFailures(r *Report, s *Summary) {
	list := r.runs.sorted()
	t.linef("%s", s.noFailures(slices.ContainsFunc(list, func(run *run) bool { return run.ended > 0 })))
	list = slices.DeleteFunc(list, func(run *run) bool { st := r.runs.state(run); return st == stateNone || st == stateOK })
	for _, run := range t.latest(list) {
		t.linef("Run %s: %s.", SafeText(cmp.Or(run.runID, none)), r.runs.describe(run))
	}
	t.unreadable(s)
}

func (t text) header(r *Report, s *Summary) {
	t.linef("FAILURE TRACKING REPORT\n=======================\n")
	if s.RunID != "" {
		t.linef("Run ID: %s", SafeText(s.RunID))
	}
	users := slices.DeleteFunc(r.users.names(), func(name string) bool { return name == none })
	if len(users) > 0 {
		t.linef("User ID: %s", joined(users[:min(len(users), 5)], len(users)-5))
	}
	if runs := r.runs.sorted(); len(runs) > 1 {
		t.linef("Runs: %d%s", s.Runs.Total, s.Runs.describe())
	} else if r.runs.state(runs[0]) != stateNone {
		t.linef("Run Status: %s", r.runs.status(runs[0]))
	}
	t.linef("Total Failures: %d", s.TotalFailures)
	t.rate("Recovery Rate", s.RecoveryRate, "recovered or degraded")
	t.rate("Strict Recovery Rate", s.StrictRecoveryRate, "recovered")
	t.unreadable(s)
}

func (t text) rate(name string, rate *float64, what string) {
	if rate == nil {
		t.linef("%s: –", name)
		return
	}
	t.linef("%s: %.1f%% (%s)", name, *rate, what)
}

func (t text) unreadable(s *Summary) {
	if s.Dropped > 0 {
		t.linef("Dropped Failures: %d (they could not be logged: the figures are lower bounds)", s.Dropped)
	}
	if s.Missing > 0 {
		t.linef("Missing Failures: %d (%s: the figures are lower bounds)", s.Missing, s.missingNote(SafeText))
	}
	if s.UnreadableLines > 0 {
		t.linef("Unreadable Lines: %d (there may have been more failures: the figures are lower bounds)", s.UnreadableLines)
	}
	if s.LowerBound && s.Dropped == 0 && s.Missing == 0 && s.UnreadableLines == 0 {
		t.linef("Some lines on runs or outcomes could not be logged: the figures are lower bounds.")
	}
}

func (t text) outcomes(s *Summary) {
	t.heading("BY OUTCOME")
	for _, outcome := range failurelog.Outcomes() {
		var parts []string
		for _, basis := range []failurelog.Basis{failurelog.Declared, failurelog.Inferred} {
			if n := s.ByBasis[basis][outcome]; n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n, basis))
			}
		}
		t.linef("%s: %d%s", title(string(outcome)), s.ByOutcome[outcome], parenthesized(parts))
	}
}

func (t text) categories(s *Summary) {
	t.heading("BY CATEGORY")
	order := classify.Categories()
	found := slices.SortedFunc(maps.Keys(s.ByCategory), func(a, b classify.Category) int {
		return cmp.Or(
			cmp.Compare(s.ByCategory[b], s.ByCategory[a]),
			cmp.Compare(slices.Index(order, a), slices.Index(order, b)),
		)
	})
	for _, category := range found {
		var parts []string
		for _, severity := range slices.Backward(classify.Severities()) {
			if n := s.ByCategorySeverity[category][severity]; n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", n, severity))
			}
		}
		t.linef("%s: %d%s", title(string(category)), s.ByCategory[category], parenthesized(parts))
	}
}

func (t text) severities(s *Summary) {
	t.heading("BY SEVERITY")
	for _, severity := range []classify.Severity{classify.High, classify.Medium, classify.Low, classify.Critical} {
		t.linef("%s: %d", title(string(severity)), s.BySeverity[severity])
	}
}

func (t text) runs(rs *runs) {
	t.heading("RUNS")
	for _, run := range t.latest(rs.sorted()) {
		t.linef("%s: %s", SafeText(cmp.Or(run.runID, none)), rs.describe(run))
	}
}

// latest returns the runs to name, and says how many it leaves out.
func (t text) latest(list []*run) []*run {
	n := len(list) - maxRunLines
	if n <= 0 {
		return list
	}
	t.linef("(%s before these)", plural(n, "run"))
	return list[n:]
}

// describe says how the run ended, and what it met.
func (rs *runs) describe(r *run) string {
	var parts []string
	if status := rs.status(r); status != "" {
		parts = append(parts, status)
	}
	if r.failures > 0 {
		var outcomes []string
		for _, outcome := range failurelog.Outcomes() {
			if n := r.outcomes[outcome]; n > 0 {
				outcomes = append(outcomes, fmt.Sprintf("%d %s", n, outcome))
			}
		}
		parts = append(parts, plural(r.failures, "failure")+parenthesized(outcomes))
	}
	return strings.Join(parts, ", ")
}

// status says how the run ended, as far as the ledger knows.
func (rs *runs) status(r *run) string {
	var parts []string
	switch rs.state(r) {
	case stateOK:
		parts = append(parts, "ok")
	case stateError:
		parts = append(parts, "error")
	case stateUnknown:
		if r.ended >= r.started {
			parts = append(parts, "end not seen")
		} else {
			parts = append(parts, fmt.Sprintf("end not seen (process %d on %s)", r.pid, SafeText(r.host)))
		}
	case stateInterrupted:
		parts = append(parts, fmt.Sprintf("interrupted%s (process %d is gone)", rs.inProgress.describe(r), r.pid))
	case stateRunning:
		parts = append(parts, fmt.Sprintf("running%s (process %d)", rs.inProgress.describe(r), r.pid))
	}
	if r.ended > 0 {
		parts = append(parts, plural(r.operations, "operation")+" in "+r.duration.Round(time.Millisecond).String())
	}
	return strings.Join(parts, ", ")
}

// describe says in parentheses how runs ended.
func (c Runs) describe() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{c.OK, "ok"}, {c.Error, "error"}, {c.Unknown, "end not seen"}, {c.Interrupted, "interrupted"}, {c.Running, "running"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return parenthesized(parts)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func parenthesized(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// joined lists names, made safe, and says how many more there are.
func joined(names []string, more int) string {
	safe := make([]string, len(names))
	for i, name := range names {
		safe[i] = SafeText(name)
	}
	out := strings.Join(safe, ", ")
	if more > 0 {
		out += fmt.Sprintf(" and %d more", more)
	}
	return out
}

// title returns a word of the vocabulary as headings show it.
func title(word string) string {
	if word == string(classify.LLM) {
		return "LLM"
	}
	if word == "" {
		return ""
	}
	return strings.ToUpper(word[:1]) + word[1:]
}
