// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// maxOpen bounds the files that a Log holds open. The least recently used one
// is closed and opened again when its run fails once more.
const maxOpen = 64

// Options are the settings of a [Log]. The zero value is ready to use.
type Options struct {
	// Format says whether finished runs also get one JSON array.
	Format Format
	// Sync has every line forced to the disk before Append returns: failures
	// survive a power cut too, for the price of an fsync each.
	Sync bool
	// Rotation says when a log file goes on in another segment.
	Rotation Rotation
	// Limit is how many failures of one fingerprint in one run are written in a
	// minute. The rest is counted, and the count written when the minute or the
	// run is over. 0 is no limit.
	Limit int
}

// Log writes failure records and the run ledger into one directory. Its methods
// may be called concurrently; other processes may write to the same directory.
type Log struct {
	dir  string
	opts Options

	tidier  *tidier
	drops   drops
	limiter limiter

	mu     sync.Mutex // guards the fields below; never held while writing
	closed bool
	open   map[string]*list.Element // by base path
	recent list.List                // of *file, most recently used first
	arrays map[string]struct{}      // with JSON: run ids whose array is out of date
}

// Open returns a log that writes into dir, which is made if it does not exist,
// readable by the owner alone. It fails if dir is not a directory or no file
// can be made in it. No log file is made before there is something to write.
func Open(dir string, opts Options) (*Log, error) {
	if dir == "" {
		return nil, errors.New("failure log: no directory given")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("failure log directory %q: %w", dir, cause(err))
	}
	probe, err := os.CreateTemp(dir, ".otelfail-*")
	if err != nil {
		return nil, fmt.Errorf("failure log directory %q is not writable: %w", dir, cause(err))
	}
	err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	if err != nil {
		return nil, fmt.Errorf("failure log directory %q: %w", dir, err)
	}
	return &Log{
		dir:    dir,
		opts:   opts,
		tidier: newTidier(opts.Rotation),
		open:   map[string]*list.Element{},
		arrays: map[string]struct{}{},
	}, nil
}

// RunFile returns the path of the log file of a run. The file exists only if
// the run had a failure. Run ids that do not fit into a file name are made
// safe; different run ids have different files. With [Rotation] it is the first
// of several, see [Log.RunSources].
func (l *Log) RunFile(runID string) string { return l.runBase(runID) + extJSONL }

// RunSources returns what there is of the log files of a run: none if the run
// had no failure.
func (l *Log) RunSources(runID string) ([]Source, error) { return baseSources(l.runBase(runID)) }

// LedgerSources returns what there is of the run ledger.
func (l *Log) LedgerSources() ([]Source, error) { return baseSources(l.ledgerBase()) }

func (l *Log) runBase(runID string) string { return filepath.Join(l.dir, filePrefix+safeName(runID)) }

func (l *Log) ledgerBase() string {
	return filepath.Join(l.dir, strings.TrimSuffix(LedgerFile, extJSONL))
}

// LedgerFile returns the path of the run ledger.
func (l *Log) LedgerFile() string { return filepath.Join(l.dir, LedgerFile) }

// Append writes r as one line to the file of its run. A zero Schema stands for
// the current one. After an error the line is not in the log, or torn, and is
// counted in a [LogDropped] line that follows when writing is possible again.
func (l *Log) Append(r *Record) error {
	recorded := r.Event == FailureRecorded
	if l.opts.Limit > 0 && recorded {
		ok, over := l.limiter.allow(r, l.opts.Limit, time.Now())
		if over != nil {
			l.appendCount(over)
		}
		if !ok {
			return ErrLimited
		}
	}
	e := newEncoder()
	defer e.free()
	e.buf = append(e.buf, '\n')
	e.recordLine(r)
	if err := l.appendLine(l.runBase(r.RunID), r.RunID, recorded, e.buf); err != nil {
		return fmt.Errorf("append failure %s: %w", r.FailureID, err)
	}
	if l.opts.Format == JSON {
		l.mu.Lock()
		l.arrays[r.RunID] = struct{}{}
		l.mu.Unlock()
	}
	return nil
}

// AppendRun writes r as one line to the run ledger. Of an error the same holds
// as for [Log.Append].
func (l *Log) AppendRun(r *Run) error {
	e := newEncoder()
	defer e.free()
	e.buf = append(e.buf, '\n')
	e.runLine(r)
	if err := l.appendLine(l.ledgerBase(), "", false, e.buf); err != nil {
		return fmt.Errorf("append to run ledger: %w", err)
	}
	return nil
}

