// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"fmt"
	"time"
)

// Trend compares the later half of a timeline with the half before.
type Trend struct {
	Split  time.Time `json:"split"` // where the later half begins
	Before Half      `json:"before"`
	Since  Half      `json:"since"`
	P      float64   `json:"p"`      // two-sided, of the test that Compare makes
	Status Status    `json:"status"` // worse, better or same
}

// Half is one half of a timeline.
type Half struct {
	Failures int     `json:"failures"`
	Runs     int     `json:"runs"`    // that began
	PerRun   float64 `json:"per_run"` // failures
}

// trendOf returns nil where there are fewer than two columns, or no runs in one
// of the halves.
func trendOf(s *Summary) *Trend {
	line := s.Timeline
	split := (len(line.Runs) + 1) / 2
	if len(line.Runs) < 2 || line.Start == nil {
		return nil
	}
	t := &Trend{
		Split:  line.Start.Add(time.Duration(split) * time.Duration(line.Seconds) * time.Second),
		Before: halfOf(line, 0, split), Since: halfOf(line, split, len(line.Runs)), Status: Same,
	}
	if t.Before.Runs == 0 || t.Since.Runs == 0 {
		return nil
	}
	t.P, _ = compare(t.Before.Failures, t.Before.Runs, t.Since.Failures, t.Since.Runs, s.RunSquares)
	if t.P <= DefaultAlpha {
		if t.Status = Better; t.Since.PerRun > t.Before.PerRun {
			t.Status = Worse
		}
	}
	return t
}

func halfOf(line Timeline, from, to int) Half {
	var h Half
	for i := from; i < to; i++ {
		h.Failures += line.Counts[i]
		h.Runs += line.Runs[i]
	}
	if h.Runs > 0 {
		h.PerRun = float64(h.Failures) / float64(h.Runs)
	}
	return h
}

// String answers whether it is getting worse.
func (t *Trend) String() string {
	word := map[Status]string{Worse: "yes, worse", Better: "no, better", Same: "no clear change"}[t.Status]
	return fmt.Sprintf("%s: %.3g failures a run, %.3g before", word, t.Since.PerRun, t.Before.PerRun)
}

// basis says what the answer rests on.
func (t *Trend) basis(seconds int64) []string {
	layout := minute
	if seconds < 60 {
		layout = "2006-01-02 15:04:05"
	}
	return []string{
		fmt.Sprintf("%d in %s since %s,", t.Since.Failures, plural(t.Since.Runs, "run"), t.Split.Format(layout)),
		fmt.Sprintf("%d in %s before", t.Before.Failures, plural(t.Before.Runs, "run")),
	}
}
