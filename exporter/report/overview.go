// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

const (
	maxOverviewOperations = 6
	minute                = "2006-01-02 15:04"

	// maxRunID bounds a run's id within a sentence.
	maxRunID = 80

	// tableWidth is how wide a terminal must be for tables.
	tableWidth = 70
)

// WriteOverview writes what a person wants to know first, on one screen: how
// runs ended; what failed, with rates; why; what became of it; whether it is
// getting worse; and the most frequent groups.
func (s Summary) WriteOverview(w io.Writer, style Style) error {
	o := overview{text{bufio.NewWriter(w), style}}
	o.head(&s)
	if s.TotalFailures == 0 {
		o.linef("%s", s.noFailures(true))
		o.trend(&s)
		return o.Flush()
	}
	o.operations(&s)
	o.categories(&s)
	o.outcomes(&s)
	o.trend(&s)
	o.groups(&s)
	return o.Flush()
}

// WriteGroups writes the groups as a table, after the overall figures.
func (s Summary) WriteGroups(w io.Writer, style Style) error {
	o := overview{text{bufio.NewWriter(w), style}}
	o.head(&s)
	if s.TotalFailures == 0 {
		o.linef("%s", s.noFailures(true))
		return o.Flush()
	}
	o.list("", []string{plural(s.TotalFailures, "failure"), "recovery rate " + percent(s.RecoveryRate), "strict " + percent(s.StrictRecoveryRate)}, ", ")
	if len(s.Groups) > 0 {
		o.table(&s)
	}
	return o.Flush()
}

// overview writes tables that fit the terminal.
type overview struct{ text }

// title writes a question and, where there is room, its answer in short.
func (o overview) title(question, answer, color string) {
	o.linef("")
	o.answer(question, answer, color)
}

func (o overview) answer(question, answer, color string) {
	question = fit(question, o.style.width())
	room := o.style.width() - cells(question) - 2
	switch {
	case answer == "":
		o.linef("%s", o.style.paint(bold, question))
	case cells(answer) > room && o.style.width() < tableWidth:
		o.linef("%s", o.style.paint(bold, question))
		o.linef("  %s", o.style.paint(color, fit(answer, o.style.width()-2)))
	default:
		o.linef("%s  %s", o.style.paint(bold, question), o.style.paint(color, fit(answer, room)))
	}
}

// list writes parts, as many on a line as fit.
func (o overview) list(indent string, parts []string, separator string) {
	line := indent
	for i, part := range parts {
		switch {
		case i == 0:
		case cells(line)+cells(separator)+cells(part) > o.style.width():
			o.linef("%s", line)
			line = indent
		default:
			line += separator
		}
		line += fit(part, max(o.style.width()-cells(line), 8))
	}
	o.linef("%s", line)
}

func (o overview) head(s *Summary) {
	o.linef("%s", o.style.paint(bold, fit(scope(s), o.style.width())))
	if ends := s.Runs.ends(); len(ends) > 0 {
		o.list("  ", ends, " · ")
	}
	for _, note := range s.Notes() {
		for line := range strings.Lines(wrap("  "+note, o.style.width())) {
			o.linef("%s", o.style.paint(red, strings.TrimSuffix(line, "\n")))
		}
	}
}

func scope(s *Summary) string {
	what := plural(s.Runs.Total, "run")
	if s.RunID != "" {
		what = "Run " + SafeText(s.RunID)
	}
	what += ", " + plural(s.Operations, "operation")
	if t := s.Timeline; t.First != nil {
		what += ", " + span(*t.First, *t.Last)
	}
	return what
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

// Notes says, a sentence each, what keeps the figures from being the whole truth.
// It is safe to print. Without notes the figures are complete.
func (s *Summary) Notes() []string { return s.notes(SafeText) }

// notes is Notes with ids made safe in another way.
func (s *Summary) notes(safe func(string) string) []string {
	const bounds = ": the figures are lower bounds"
	var notes []string
	if s.Dropped > 0 {
		notes = append(notes, plural(s.Dropped, "failure")+" could not be logged"+bounds)
	}
	if s.Missing > 0 {
		notes = append(notes, s.missingNote(safe)+bounds)
	}
	if s.UnreadableLines > 0 {
		notes = append(notes, plural(s.UnreadableLines, "line")+" could not be read"+bounds)
	}
	if s.LowerBound && len(notes) == 0 {
		notes = append(notes, "some lines on runs or outcomes could not be logged"+bounds)
	}
	return notes
}

// missingNote says which failures are missing, and of which runs unless safe is
// nil.
func (s *Summary) missingNote(safe func(string) string) string {
	const most = 3 // of the runs
	note := plural(s.Missing, "failure") + " that the run ledger counts "
	if s.Missing == 1 {
		note += "is"
	} else {
		note += "are"
	}
	note += " not in the log"
	if len(s.MissingRuns) == 0 || safe == nil {
		return note
	}
	var runs []string
	for _, id := range s.MissingRuns[:min(len(s.MissingRuns), most)] {
		runs = append(runs, safe(shorten(cmp.Or(id, none), maxRunID)))
	}
	if len(s.MissingRuns) > most {
		runs = append(runs, "…")
	}
	return note + ", of run " + strings.Join(runs, ", ")
}

// noFailures is what a report says without failures.
func (s *Summary) noFailures(ended bool) string {
	what := "No failures"
	if s.LowerBound {
		what = "No failures were read"
	}
	if ended {
		what += " in " + plural(s.Operations, "operation")
	}
	if s.LowerBound {
		return what + ", but the log is not complete."
	}
	return what + "."
}
