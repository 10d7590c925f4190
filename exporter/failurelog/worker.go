// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"container/list"
	"errors"
	"time"
)

// maxOpen bounds the files that a Log holds open. The least recently used one
// is closed and opened again when its run fails once more.
const maxOpen = 64

// openFiles are the files that the worker has open.
type openFiles struct {
	ledger *file
	runs   map[string]*list.Element // by run id
	recent list.List                // of *openRun, most recently used first
}

type openRun struct {
	id string
	*file
}

// worker is what belongs to whoever is busy in the queue of a Log.
type worker struct {
	log   *Log
	files openFiles
	now   time.Time // when the present job came
	clock time.Time // a while ago

	checking *time.Timer // while armed, a check is on its way
	armed    bool
}

// work does a job.
func (w *worker) work(j *job) error {
	w.tell()
	if j.do != nil {
		return j.do(w, j)
	}
	return w.append(&j.line)
}

// tell sets the time. Asking for all of it costs twice as much as asking how much
// went by.
func (w *worker) tell() {
	if passed := time.Since(w.clock); passed < time.Second {
		w.now = w.clock.Add(passed)
		return
	}
	w.now = time.Now()
	w.clock = w.now
}

// quick reports whether a caller may do a job itself: where lines are written
// directly its file must be open, else the job must not touch a file at all.
func (w *worker) quick(j *job) bool {
	if j.do != nil && !j.ends {
		return false
	}
	f := w.opened(&j.line)
	if f == nil {
		return j.ends && !j.counts
	}
	return w.log.opts.Direct && f.regular
}

// append writes a line, or counts it as dropped.
func (w *worker) append(l *line) error {
	err := w.write(l)
	if err != nil && !errors.Is(err, ErrNotSynced) {
		w.log.drop(l, err)
		return err
	}
	_ = w.flushDrops(false, false) // kept, and tried again
	return err
}

func (w *worker) write(l *line) error {
	f, err := w.file(l)
	if err != nil {
		return err
	}
	if l.id != "" && !l.failure && w.log.lost.has(l.runID, l.id) {
		return nil
	}
	err = f.write(l, w.now)
	if len(f.lines) > 0 && !w.armed {
		w.armed = true
		w.checkLater()
	}
	return err
}

func (w *worker) checkLater() {
	if w.checking == nil {
		w.checking = time.AfterFunc(checkAfter, func() { w.log.queue.poke((*worker).check) })
		return
	}
	w.checking.Reset(checkAfter)
}

// flushDrops writes the counts of dropped lines to the files concerned or, where
// ledger is set, to the ledger.
func (w *worker) flushDrops(force, ledger bool) error {
	return w.log.drops.flush(force, w.now, func(base string, c *Dropped) error {
		var e encoder
		e.buf = append(e.buf, '\n')
		e.droppedLine(c)
		count := line{text: e.buf, ledger: ledger || base == w.log.ledgerBase(), runID: c.RunID, stands: c}
		if err := w.write(&count); !errors.Is(err, ErrNotSynced) {
			return err
		}
		return nil
	})
}

// opened returns the log file of a line, or nil where it is not open.
func (w *worker) opened(l *line) *file {
	if l.ledger {
		return w.files.ledger
	}
	if front := w.files.recent.Front(); front != nil { // mostly it is that
		if run := front.Value.(*openRun); run.id == l.runID {
			return run.file
		}
	}
	if el := w.files.runs[l.runID]; el != nil {
		w.files.recent.MoveToFront(el)
		return el.Value.(*openRun).file
	}
	return nil
}

// file returns the log file of a line, which it opens if need be.
func (w *worker) file(l *line) (*file, error) {
	if f := w.opened(l); f != nil {
		return f, nil
	}
	if l.ledger {
		f, err := w.open(w.log.ledgerBase())
		if err == nil {
			w.files.ledger = f
		}
		return f, err
	}
	f, err := w.open(w.log.runBase(l.runID))
	if err != nil {
		return nil, err
	}
	w.files.runs[l.runID] = w.files.recent.PushFront(&openRun{l.runID, f})
	if w.files.recent.Len() > maxOpen {
		// A failing close loses nothing: every line was written with its own call.
		_ = w.close(w.files.recent.Back())
	}
	return f, nil
}

func (w *worker) open(base string) (*file, error) {
	return openFile(base, &w.log.opts, w.now, w.log.tidier.add, w.log.drop)
}

func (w *worker) close(el *list.Element) error {
	run := w.files.recent.Remove(el).(*openRun)
	delete(w.files.runs, run.id)
	return run.close(w.now)
}

// closeRun closes the file of a job's run.
func (w *worker) closeRun(j *job) error {
	if j.counts {
		w.appendAll(w.log.limiter.end(j.runID, w.now))
	}
	if el, ok := w.files.runs[j.runID]; ok {
		return w.close(el)
	}
	return nil
}

// closeAll writes the counts that are left and closes all files. The ledger takes
// those whose own file does not.
func (w *worker) closeAll() error {
	if w.checking != nil {
		w.checking.Stop()
	}
	w.appendAll(w.log.limiter.close(w.now))
	_ = w.check(nil)              // may find lines missing
	_ = w.flushDrops(true, false) // the ledger is next
	var errs []error
	for el := w.files.recent.Back(); el != nil; el = w.files.recent.Back() {
		errs = append(errs, w.close(el))
	}
	errs = append(errs, w.flushDrops(true, true))
	if w.files.ledger != nil {
		errs = append(errs, w.files.ledger.close(w.now))
	}
	w.closeSlots()
	return errors.Join(errs...)
}

// check looks at the files that have unchecked lines.
func (w *worker) check(*job) error {
	w.armed = false
	if f := w.files.ledger; f != nil && len(f.lines) > 0 {
		f.check(w.now)
	}
	for el := w.files.recent.Front(); el != nil; el = el.Next() {
		if f := el.Value.(*openRun).file; len(f.lines) > 0 {
			f.check(w.now)
		}
	}
	return nil
}
