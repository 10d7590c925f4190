// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"errors"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// LogDropped is the event of a line that stands for lines that are missing.
const LogDropped Event = "log_dropped"

// Cause says why lines are missing.
type Cause string

// The causes.
const (
	CauseWrite Cause = "write" // they could not be written: a full disk, say
	CauseLimit Cause = "limit" // they were more than Options.Limit allows
)

// Dropped says how many lines are missing. It is written as soon as writing is
// possible again. Figures made from a log with such a line are lower bounds.
type Dropped struct {
	Event       Event     `json:"event"`
	Schema      int       `json:"schema"`
	Timestamp   time.Time `json:"timestamp"` // when it was written
	Since       time.Time `json:"since"`     // when the first line was dropped
	RunID       string    `json:"run_id"`    // empty for lines of the ledger, or of many runs
	Cause       Cause     `json:"cause"`
	Error       string    `json:"error"`                 // of the first write that failed
	Fingerprint string    `json:"fingerprint,omitempty"` // with CauseLimit
	Failures    int       `json:"failures"`              // failures whose failure_recorded line is missing
	Lines       int       `json:"lines"`                 // all lines that are missing, these too
}

const (
	// maxDrops bounds the files whose drops are counted apart.
	maxDrops = 1024

	// retryDrops is how long nothing is tried after counts could not be written.
	retryDrops = time.Second
)

// drops counts the lines that could not be written, by the base of their file.
type drops struct {
	any atomic.Bool // for a look without the lock

	retry time.Time // belongs to flush

	mu     sync.Mutex
	byBase map[string]*Dropped
}

// add counts a line. Files beyond the limit are counted with the ledger.
func (d *drops) add(base, ledger string, lost *line, cause error) {
	runID, lines, failures := lost.runID, 1, 0
	switch {
	case lost.stands != nil: // what it stood for is still missing
		lines, failures = lost.stands.Lines, lost.stands.Failures
	case lost.failure:
		failures = 1
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.byBase == nil {
		d.byBase = map[string]*Dropped{}
	}
	if _, ok := d.byBase[base]; !ok && len(d.byBase) >= maxDrops {
		base, runID = ledger, ""
	}
	c := d.byBase[base]
	if c == nil {
		c = &Dropped{Event: LogDropped, Since: time.Now(), RunID: runID, Cause: CauseWrite, Error: reason(cause)}
		d.byBase[base] = c
	}
	c.Lines += lines
	c.Failures += failures
	d.any.Store(true)
}

// flush has the counts written, unless that failed a moment ago and force is
// not set. Counts that cannot be written are kept. It is not called concurrently;
// write is called without the lock, since it may take its time.
func (d *drops) flush(force bool, now time.Time, write func(base string, c *Dropped) error) error {
	if !d.any.Load() || !force && now.Before(d.retry) {
		return nil
	}
	var errs []error
	for base, c := range d.counts() {
		c.Timestamp = now
		if err := write(base, &c); err != nil {
			errs = append(errs, err)
			d.retry = now.Add(retryDrops)
			if len(errs) > 3 { // the disk is full again
				break
			}
			continue
		}
		d.written(base, &c)
	}
	return errors.Join(errs...)
}

// counts returns a copy of the counts.
func (d *drops) counts() map[string]Dropped {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := make(map[string]Dropped, len(d.byBase))
	for base, c := range d.byBase {
		all[base] = *c
	}
	return all
}

// written takes a count off that is in the log.
func (d *drops) written(base string, c *Dropped) {
	d.mu.Lock()
	defer d.mu.Unlock()
	rest := d.byBase[base]
	rest.Lines -= c.Lines
	rest.Failures -= c.Failures
	rest.Since = c.Timestamp
	if rest.Lines == 0 {
		delete(d.byBase, base)
	}
	d.any.Store(len(d.byBase) > 0)
}

// reason is an error without paths, which the file's place tells.
func reason(err error) string {
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return errno.Error()
	}
	return cause(err).Error()
}
