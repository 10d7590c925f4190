// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

const (
	// maxVerdictGroups bounds the groups that a text names for each limit.
	maxVerdictGroups = 10

	checkName = "otelfail check"
)

// WriteText writes a line for each limit, and those that break it.
func (v Verdict) WriteText(w io.Writer, style Style) error {
	t := text{bufio.NewWriter(w), style}
	for i := range v.Limits {
		r := &v.Limits[i]
		if r.Passed {
			t.linef("%s  %s", style.paint(green, "pass"), SafeText(r.Text))
			continue
		}
		t.linef("%s  %s", style.paint(red, "FAIL"), SafeText(r.Text))
		for _, line := range r.lines() {
			t.linef("      %s", fit(line, style.room(6)))
		}
	}
	return t.Flush()
}

// lines names the groups that break the limit.
func (r *Result) lines() []string {
	var out []string
	for i := range r.Groups {
		if i == maxVerdictGroups {
			return append(out, fmt.Sprintf("and %s", plural(len(r.Groups)-i, "more group")))
		}
		out = append(out, r.Groups[i].line())
	}
	return out
}

// line says on one line what a group is.
func (g *Group) line() string {
	return fmt.Sprintf("%s  %d× in %s, %s, %s", SafeText(g.Name), g.Count, plural(g.Runs, "run"), g.Severity, g.title())
}

// WriteJSON writes the verdict as indented JSON. Characters that a terminal
// would obey are escaped.
func (v Verdict) WriteJSON(w io.Writer) error { return writeJSON(w, v) }

// WriteMarkdown writes the verdict as GitHub flavoured Markdown, such as the
// summary of a step.
func (v Verdict) WriteMarkdown(w io.Writer) error {
	m := markdown{text{bufio.NewWriter(w), Style{}}}
	m.linef("## Failure check: %s\n", v.word())
	m.table("Limit", "Result", "Figures")
	for i := range v.Limits {
		r := &v.Limits[i]
		word := "pass"
		if !r.Passed {
			word = "**fail**"
		}
		m.row(SafeMarkdown(r.Name), word, SafeMarkdown(strings.TrimPrefix(r.Text, r.Name+": ")))
	}
	if v.Trouble != "" {
		m.linef("\n**%s**", v.Trouble)
	}
	for i := range v.Limits {
		m.broken(&v.Limits[i])
	}
	m.linef("")
	return m.Flush()
}

func (m markdown) broken(r *Result) {
	if len(r.Groups) == 0 {
		return
	}
	m.linef("\n### %s\n", r.Name)
	m.table("Group", ">Failures", ">Runs", "Severity", ">Recovery", "Example")
	for i := range r.Groups[:min(len(r.Groups), maxVerdictGroups)] {
		g := &r.Groups[i]
		m.row(SafeMarkdown(g.Name), fmt.Sprint(g.Count), fmt.Sprint(g.Runs), string(g.Severity), percent(g.RecoveryRate), SafeMarkdown(g.title()))
	}
	if more := len(r.Groups) - maxVerdictGroups; more > 0 {
		m.linef("\nand %s", plural(more, "more group"))
	}
}

func (v *Verdict) word() string {
	switch {
	case v.Trouble != "":
		return "cannot be told"
	case v.Passed:
		return "passed"
	}
	return "failed"
}

// The shape of JUnit XML that CI systems read.
type (
	junitSuites struct {
		XMLName  xml.Name   `xml:"testsuites"`
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Suite    junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Errors    int         `xml:"errors,attr"`
		Skipped   int         `xml:"skipped,attr"`
		Time      string      `xml:"time,attr"`
		Timestamp string      `xml:"timestamp,attr"`
		Cases     []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		ClassName string        `xml:"classname,attr"`
		Time      string        `xml:"time,attr"`
		Failure   *junitFailure `xml:"failure,omitempty"`
		Error     *junitFailure `xml:"error,omitempty"`
		Out       string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes the verdict as JUnit XML: a test case for each limit.
func (v Verdict) WriteJUnit(w io.Writer, now time.Time) error {
	suite := junitSuite{Name: checkName, Time: "0", Timestamp: now.UTC().Format("2006-01-02T15:04:05")}
	for i := range v.Limits {
		r := &v.Limits[i]
		c := junitCase{Name: r.Name, ClassName: "otelfail.check", Time: "0"}
		if r.Passed {
			c.Out = SafeText(r.Text)
		} else {
			c.Failure = &junitFailure{Message: SafeText(r.Text), Type: r.Name, Text: strings.Join(r.lines(), "\n")}
			suite.Failures++
		}
		suite.Cases = append(suite.Cases, c)
	}
	if v.Trouble != "" {
		suite.Errors++
		suite.Cases = append(suite.Cases, junitCase{
			Name: "complete", ClassName: "otelfail.check", Time: "0",
			Error: &junitFailure{Message: v.Trouble, Type: "complete", Text: v.Trouble},
		})
	}
	suite.Tests = len(suite.Cases)
	text, err := xml.MarshalIndent(junitSuites{
		Name: checkName, Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors, Suite: suite,
	}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode JUnit XML: %w", err)
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}
