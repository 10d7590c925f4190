// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// ErrLimited is returned by [Log.Append] for a failure that is counted, not
// written, because of Options.Limit.
var ErrLimited = errors.New("failure counted, not written: too many of its kind")

const (
	limitWindow = time.Minute

	// maxLimited bounds the kinds of failures that are watched. Beyond it
	// failures are written in full.
	maxLimited = 4096
)

// limiter counts the failures of a kind that are too many in one minute, for
// each run that they are of. The counts are written by the worker.
type limiter struct {
	timer *time.Timer // when a minute is over
	asked atomic.Bool // the worker is to write what is due

	mu      sync.Mutex
	windows map[string]window // by fingerprint
	counts  map[countKey]*limitCount
	closed  bool
}

type window struct {
	begun   time.Time
	written int
}

type countKey struct {
	fingerprint, runID string
	many               bool // it is of many runs, and of none by name
}

type limitCount struct {
	Dropped
	due bool // its minute is over, and another has begun
}

// allow reports whether a failure may be written.
func (l *limiter) allow(r *Record, limit int, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return true // for who is asked next to say no
	}
	w, known := l.windows[r.Fingerprint]
	if known && now.Sub(w.begun) >= limitWindow { // the timer is late
		for key, c := range l.counts {
			c.due = c.due || key.fingerprint == r.Fingerprint
		}
		l.timer.Reset(0)
		w = window{begun: now}
	}
	if !known {
		if len(l.windows) >= maxLimited {
			return true
		}
		if l.windows == nil {
			l.windows, l.counts = map[string]window{}, map[countKey]*limitCount{}
		}
		if len(l.windows) == 0 {
			l.timer.Reset(limitWindow)
		}
		w = window{begun: now}
	}
	ok := w.written < limit
	if ok {
		w.written++
	} else {
		l.count(r, now)
	}
	l.windows[r.Fingerprint] = w
	return ok
}

// count counts a failure that is not written. Beyond [maxDrops] counts those of
// further runs are counted together.
func (l *limiter) count(r *Record, now time.Time) {
	key := countKey{r.Fingerprint, r.RunID, false}
	if l.counts[key] == nil && len(l.counts) >= maxDrops {
		key.runID, key.many = "", true
	}
	c := l.counts[key]
	if c == nil {
		c = &limitCount{Dropped: Dropped{Event: LogDropped, Since: now, RunID: key.runID, Cause: CauseLimit, Fingerprint: r.Fingerprint}}
		l.counts[key] = c
	}
	c.Failures++
	c.Lines++
}

// has reports whether failures of a run are counted.
func (l *limiter) has(runID string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for key := range l.counts {
		if key.runID == runID && !key.many {
			return true
		}
	}
	return false
}

// take takes out the lines of counts, to be written.
func (l *limiter) take(now time.Time, which func(countKey, *limitCount) bool) (lines []line) {
	for key, c := range l.counts {
		if !which(key, c) {
			continue
		}
		c.Timestamp = now
		var e encoder
		e.buf = append(e.buf, '\n')
		e.droppedLine(&c.Dropped)
		lines = append(lines, line{text: e.buf, ledger: key.many, runID: c.RunID, stands: &c.Dropped})
		delete(l.counts, key)
	}
	return lines
}

// end returns the counts of a run that ends.
func (l *limiter) end(runID string, now time.Time) []line {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.take(now, func(key countKey, _ *limitCount) bool { return key.runID == runID && !key.many })
}

// over returns the counts of the minutes that are over, and sets the timer for the
// next one.
func (l *limiter) over(now time.Time) []line {
	l.asked.Store(false)
	l.mu.Lock()
	defer l.mu.Unlock()
	next := limitWindow
	for fingerprint, w := range l.windows {
		if left := limitWindow - now.Sub(w.begun); left > 0 {
			next = min(next, left)
		} else {
			delete(l.windows, fingerprint)
		}
	}
	if len(l.windows) > 0 && !l.closed {
		l.timer.Reset(next)
	}
	return l.take(now, func(key countKey, c *limitCount) bool {
		_, open := l.windows[key.fingerprint]
		return c.due || !open
	})
}

// close returns all counts. Nothing is counted any more.
func (l *limiter) close(now time.Time) []line {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.timer.Stop()
	return l.take(now, func(countKey, *limitCount) bool { return true })
}

// writeLimits writes the counts of the minutes that are over.
func (w *worker) writeLimits(*job) error {
	w.appendAll(w.log.limiter.over(w.now))
	return nil
}

// appendAll writes counts. What cannot be written is counted as dropped.
func (w *worker) appendAll(counts []line) {
	for i := range counts {
		_ = w.append(&counts[i])
	}
}
