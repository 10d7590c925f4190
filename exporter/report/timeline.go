// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"slices"
	"time"
)

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

// histogram counts by time, in columns as narrow as fit all of it.
type histogram struct {
	used   bool
	level  int
	start  int64 // Unix seconds, a multiple of the width
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
		h.used, h.start = true, floor(t, widthOf(h.level))
	}
	for t < h.start || (t-h.start)/widthOf(h.level) >= buckets {
		h.widen(t)
	}
	h.counts[(t-h.start)/widthOf(h.level)] += n
}

// widen takes the next width, and moves the start to where t fits if it can.
func (h *histogram) widen(t int64) {
	old, start := widthOf(h.level), h.start
	counts := h.counts
	h.level++
	width := widthOf(h.level)
	h.start = floor(min(start, t), width)
	if (start+(buckets-1)*old-h.start)/width >= buckets {
		h.start = floor(start, width) // later widths reach t
	}
	h.counts = [buckets]int{}
	for i, n := range counts {
		if n != 0 {
			h.counts[(start+int64(i)*old-h.start)/width] += n
		}
	}
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

// columns returns how many columns there are up to the last that counts.
func (h *histogram) columns() int {
	for i, n := range slices.Backward(h.counts[:]) {
		if n > 0 {
			return i + 1
		}
	}
	return 0
}

// Timeline counts failures by time.
type Timeline struct {
	Start   *time.Time `json:"start"`          // of the first column; nil without failures
	Seconds int64      `json:"column_seconds"` // width of a column
	Counts  []int      `json:"counts"`
}

func (h *histogram) timeline() Timeline {
	t := Timeline{Counts: h.on(h)}
	if h.used && len(t.Counts) > 0 {
		t.Start, t.Seconds = new(time.Unix(h.start, 0).UTC()), widthOf(h.level)
	}
	return t
}
