// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"errors"
	"sync"
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

// limiter counts the failures of a kind within a run that are too many in one
// minute.
type limiter struct {
	mu      sync.Mutex
	windows map[limitKey]*window
}

type limitKey struct{ runID, fingerprint string }

type window struct {
	begun   time.Time
	written int
	dropped Dropped
}

// allow reports whether a failure may be written, and the count of a minute that
// is over, if there is one to write.
func (l *limiter) allow(r *Record, limit int, now time.Time) (bool, *Dropped) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := limitKey{r.RunID, r.Fingerprint}
	w := l.windows[key]
	if w == nil {
		if len(l.windows) >= maxLimited {
			l.forgetQuiet(now)
		}
		if len(l.windows) >= maxLimited {
			return true, nil
		}
		if l.windows == nil {
			l.windows = map[limitKey]*window{}
		}
		w = &window{begun: now}
		l.windows[key] = w
	}
	var over *Dropped
	if now.Sub(w.begun) >= limitWindow {
		over = w.count(now)
		*w = window{begun: now}
	}
	if w.written < limit {
		w.written++
		return true, over
	}
	if w.dropped.Lines == 0 {
		w.dropped = Dropped{Event: LogDropped, Since: now, RunID: r.RunID, Cause: CauseLimit, Fingerprint: r.Fingerprint}
	}
	w.dropped.Failures++
	w.dropped.Lines++
	return false, over
}

// end returns the counts of a run that ends, or of all runs.
func (l *limiter) end(runID string, all bool, now time.Time) []*Dropped {
	l.mu.Lock()
	defer l.mu.Unlock()
	var counts []*Dropped
	for key, w := range l.windows {
		if all || key.runID == runID {
			if c := w.count(now); c != nil {
				counts = append(counts, c)
			}
			delete(l.windows, key)
		}
	}
	return counts
}

// forgetQuiet makes room. What has a count to write stays.
func (l *limiter) forgetQuiet(now time.Time) {
	for key, w := range l.windows {
		if w.dropped.Lines == 0 && now.Sub(w.begun) >= limitWindow {
			delete(l.windows, key)
		}
	}
}

func (w *window) count(now time.Time) *Dropped {
	if w.dropped.Lines == 0 {
		return nil
	}
	c := w.dropped
	c.Timestamp = now
	return &c
}
