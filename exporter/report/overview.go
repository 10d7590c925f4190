// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

const (
	maxOverviewOperations = 6
	minute                = "2006-01-02 15:04"
)

// WriteOverview writes what a person wants to know first, on one screen: how
// runs ended, how often operations failed, what became of the failures, what
// kinds there are, and the most frequent groups.
func (s Summary) WriteOverview(w io.Writer, style Style) error {
	o := overview{text{bufio.NewWriter(w)}, style}
	o.head(&s)
	if s.TotalFailures == 0 {
		return o.Flush()
	}
	o.rates(&s)
	o.categories(&s)
	o.groups(&s)
	return o.Flush()
}

// WriteGroups writes the groups as a table, after the overall figures.
func (s Summary) WriteGroups(w io.Writer, style Style) error {
	o := overview{text{bufio.NewWriter(w)}, style}
	o.head(&s)
	if len(s.Groups) > 0 {
		o.table(&s)
	}
	return o.Flush()
}

type overview struct {
	text
	style Style
}

func (o overview) title(format string, args ...any) {
	o.linef("\n%s", o.style.paint(bold, fmt.Sprintf(format, args...)))
}

// row writes text that is as wide as it may be.
func (o overview) row(text string) { o.linef("%s", fit(text, o.style.width())) }

func (o overview) head(s *Summary) {
	o.linef("%s", o.style.paint(bold, fit(scope(s), o.style.width())))
	if ends := s.Runs.ends(); len(ends) > 0 {
		o.row("  " + strings.Join(ends, " · "))
	}
	if s.TotalFailures == 0 {
		o.linef("No failures in %s.", plural(s.Operations, "operation"))
	} else {
		o.linef("%s: recovery rate %s, strict %s", o.style.paint(bold, plural(s.TotalFailures, "failure")),
			percent(s.RecoveryRate), percent(s.StrictRecoveryRate))
		for _, outcome := range failurelog.Outcomes() {
			if n := s.ByOutcome[outcome]; n > 0 {
				o.linef("  %s %d%s", o.style.paint(outcomeColor(outcome), pad(string(outcome), 10)), n, s.basis(outcome))
			}
		}
		if t := s.Timeline; t.Start != nil {
			o.row(fmt.Sprintf("  %s  from %s, %s a column", spark(t.Counts), t.Start.Format(minute), duration(time.Duration(t.Seconds)*time.Second)))
		}
	}
	for _, note := range s.notes() {
		o.row("  " + o.style.paint(red, note))
	}
}

func scope(s *Summary) string {
	what := plural(s.Runs.Total, "run")
	if s.RunID != "" {
		what = "Run " + SafeText(s.RunID)
	}
	return what + ", " + plural(s.Operations, "operation")
}

// ends lists how runs ended.
func (c Runs) ends() []string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{
		{c.OK - c.OKRecovered - c.OKDegraded, "ok"},
		{c.OKRecovered, "ok with recovered failures"},
		{c.OKDegraded, "degraded"},
		{c.Error, "failed"},
		{c.Interrupted, "interrupted"},
		{c.Running, "running"},
		{c.Unknown, "end not seen"},
		{c.Total - c.OK - c.Error - c.Interrupted - c.Running - c.Unknown, "not in the ledger"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return parts
}

// basis says in parentheses how the outcome is known.
func (s *Summary) basis(outcome failurelog.Outcome) string {
	var parts []string
	for _, basis := range []failurelog.Basis{failurelog.Declared, failurelog.Inferred} {
		if n := s.ByBasis[basis][outcome]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, basis))
		}
	}
	return parenthesized(parts)
}

// notes says what keeps the figures from being the whole truth.
func (s *Summary) notes() []string {
	var notes []string
	if s.Dropped > 0 {
		notes = append(notes, plural(s.Dropped, "failure")+" could not be logged: the figures are lower bounds")
	}
	if s.UnreadableLines > 0 {
		notes = append(notes, plural(s.UnreadableLines, "line")+" could not be read: the figures are lower bounds")
	}
	return notes
}

func (o overview) rates(s *Summary) {
	names := make([]string, 0, len(s.ByOperation))
	for name, c := range s.ByOperation {
		if c.Failures > 0 {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.ByOperation[b].Failures, s.ByOperation[a].Failures), cmp.Compare(a, b))
	})
	more := len(names) - maxOverviewOperations
	names = names[:min(len(names), maxOverviewOperations)]
	wide := o.style.width() - 30
	o.title("%s %s %s %s", pad("FAILURES PER CALL", min(wide, 40)), pad("failures", -9), pad("calls", -9), pad("rate", -7))
	for _, name := range names {
		c := s.ByOperation[name]
		calls := "–"
		if c.Calls > 0 {
			calls = fmt.Sprint(c.Calls)
		}
		o.linef("  %s %s %s %s", pad(SafeText(name), min(wide, 40)-2), pad(fmt.Sprint(c.Failures), -9), pad(calls, -9), pad(percent(c.FailureRate), -7))
	}
	if more > 0 {
		o.linef("  and %s", plural(more, "more operation"))
	}
}

