// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// operations answers what failed, and how often it was called.
func (o overview) operations(s *Summary) {
	hit := ""
	if s.Runs.Total > 1 {
		hit = fmt.Sprintf(" in %d of %s", s.Runs.WithFailures, plural(s.Runs.Total, "run"))
	}
	o.title("WHAT FAILED?", plural(s.TotalFailures, "failure")+hit, "")
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
	width := o.style.width()
	name := min(width-30, 46)
	if width >= tableWidth {
		o.linef("  %s %s %s %s", pad("", name-2), pad("failures", -9), pad("calls", -9), pad("per call", -9))
	}
	for _, n := range names[:min(len(names), maxOverviewOperations)] {
		c := s.ByOperation[n]
		calls, of := "–", fmt.Sprint(c.Failures)
		if c.Calls > 0 {
			calls = fmt.Sprint(c.Calls)
			of += " of " + calls
		}
		if width >= tableWidth {
			o.linef("  %s %s %s %s", pad(SafeText(n), name-2), pad(fmt.Sprint(c.Failures), -9), pad(calls, -9), pad(percent(c.FailureRate), -9))
		} else {
			o.linef("%s", fit(fmt.Sprintf("  %s %s %s", pad(of, 10), pad(percent(c.FailureRate), -6), SafeText(n)), width))
		}
	}
	if more > 0 {
		o.linef("  and %s", plural(more, "more operation"))
	}
}

