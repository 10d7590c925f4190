// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import "time"

const (
	buckets = 24 // columns of a timeline

	// Years 0 to 9999: what a log can hold.
	minUnix = -62_167_219_200
	maxUnix = 253_402_300_799
)

// widths are those that a column can have, in seconds; each is a multiple of the
// one before, so that narrow columns lie within wide ones. Beyond them they
// double.
var widths = [...]int64{1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 21600, 43200, 86400}

// histogram counts by time, in columns as narrow as fit all of it. In whatever
// order the times come, it becomes the same.
type histogram struct {
	used   bool
	level  int
	start  int64 // Unix seconds, a multiple of the width
	first  int64 // the earliest time
	last   int64 // the latest
	counts [buckets]int
}

func widthOf(level int) int64 {
	if level < len(widths) {
		return widths[level]
	}
	return widths[len(widths)-1] << (level - len(widths) + 1)
}

func floor(t, width int64) int64 {
	rest := t % width
	if rest < 0 {
		rest += width
	}
	return t - rest
}

func (h *histogram) add(t time.Time, n int) {
	if !t.IsZero() {
		h.addUnix(min(max(t.Unix(), minUnix), maxUnix), n)
	}
}

func (h *histogram) addUnix(t int64, n int) {
	if !h.used {
		h.used, h.start, h.first, h.last = true, floor(t, widthOf(h.level)), t, t
	}
	h.first, h.last = min(h.first, t), max(h.last, t)
	for (h.last-floor(h.first, widthOf(h.level)))/widthOf(h.level) >= buckets {
		h.widen()
	}
	width := widthOf(h.level)
	if start := floor(h.first, width); start < h.start {
		var counts [buckets]int
		copy(counts[(h.start-start)/width:], h.counts[:])
		h.start, h.counts = start, counts
	}
	h.counts[(t-h.start)/width] += n
}

// widen takes the next width.
func (h *histogram) widen() {
	old, start := widthOf(h.level), h.start
	counts := h.counts
	h.level++
	width := widthOf(h.level)
	h.start = floor(start, width)
	h.counts = [buckets]int{}
	for i, n := range counts {
		if n != 0 {
			h.counts[(start+int64(i)*old-h.start)/width] += n
		}
	}
}

// with returns columns that hold what is in h and in other.
func (h *histogram) with(other *histogram) histogram {
	if !h.used {
		return *other
	}
	out := *h
	if other.used {
		out.addUnix(other.first, 0)
		out.addUnix(other.last, 0)
		for out.level < other.level {
			out.widen()
		}
	}
	return out
}

// on returns the counts of h in the columns of whole, of which h is a part.
func (h *histogram) on(whole *histogram) []int {
	out := *whole
	out.counts = [buckets]int{}
	if h.used {
		width := widthOf(h.level)
		for i, n := range h.counts {
			if n != 0 {
				out.addUnix(h.start+int64(i)*width, n)
			}
		}
	}
	list := make([]int, whole.columns())
	for i := range list {
		list[i] = max(out.counts[i], 0)
	}
	return list
}

// columns returns how many columns there are up to the latest time.
func (h *histogram) columns() int {
	if !h.used {
		return 0
	}
	return int((h.last-h.start)/widthOf(h.level)) + 1
}

// Timeline counts failures and runs by time, from the first of either to the
// last.
type Timeline struct {
	First   *time.Time `json:"first"` // nil without failures and runs
	Last    *time.Time `json:"last"`
	Start   *time.Time `json:"start"`          // of the first column
	Seconds int64      `json:"column_seconds"` // width of a column
	Counts  []int      `json:"counts"`         // failures
	Runs    []int      `json:"runs"`           // that began; empty without a ledger
}

// timelineOf returns the timeline on the columns of whole.
func timelineOf(whole, failures, runs *histogram) Timeline {
	t := Timeline{Counts: failures.on(whole), Runs: []int{}}
	if runs.used {
		t.Runs = runs.on(whole)
	}
	if whole.used {
		t.First, t.Last = new(time.Unix(whole.first, 0).UTC()), new(time.Unix(whole.last, 0).UTC())
		t.Start, t.Seconds = new(time.Unix(whole.start, 0).UTC()), widthOf(whole.level)
	}
	return t
}
