// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// defaultWidth is the width of texts for which nobody gave one.
const defaultWidth = 100

// Style says how a text is to look. The zero value is plain text, 100 columns
// wide.
type Style struct {
	Width int  // columns
	Color bool // ANSI colours: the basic ones, readable on light and dark
}

func (s Style) width() int {
	if s.Width <= 0 {
		return defaultWidth
	}
	return max(s.Width, 40)
}

const (
	bold    = "1"
	red     = "31"
	green   = "32"
	magenta = "35"
)

// paint colours text, which is safe already.
func (s Style) paint(code, text string) string {
	if !s.Color || code == "" || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func severityColor(s classify.Severity) string {
	switch s {
	case classify.High, classify.Critical:
		return red
	case classify.Medium:
		return magenta
	}
	return ""
}

func outcomeColor(o failurelog.Outcome) string {
	switch o {
	case failurelog.Recovered:
		return green
	case failurelog.Degraded:
		return magenta
	case failurelog.Failed:
		return red
	}
	return ""
}

// cells returns how many columns of a terminal s takes.
func cells(s string) int { return displaywidth.String(s) }

// fit cuts s to n columns.
func fit(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return displaywidth.TruncateString(s, max(n, 0), "…")
}

// wrap breaks a line, which may be coloured, into lines of n columns, where
// there is a space if possible. Those that follow are indented further.
func wrap(line string, n int) string {
	if len(line) <= n || (displaywidth.Options{ControlSequences: true}).String(line) <= n || strings.Contains(line, "\x1b") {
		return line
	}
	indent := strings.Repeat(" ", min(len(line)-len(strings.TrimLeft(line, " "))+4, n/2))
	var b strings.Builder
	for cells(line) > n {
		part := displaywidth.TruncateString(line, n, "")
		if i := strings.LastIndexByte(part, ' '); i > max(n/2, len(indent)) {
			part = part[:i]
		}
		b.WriteString(part + "\n")
		line = indent + strings.TrimLeft(line[len(part):], " ")
	}
	return b.String() + line
}

// pad fits s into exactly n columns, to the right if n is negative.
func pad(s string, n int) string {
	if n < 0 {
		s = fit(s, -n)
		return strings.Repeat(" ", max(-n-cells(s), 0)) + s
	}
	s = fit(s, n)
	return s + strings.Repeat(" ", max(n-cells(s), 0))
}

// spark draws counts as a line of bars.
func spark(counts []int) string {
	bars := []rune("▁▂▃▄▅▆▇█")
	top := 0
	for _, n := range counts {
		top = max(top, n)
	}
	var b strings.Builder
	for _, n := range counts {
		switch {
		case n <= 0:
			b.WriteByte('.')
		default:
			b.WriteRune(bars[(n*len(bars)-1)/top])
		}
	}
	return b.String()
}

func percent(rate *float64) string {
	if rate == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f%%", *rate)
}