// categories answers why: where the faults lie, and how severe they are.
func (o overview) categories(s *Summary) {
	order := classify.Severities()
	if o.style.width() < tableWidth {
		o.title("WHY?", "", "")
		for _, category := range byCount(s.ByCategory) {
			var parts []string
			for _, severity := range slices.Backward(order) {
				if n := s.ByCategorySeverity[category][severity]; n > 0 {
					parts = append(parts, fmt.Sprintf("%d %s", n, severity))
				}
			}
			o.linef("%s", fit(fmt.Sprintf("  %s %s%s", pad(string(category), 10), pad(fmt.Sprint(s.ByCategory[category]), -6), parenthesized(parts)), o.style.width()))
		}
		return
	}
	o.title("WHY?", "the fault lies in, and is as severe as", "")
	head := "  " + pad("", 18)
	for _, severity := range order {
		head += pad(string(severity), -10)
	}
	o.linef("%s%s", head, pad("all", -8))
	for _, category := range byCount(s.ByCategory) {
		line := "  " + pad(string(category), 18)
		for _, severity := range order {
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

// meanings explains the outcomes to whoever sees them for the first time.
var meanings = map[failurelog.Outcome]string{
	failurelog.Recovered: "the aim was reached another way",
	failurelog.Degraded:  "the run went on without it",
	failurelog.Failed:    "it ended the run",
	failurelog.Unknown:   "nobody saw what became of it",
}

// outcomes answers whether failures recovered.
func (o overview) outcomes(s *Summary) {
	o.title("DID IT RECOVER?", fmt.Sprintf("recovery rate %s, strict %s", percent(s.RecoveryRate), percent(s.StrictRecoveryRate)), "")
	for _, outcome := range failurelog.Outcomes() {
		n := s.ByOutcome[outcome]
		if n == 0 {
			continue
		}
		line := pad(fmt.Sprint(n), -6)
		if o.style.width() >= tableWidth {
			line += "  " + pad(bar(n, s.TotalFailures, 16), 16) + "  " + meanings[outcome]
		}
		line = fit(line+s.basis(outcome), o.style.width()-12)
		o.linef("  %s%s", o.style.paint(outcomeColor(outcome), pad(string(outcome), 10)), line)
	}
}

// bar draws n of total, with eighths of a column.
func bar(n, total, width int) string {
	eighths := n * width * 8 / max(total, 1)
	text := strings.Repeat("█", eighths/8)
	if rest := eighths % 8; rest > 0 || text == "" {
		text += string([]rune("▏▏▎▍▌▋▊▉")[rest])
	}
	return text
}

// trend answers whether it is getting worse.
func (o overview) trend(s *Summary) {
	answer, color := "not known: it takes runs in the ledger at different times", ""
	if s.Trend != nil {
		answer = s.Trend.String()
		color = map[Status]string{Worse: red, Better: green}[s.Trend.Status]
	}
	t := s.Timeline
	if t.Start == nil || s.TotalFailures == 0 && (s.Trend == nil || s.Trend.Before.Failures == 0) {
		return
	}
	o.title("IS IT GETTING WORSE?", answer, color)
	o.linef("  %s  failures, %s a column", spark(t.Counts), duration(time.Duration(t.Seconds)*time.Second))
	if s.Trend != nil {
		o.list("  ", s.Trend.basis(t.Seconds), " ")
	}
}

func (o overview) groups(s *Summary) {
	shown := ""
	if len(s.Groups) < s.GroupCount {
		shown = fmt.Sprintf("the %d most frequent of %d", len(s.Groups), s.GroupCount)
	}
	o.title("GROUPS", shown, "")
	for i := range s.Groups {
		o.group(i+1, &s.Groups[i])
	}
}

func (o overview) group(n int, g *Group) {
	width := o.style.width()
	label := fmt.Sprintf("%3d. ", n)
	kind := fit(fmt.Sprintf("%s/%s %s", g.Example.Category, cmp.Or(SafeText(string(g.Example.Reason)), "other"), g.Severity), width-5)
	rest := fit(fmt.Sprintf("  %d× in %s  %s", g.Count, plural(g.Runs, "run"), spark(g.Timeline)), max(width-5-cells(kind), 1))
	o.linef("%s%s%s", label, o.style.paint(severityColor(g.Severity), kind), rest)
	o.linef("     %s", fit(shortenTitle(g.title(), width-5), width-5))
	o.list("     ", g.facts(), "  ")
}

// shortenTitle keeps both ends of what does not fit: the cause stands last.
func shortenTitle(s string, n int) string {
	if cells(s) <= n {
		return s
	}
	return shortenMiddle(s, n)
}

// title says what fails, with an example's words.
func (g *Group) title() string { return g.Example.title() }

func (e *Example) title() string {
	return cmp.Or(SafeText(e.Operation), none) + ": " + what(&failurelog.Record{ErrorType: e.ErrorType, ErrorMessage: e.ErrorMessage})
}

// facts says what became of the group's failures, when they were seen, and what
// they cost.
func (g *Group) facts() []string {
	recovery := "recovery " + percent(g.RecoveryRate)
	if g.UsualRecovery != "" {
		recovery += ", usually " + SafeText(g.UsualRecovery)
	}
	parts := []string{recovery}
	if !g.FirstSeen.IsZero() {
		parts = append(parts, "seen "+span(g.FirstSeen, g.LastSeen))
	}
	if cost := g.Cost.String(); cost != "" {
		parts = append(parts, "cost "+cost)
	}
	return append(parts, SafeText(g.Name))
}

// span says from when to when, to the minute, without repeating the day.
func span(from, to time.Time) string {
	from, to = from.UTC(), to.UTC()
	begin, end := from.Format(minute), to.Format(minute)
	switch {
	case begin == end:
		return begin
	case begin[:len(time.DateOnly)] == end[:len(time.DateOnly)]:
		return begin + "–" + end[len(time.DateOnly)+1:]
	}
	return begin + " – " + end
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

// table writes a line for each group, with as many columns as fit.
func (o overview) table(s *Summary) {
	columns := []struct {
		head  string
		width int
		from  int // the width from which on it is shown
		cell  func(*Group) string
	}{
		{"failures", -9, 0, func(g *Group) string { return fmt.Sprint(g.Count) }},
		{"runs", -8, tableWidth, func(g *Group) string { return fmt.Sprint(g.Runs) }},
		{"recovery", -10, 0, func(g *Group) string { return percent(g.RecoveryRate) }},
		{"strict", -9, tableWidth, func(g *Group) string { return percent(g.StrictRecoveryRate) }},
		{"  timeline", 26, 90, func(g *Group) string { return "  " + spark(g.Timeline) }},
	}
	width := o.style.width()
	name := width
	for _, c := range columns {
		if width >= c.from {
			name -= max(c.width, -c.width)
		}
	}
	line := func(first string, cell func(i int) string) string {
		out := pad(first, name)
		for i, c := range columns {
			if width >= c.from {
				out += pad(cell(i), c.width)
			}
		}
		return strings.TrimRight(out, " ")
	}
	o.linef("")
	o.linef("%s", o.style.paint(bold, line("BY "+strings.ToUpper(string(s.GroupBy)), func(i int) string { return columns[i].head })))
	for i := range s.Groups {
		g := &s.Groups[i]
		o.linef("%s", line(SafeText(g.label(s.GroupBy)), func(i int) string { return columns[i].cell(g) }))
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