func (o overview) categories(s *Summary) {
	head := pad("CATEGORY × SEVERITY", 20)
	for _, severity := range classify.Severities() {
		head += pad(string(severity), -10)
	}
	o.title("%s", head+pad("all", -8))
	for _, category := range byCount(s.ByCategory) {
		line := "  " + pad(string(category), 18)
		for _, severity := range classify.Severities() {
			n, cell := s.ByCategorySeverity[category][severity], "·"
			if n > 0 {
				cell = fmt.Sprint(n)
			}
			cell = pad(cell, -10)
			if n > 0 {
				cell = o.style.paint(severityColor(severity), cell)
			}
			line += cell
		}
		o.linef("%s%s", line, pad(fmt.Sprint(s.ByCategory[category]), -8))
	}
}

func (o overview) groups(s *Summary) {
	shown := ""
	if len(s.Groups) < s.GroupCount {
		shown = fmt.Sprintf(" (%d of %d)", len(s.Groups), s.GroupCount)
	}
	o.title("GROUPS%s", shown)
	for i := range s.Groups {
		o.group(i+1, &s.Groups[i])
	}
}

func (o overview) group(n int, g *Group) {
	width := o.style.width()
	label := fmt.Sprintf("%3d. ", n)
	kind := fmt.Sprintf("%s/%s %s", g.Example.Category, SafeText(string(g.Example.Reason)), g.Severity)
	rest := fmt.Sprintf("  %d× in %s", g.Count, plural(g.Runs, "run"))
	if !g.FirstSeen.IsZero() {
		rest += fmt.Sprintf("  %s … %s", g.FirstSeen.Format(minute), g.LastSeen.Format(minute))
	}
	kind = fit(kind, width-5)
	o.linef("%s%s%s", label, o.style.paint(severityColor(g.Severity), kind), fit(rest, max(width-5-cells(kind), 1)))
	o.linef("     %s", fit(g.title(), width-5))
	o.linef("     %s", fit(g.facts(), width-5))
}

// title says what fails, with an example's words.
func (g *Group) title() string { return g.Example.title() }

func (e *Example) title() string {
	return cmp.Or(SafeText(e.Operation), none) + ": " + what(&failurelog.Record{ErrorType: e.ErrorType, ErrorMessage: e.ErrorMessage})
}

// facts says what became of the group's failures and what they cost.
func (g *Group) facts() string {
	parts := []string{spark(g.Timeline)}
	recovery := "recovery " + percent(g.RecoveryRate)
	if g.UsualRecovery != "" {
		recovery += ", usually " + SafeText(g.UsualRecovery)
	}
	parts = append(parts, recovery)
	if cost := g.Cost.String(); cost != "" {
		parts = append(parts, "cost "+cost)
	}
	return strings.Join(append(parts, SafeText(g.Name)), "  ")
}

// String says what was used up, in words.
func (c Cost) String() string {
	var parts []string
	if c.LatencyMS > 0 {
		parts = append(parts, duration(time.Duration(c.LatencyMS*float64(time.Millisecond))))
	}
	if tokens := c.InputTokens + c.OutputTokens; tokens > 0 {
		parts = append(parts, fmt.Sprintf("%d tokens", tokens))
	}
	return strings.Join(parts, ", ")
}

// duration returns d with two or three digits that matter.
func duration(d time.Duration) string {
	switch {
	case d >= 24*time.Hour:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", d.Hours()/24), ".0") + "d"
	case d >= time.Minute:
		text := d.Round(time.Second).String()
		return strings.TrimSuffix(strings.TrimSuffix(text, "0s"), "0m")
	case d >= time.Second:
		return fmt.Sprintf("%.3gs", d.Seconds())
	}
	return fmt.Sprintf("%.3gms", float64(d)/float64(time.Millisecond))
}

func (o overview) table(s *Summary) {
	name := o.style.width() - 64
	if o.style.width() < 90 {
		name = o.style.width() - 38
	}
	line := func(first string, cells [5]string) string {
		out := pad(first, name) + pad(cells[0], -9) + pad(cells[1], -8) + pad(cells[2], -10) + pad(cells[3], -9)
		if o.style.width() >= 90 {
			out += "  " + pad(cells[4], 24)
		}
		return strings.TrimRight(out, " ")
	}
	o.title("%s", line("BY "+strings.ToUpper(string(s.GroupBy)), [5]string{"failures", "runs", "recovery", "strict", "timeline"}))
	for i := range s.Groups {
		g := &s.Groups[i]
		o.linef("%s", line(SafeText(g.label(s.GroupBy)), [5]string{
			fmt.Sprint(g.Count), fmt.Sprint(g.Runs), percent(g.RecoveryRate), percent(g.StrictRecoveryRate), spark(g.Timeline),
		}))
	}
	if more := s.GroupCount - len(s.Groups); more > 0 {
		o.linef("and %d more", more)
	}
}

// label is what a table calls the group.
func (g *Group) label(by Field) string {
	if by == Fingerprint || by == "" {
		return g.Name + " " + g.title()
	}
	return g.Name
}
