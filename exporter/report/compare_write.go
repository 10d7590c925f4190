// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"
)

// maxSame bounds the groups without a change that a text names; the others are
// all named.
const maxSame = 5

// notes says what keeps the comparison from being the whole truth.
func (c *Comparison) notes() []string {
	var notes []string
	if b, n := c.Base.FingerprintVersions, c.New.FingerprintVersions; c.ByStatus[Incomparable] > 0 {
		notes = append(notes, fmt.Sprintf("Fingerprint versions differ: %s and %s. %s cannot be compared.",
			strings.Join(b, ", "), strings.Join(n, ", "), plural(c.ByStatus[Incomparable], "group")))
	}
	for i, side := range []*Side{&c.Base, &c.New} {
		name := [...]string{"BASE", "NEW"}[i]
		if side.Operations == 0 {
			notes = append(notes, name+" has no run ledger that counts operations: runs without failures may be missing.")
		}
		if side.LowerBound {
			notes = append(notes, name+" has unreadable or missing lines: its figures are lower bounds.")
		}
	}
	return notes
}

// verdict sums up in one line.
func (c *Comparison) verdict() string {
	var parts []string
	for _, status := range Statuses() {
		if n := c.ByStatus[status]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, status))
		}
	}
	word := "No group is worse"
	if c.IsWorse() {
		word = "Worse"
	}
	if len(parts) == 0 {
		parts = []string{"no failures"}
	}
	return word + ": " + strings.Join(parts, ", ")
}

func (s *Side) describe() string {
	return fmt.Sprintf("%s in %s, %s", plural(s.TotalFailures, "failure"), plural(s.Runs, "run"), plural(s.Operations, "operation"))
}

// WriteText writes the comparison for people: each group that changed, and how
// sure that is.
func (c Comparison) WriteText(w io.Writer, style Style) error {
	o := overview{text{bufio.NewWriter(w), style}}
	o.linef("%s", fit("BASE  "+c.Base.describe(), style.width()))
	o.linef("%s", fit("NEW   "+c.New.describe(), style.width()))
	color := ""
	if c.IsWorse() {
		color = red
	}
	o.linef("%s", style.paint(color, fit(c.verdict(), style.width())))
	for _, note := range c.notes() {
		o.linef("%s", style.paint(magenta, fit(note, style.width())))
	}
	if c.Base.TotalFailures+c.New.TotalFailures > 0 {
		o.linef("")
		o.linef("%s", pad("all failures", 12))
		o.figures(&c.Overall)
	}
	for i := range c.Changes {
		if i >= maxSame && c.Changes[i].Status == Same && c.Changes[i-maxSame].Status == Same {
			continue
		}
		o.change(&c.Changes[i])
	}
	if more := c.ByStatus[Same] - maxSame - 1; more >= 0 {
		o.linef("and %s without a clear change", plural(more+1, "more group"))
	}
	return o.Flush()
}

func (o overview) change(ch *Change) {
	color := map[Status]string{Worse: red, NewGroup: magenta, Better: green, GoneGroup: green}[ch.Status]
	e := &ch.Example
	o.linef("")
	o.linef("%s %s", o.style.paint(color, pad(string(ch.Status), 12)),
		fit(fmt.Sprintf("%s/%s  %s", e.Category, cmp.Or(SafeText(string(e.Reason)), "other"), SafeText(ch.Name)), o.style.width()-13))
	o.linef("  %s", fit(e.title(), o.style.width()-2))
	o.figures(ch)
}

// figures says how often before and now, and how sure the difference is.
func (o overview) figures(ch *Change) {
	base, now := ch.Base.describe(ch.Unit), "→ "+ch.New.describe(ch.Unit)
	if certainty := ch.certainty(); certainty != "" {
		now += ", " + certainty
	}
	if line := base + " " + now; cells(line) <= o.style.width()-2 {
		o.linef("  %s", line)
		return
	}
	o.linef("  %s", fit(base, o.style.width()-2))
	o.linef("  %s", fit(now, o.style.width()-2))
}

func (r *Rate) describe(unit string) string {
	if r.Of == 0 {
		return plural(r.Failures, "failure")
	}
	rate := fmt.Sprintf("%d in %d %s", r.Failures, r.Of, unit)
	if r.Rate != nil {
		rate += fmt.Sprintf(" (%.3g%%)", *r.Rate)
	}
	return rate
}

func (ch *Change) certainty() string {
	switch {
	case ch.Significant && ch.PAdjust < 0.0001:
		return "p < 0.0001"
	case ch.Significant:
		return fmt.Sprintf("p = %.2g", ch.PAdjust)
	case ch.Base.Of == 0 || ch.New.Of == 0, ch.Status == Same, ch.Status == Incomparable:
		return ""
	}
	return "may be chance"
}

// WriteMarkdown writes the comparison as GitHub flavoured Markdown.
func (c Comparison) WriteMarkdown(w io.Writer) error {
	m := markdown{text{bufio.NewWriter(w), Style{}}}
	m.linef("# Failures compared\n")
	m.linef("**%s**\n", c.verdict())
	m.table("", ">Failures", ">Runs", ">Operations")
	for _, side := range []struct {
		name string
		*Side
	}{{"Base", &c.Base}, {"New", &c.New}} {
		m.row(side.name, fmt.Sprint(side.TotalFailures), fmt.Sprint(side.Runs), fmt.Sprint(side.Operations))
	}
	for _, note := range c.notes() {
		m.linef("\n%s", note)
	}
	if len(c.Changes) > 0 {
		m.linef("")
		m.table("Change", "Group", ">Base", ">New", "Certainty", "Example")
	}
	for i := range c.Changes {
		ch := &c.Changes[i]
		m.row(string(ch.Status), SafeMarkdown(ch.Name), ch.Base.describe(ch.Unit), ch.New.describe(ch.Unit),
			ch.certainty(), SafeMarkdown(ch.Example.title()))
	}
	return m.Flush()
}

// WriteJSON writes the comparison as indented JSON. Characters that a terminal
// would obey are escaped.
func (c Comparison) WriteJSON(w io.Writer) error { return writeJSON(w, c) }
