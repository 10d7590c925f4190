// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// plotHeight is the height of the chart over time, in pixels. Across it is in
// percent: it is as wide as there is room, and its texts do not shrink.
const plotHeight = 150

// stack is the order of outcomes in a column, from the ground.
var stack = []failurelog.Outcome{failurelog.Failed, failurelog.Unknown, failurelog.Degraded, failurelog.Recovered}

// timeChart shows failures over time by outcome.
type timeChart struct {
	Height  int
	Ticks   []tick
	Columns []timeColumn
	Width   string // of a column, in words
	Start   time.Time
	Middle  time.Time
	End     time.Time
	Rest    bool // some are not known by outcome
}

type tick struct {
	Y     float64
	Label string
}

type timeColumn struct {
	X, W, Center string // percent
	From, To     time.Time
	Counts       []int // in the order of failurelog.Outcomes, then those not held
	Total        int
	Parts        []part
	Href         string
}

// part is a piece of a bar.
type part struct {
	Class string
	Y, H  float64
}

func newTimeChart(t report.Timeline, list []*failure) timeChart {
	n := len(t.Counts)
	if t.Start == nil || n == 0 {
		return timeChart{}
	}
	width := time.Duration(t.Seconds) * time.Second
	c := timeChart{Height: plotHeight, Start: *t.Start, Width: span(width)}
	c.Middle, c.End = t.Start.Add(width*time.Duration(n)/2), t.Start.Add(width*time.Duration(n))
	counts := make([][]int, n)
	for i := range counts {
		counts[i] = make([]int, len(outcomes)+1)
	}
	for _, f := range list {
		if at := f.at.Unix() - t.Start.Unix(); !f.at.IsZero() && at >= 0 && at/t.Seconds < int64(n) {
			counts[at/t.Seconds][slices.Index(outcomes, f.recovery.Outcome)]++
		}
	}
	highest := 0
	for i, total := range t.Counts {
		known := 0
		for _, k := range counts[i] {
			known += k
		}
		rest := max(total-known, 0)
		counts[i][len(outcomes)] = rest
		c.Rest = c.Rest || rest > 0
		highest = max(highest, known+rest)
	}
	top, step := scale(highest)
	for v := step; v <= top; v += step {
		c.Ticks = append(c.Ticks, tick{y(v, top), rough(v)})
	}
	for i := range counts {
		c.Columns = append(c.Columns, newTimeColumn(i, n, counts[i], top, t.Start.Add(width*time.Duration(i)), width))
	}
	return c
}

func newTimeColumn(i, n int, counts []int, top int, from time.Time, width time.Duration) timeColumn {
	col := timeColumn{
		X: percentOf(float64(i)+0.12, n), W: percentOf(0.76, n), Center: percentOf(float64(i)+0.5, n),
		From: from, To: from.Add(width), Counts: counts,
		Href: fragment("from", strconv.FormatInt(from.UnixMilli(), 10), "to", strconv.FormatInt(from.Add(width).UnixMilli(), 10)),
	}
	add := func(class string, count int) {
		if count > 0 {
			below := y(col.Total, top)
			col.Total += count
			col.Parts = append(col.Parts, part{class, y(col.Total, top), math.Round((below-y(col.Total, top))*10) / 10})
		}
	}
	for _, outcome := range stack {
		add(string(outcome), counts[slices.Index(outcomes, outcome)])
	}
	add("rest", counts[len(outcomes)])
	return col
}

// y returns where v is in the plot, with a little air above.
func y(v, top int) float64 {
	return math.Round((plotHeight-float64(v)/float64(top)*(plotHeight-14))*10) / 10
}

// scale returns a round number not below n, and a round step below it.
func scale(n int) (top, step int) {
	step = 1
	for i := 0; n > 3*step; i++ {
		step = step * []int{2, 5, 2}[i%3]
		if i%3 == 1 {
			step /= 2
		}
	}
	return (n + step - 1) / step * step, step
}

func percentOf(v float64, of int) string {
	return strconv.FormatFloat(100*v/float64(of), 'f', 3, 64) + "%"
}

// fragment returns the link to a view of the page.
func fragment(pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return "#" + values.Encode()
}

// heat is the table of category and severity.
type heat struct {
	Severities []string
	Rows       []heatRow
}

type heatRow struct {
	Category string
	Href     string
	Cells    []heatCell
	Total    int
}

type heatCell struct {
	N     int
	Level int // 0 none to 5
	Href  string
	Label string
}

