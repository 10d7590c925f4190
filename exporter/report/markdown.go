// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// SafeMarkdown returns s as a code span that can stand in a table: no character
// of it is markup, a link, or the name of a person to notify.
func SafeMarkdown(s string) string {
	s = strings.NewReplacer("`", "'", "|", "¦").Replace(SafeText(s))
	if s == "" {
		return "–"
	}
	return "`" + s + "`"
}

// WriteMarkdown writes figures and groups as GitHub flavoured Markdown.
func (s Summary) WriteMarkdown(w io.Writer) error {
	m := markdown{text{bufio.NewWriter(w), Style{}}}
	m.linef("# Failure report\n")
	if s.RunID != "" {
		m.linef("Run: %s\n", SafeMarkdown(s.RunID))
	}
	m.figures(&s)
	for _, note := range s.notes(SafeMarkdown) {
		m.linef("\n**%s**", note)
	}
	if s.TotalFailures > 0 {
		m.categories(&s)
		m.operations(&s)
		m.groups(&s)
	}
	return m.Flush()
}

type markdown struct{ text }

// table writes the head of a table; columns that begin with > are numbers.
func (m markdown) table(columns ...string) {
	rule := "|"
	for i, column := range columns {
		name, number := strings.CutPrefix(column, ">")
		columns[i] = name
		if rule += " --- |"; number {
			rule = strings.TrimSuffix(rule, " |") + ": |"
		}
	}
	m.row(columns...)
	m.linef("%s", rule)
}

// row writes cells that are safe already.
func (m markdown) row(cells ...string) { m.linef("| %s |", strings.Join(cells, " | ")) }

func (m markdown) figures(s *Summary) {
	m.table("Figure", ">Value")
	m.row("Runs", fmt.Sprint(s.Runs.Total)+parenthesized(s.Runs.ends()))
	m.row("Operations", fmt.Sprint(s.Operations))
	m.row("Failures", fmt.Sprint(s.TotalFailures))
	m.row("Recovery rate", percent(s.RecoveryRate))
	m.row("Strict recovery rate", percent(s.StrictRecoveryRate))
	for _, outcome := range failurelog.Outcomes() {
		m.row(title(string(outcome)), fmt.Sprint(s.ByOutcome[outcome])+s.basis(outcome))
	}
}

func (m markdown) categories(s *Summary) {
	m.linef("\n## Category and severity\n")
	columns := []string{"Category"}
	for _, severity := range classify.Severities() {
		columns = append(columns, ">"+title(string(severity)))
	}
	m.table(append(columns, ">All")...)
	for _, category := range byCount(s.ByCategory) {
		cells := []string{title(string(category))}
		for _, severity := range classify.Severities() {
			cells = append(cells, fmt.Sprint(s.ByCategorySeverity[category][severity]))
		}
		m.row(append(cells, fmt.Sprint(s.ByCategory[category]))...)
	}
}

func (m markdown) operations(s *Summary) {
	m.linef("\n## Failures per call\n")
	m.table("Operation", ">Failures", ">Calls", ">Rate")
	counts := map[string]int{}
	for name, c := range s.ByOperation {
		if c.Failures > 0 {
			counts[name] = c.Failures
		}
	}
	for _, name := range byCount(counts) {
		c := s.ByOperation[name]
		m.row(SafeMarkdown(name), fmt.Sprint(c.Failures), fmt.Sprint(c.Calls), percent(c.FailureRate))
	}
}

func (m markdown) groups(s *Summary) {
	m.linef("\n## Groups by %s\n", s.GroupBy)
	if len(s.Groups) < s.GroupCount {
		m.linef("The %d most frequent of %d.\n", len(s.Groups), s.GroupCount)
	}
	m.table("Group", ">Failures", ">Runs", "Severity", "First seen", "Last seen", ">Recovery", "Usually by", "Cost", "Example")
	for i := range s.Groups {
		g := &s.Groups[i]
		m.row(SafeMarkdown(g.Name), fmt.Sprint(g.Count), fmt.Sprint(g.Runs), string(g.Severity),
			instant(g.FirstSeen, time.DateTime), instant(g.LastSeen, time.DateTime), percent(g.RecoveryRate),
			SafeMarkdown(g.UsualRecovery), g.Cost.String(), SafeMarkdown(g.title()))
	}
}