// appendCount writes a count of failures that were too many.
func (l *Log) appendCount(c *Dropped) {
	e := newEncoder()
	defer e.free()
	e.buf = append(e.buf, '\n')
	e.droppedLine(c)
	base := l.runBase(c.RunID)
	if err := l.write(base, e.buf); err != nil {
		l.drops.addAll(base, l.ledgerBase(), c, err)
	}
}

// appendLine writes a line, or counts it as dropped.
func (l *Log) appendLine(base, runID string, failure bool, line []byte) error {
	if err := l.write(base, line); err != nil {
		if !errors.Is(err, os.ErrClosed) {
			l.drops.add(base, l.ledgerBase(), runID, failure, err)
		}
		return err
	}
	_ = l.flushDrops(false) // kept, and tried again
	return nil
}

func (l *Log) flushDrops(force bool) error {
	return l.drops.flush(force, func(base string, c *Dropped) error {
		e := newEncoder()
		defer e.free()
		e.buf = append(e.buf, '\n')
		e.droppedLine(c)
		return l.write(base, e.buf)
	})
}

// FinishRun closes the file of a run. With [JSON] it also writes the array of
// the run's failures, each with its latest outcome. Appending to the run later
// is possible; Close then brings the array up to date.
func (l *Log) FinishRun(runID string) error {
	base := l.runBase(runID)
	for _, c := range l.limiter.end(runID, false, time.Now()) {
		l.appendCount(c)
	}
	l.mu.Lock()
	var f *file
	if el, ok := l.open[base]; ok {
		f = l.forget(el)
	}
	_, array := l.arrays[runID]
	delete(l.arrays, runID)
	l.mu.Unlock()

	var errs []error
	if f != nil {
		errs = append(errs, f.close())
	}
	if array {
		errs = append(errs, writeArray(context.Background(), base))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("finish run: %w", err)
	}
	return nil
}

// Close is [Log.Shutdown] without a bound.
func (l *Log) Close() error { return l.Shutdown(context.Background()) }

// Shutdown writes what is still to be counted and closes every file. When ctx
// is done, segments not yet compressed stay plain and arrays not yet written
// stay out of date. Further calls do nothing; appending after it is an error
// that wraps [os.ErrClosed].
func (l *Log) Shutdown(ctx context.Context) error {
	for _, c := range l.limiter.end("", true, time.Now()) {
		l.appendCount(c)
	}
	var errs []error
	if !l.isClosed() {
		errs = append(errs, l.flushDrops(true))
	}
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil
	}
	l.closed = true
	var files []*file
	for _, el := range l.open {
		files = append(files, l.forget(el))
	}
	arrays := l.arrays
	l.arrays = map[string]struct{}{}
	l.mu.Unlock()

	for _, f := range files {
		errs = append(errs, f.close())
	}
	for runID := range arrays {
		if ctx.Err() != nil {
			break
		}
		errs = append(errs, writeArray(ctx, l.runBase(runID)))
	}
	return errors.Join(append(errs, l.tidier.stop(ctx))...)
}

func (l *Log) isClosed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}

// write appends line, which starts with a newline for use after a torn line.
func (l *Log) write(base string, line []byte) error {
	for {
		f, err := l.file(base)
		if err != nil {
			return err
		}
		err = f.write(line, l.opts.Sync)
		if !errors.Is(err, errEvicted) {
			return err
		}
	}
}

// file returns the open log file with this base. Opening happens under the lock,
// so that each has one handle, and one view of its last byte.
func (l *Log) file(base string) (*file, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, fmt.Errorf("failure log: %w", os.ErrClosed)
	}
	if el, ok := l.open[base]; ok {
		l.recent.MoveToFront(el)
		return el.Value.(*file), nil
	}
	f, err := openFile(base, &l.opts, l.tidier.add)
	if err != nil {
		return nil, err
	}
	l.open[base] = l.recent.PushFront(f)
	if l.recent.Len() > maxOpen {
		// A failing close loses nothing: every line was written with its own call.
		_ = l.forget(l.recent.Back()).close()
	}
	return f, nil
}

func (l *Log) forget(el *list.Element) *file {
	f := l.recent.Remove(el).(*file)
	delete(l.open, f.base)
	return f
}

// cause strips the path from an error that names it anyway.
func cause(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}