func newHeat(s *report.Summary) heat {
	var h heat
	highest := 1
	for _, row := range s.ByCategorySeverity {
		for _, n := range row {
			highest = max(highest, n)
		}
	}
	for _, severity := range severities {
		h.Severities = append(h.Severities, string(severity))
	}
	found := slices.SortedFunc(maps.Keys(s.ByCategory), func(a, b classify.Category) int {
		return cmp.Or(cmp.Compare(s.ByCategory[b], s.ByCategory[a]), cmp.Compare(slices.Index(categories, a), slices.Index(categories, b)))
	})
	for _, category := range found {
		row := heatRow{Category: string(category), Total: s.ByCategory[category], Href: fragment("category", string(category))}
		for _, severity := range severities {
			n := s.ByCategorySeverity[category][severity]
			c := heatCell{N: n, Href: fragment("category", string(category), "severity", string(severity))}
			c.Label = fmt.Sprintf("%s, %s: %d", category, severity, n)
			if n > 0 {
				c.Level = 1 + int(math.Floor(3.99*math.Sqrt(float64(n)/float64(highest))))
			}
			row.Cells = append(row.Cells, c)
		}
		h.Rows = append(h.Rows, row)
	}
	return h
}

// bar is a row of a bar table.
type bar struct {
	Name  string
	Href  string
	Value string
	Note  string
	Width string // percent of the widest
	Class string
}

// newRates returns failures per call, most failures first.
func newRates(s *report.Summary) []bar {
	names := slices.SortedFunc(maps.Keys(s.ByOperation), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.ByOperation[b].Failures, s.ByOperation[a].Failures), cmp.Compare(a, b))
	})
	highest := 0.0
	for _, c := range s.ByOperation {
		if c.FailureRate != nil {
			highest = max(highest, *c.FailureRate)
		}
	}
	var bars []bar
	for _, name := range names {
		c := s.ByOperation[name]
		if c.Failures == 0 {
			break
		}
		b := bar{Name: visible(name), Href: fragment("operation", visible(name)), Value: "–", Note: plural(c.Failures, "failure")}
		if c.FailureRate != nil {
			b.Value = percent(*c.FailureRate)
			b.Note = fmt.Sprintf("%s of %s", count(c.Failures), plural(c.Calls, "call"))
			b.Width = percentOf(*c.FailureRate/highest, 1)
		}
		bars = append(bars, b)
	}
	return bars
}

// recoveryEdges are the borders of the columns of times to recovery.
var recoveryEdges = []time.Duration{
	10 * time.Millisecond, 100 * time.Millisecond, time.Second, 10 * time.Second, time.Minute, 10 * time.Minute,
}

// recoveryTimes shows how long it took until what failed had been reached after
// all.
type recoveryTimes struct {
	Bars        []bar
	Count       int
	Median, P90 string
}

func newRecoveryTimes(list []*failure) recoveryTimes {
	var times []time.Duration
	for _, f := range list {
		if f.recovery.Outcome == failurelog.Recovered {
			times = append(times, milliseconds(f.recovery.AfterMS))
		}
	}
	if len(times) == 0 {
		return recoveryTimes{}
	}
	slices.Sort(times)
	counts := make([]int, len(recoveryEdges)+1)
	for _, t := range times {
		i, found := slices.BinarySearch(recoveryEdges, t)
		if found {
			i++
		}
		counts[i]++
	}
	first := slices.IndexFunc(counts, func(n int) bool { return n > 0 })
	last := len(counts) - 1
	for counts[last] == 0 {
		last--
	}
	r := recoveryTimes{Count: len(times), Median: span(times[(len(times)-1)/2]), P90: span(times[(len(times)-1)*9/10])}
	for i := first; i <= last; i++ {
		name := ""
		switch {
		case i == 0:
			name = "under " + span(recoveryEdges[0])
		case i == len(recoveryEdges):
			name = "over " + span(recoveryEdges[i-1])
		default:
			name = span(recoveryEdges[i-1]) + " – " + span(recoveryEdges[i])
		}
		r.Bars = append(r.Bars, bar{Name: name, Value: count(counts[i]), Class: "recovered",
			Width: percentOf(float64(counts[i])/float64(slices.Max(counts)), 1)})
	}
	return r
}

func milliseconds(ms float64) time.Duration {
	return time.Duration(min(max(ms, 0), 1e12) * float64(time.Millisecond))
}
