// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"cmp"
	"container/list"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Options are the settings of a [Log]. The zero value is ready to use.
type Options struct {
	// Format says whether finished runs also get one JSON array.
	Format Format
	// Sync has every line forced to the disk before Append returns: failures
	// survive a power cut too, for the price of an fsync each, and of another for
	// the name of a new file. See [ErrNotSynced].
	Sync bool
	// Direct has whoever appends a line write it, once its file is open. That saves
	// handing the line to another goroutine, which takes about as long as half of
	// the write. But a disk that does not answer then holds up the agent: one
	// operation for as long as it takes, those after it for a second at most.
	Direct bool
	// Rotation says when a log file goes on in another segment.
	Rotation Rotation
	// Limit is how many failures of one fingerprint are written in a minute, of all
	// runs together: a crash loop may start a run each time. The rest is counted for
	// each run, and the counts are written when the minute or the run is over. 0 is
	// no limit.
	Limit int
}

// Log writes failure records and the run ledger into one directory. Its methods
// may be called concurrently; other processes may write to the same directory.
//
// Files are touched by one goroutine, which starts with the first line and ends
// with Shutdown. Who appends a line waits for it, but not for a disk that does
// not answer, see [ErrDelayed] and [Options.Direct].
type Log struct {
	dir  string
	opts Options

	queue   *queue
	worker  worker // of whoever is busy in the queue
	lost    lostFailures
	drops   drops
	limiter limiter
	tidier  *tidier
	arrays  arrays
	slots   slots
	closing closing
}

// Open returns a log that writes into dir, which is made if it does not exist,
// readable by the owner alone. It fails if dir is not a directory or no file
// can be made in it. No log file is made before there is something to write.
func Open(dir string, opts Options) (*Log, error) {
	if dir == "" {
		return nil, errors.New("failure log: no directory given")
	}
	nameErr, err := makeDir(dir, opts.Sync)
	if err = errors.Join(nameErr, err); err != nil {
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
	l := &Log{dir: dir, opts: opts, tidier: newTidier(opts.Rotation)}
	l.worker = worker{log: l, files: openFiles{runs: map[string]*list.Element{}}}
	l.queue = newQueue(l.worker.work, l.worker.quick)
	l.closing.turn = make(chan struct{}, 1)
	l.slots.timer = time.AfterFunc(time.Hour, func() { l.queue.poke((*worker).writeSlots) })
	l.slots.timer.Stop()
	l.limiter.timer = time.AfterFunc(time.Hour, func() {
		if l.limiter.asked.CompareAndSwap(false, true) {
			l.queue.poke((*worker).writeLimits)
		}
	})
	l.limiter.timer.Stop()
	return l, nil
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
// the current one. After [ErrDelayed] the line may follow. After any other error
// it is not in the log, or torn, and is counted in a [LogDropped] line that
// follows when writing is possible again; but with [ErrNotSynced] it is in the log.
// An outcome of a failure whose own line is missing is left out, which is no error.
func (l *Log) Append(r *Record) error {
	var b Batch
	err := l.Post(&b, r)
	return cmp.Or(err, l.Wait(b))
}

// AppendRun writes r as one line to the run ledger. Of an error the same holds
// as for [Log.Append].
func (l *Log) AppendRun(r *Run) error {
	var b Batch
	err := l.PostRun(&b, r)
	return cmp.Or(err, l.Wait(b))
}

// FinishRun closes the file of a run. With [JSON] it also writes the array of
// the run's failures, each with its latest outcome. Appending to the run later
// is possible; Close then brings the array up to date. An array that takes its
// time is not waited for.
func (l *Log) FinishRun(runID string) error {
	var b Batch
	err := l.PostEnd(&b, runID)
	return cmp.Or(err, l.Wait(b))
}

// Post is the first half of [Log.Append]: the line has its place in the log, after
// those that were posted before, and [Log.Wait] waits until it is there. In between
// a caller can let go of a lock that it held to keep lines in order.
func (l *Log) Post(b *Batch, r *Record) error {
	recorded := r.Event == FailureRecorded
	if l.opts.Limit > 0 && recorded {
		if !l.limiter.allow(r, l.opts.Limit, time.Now()) {
			l.lost.add(r.RunID, r.FailureID)
			return ErrLimited
		}
	}
	j := newJob()
	j.encoder.recordLine(r)
	j.runID, j.id, j.failure = r.RunID, r.FailureID, recorded
	if l.opts.Format == JSON {
		l.arrays.outdate(r.RunID)
	}
	return l.post(b, j)
}

// PostRun is the first half of [Log.AppendRun], as [Log.Post].
func (l *Log) PostRun(b *Batch, r *Run) error {
	j := newJob()
	j.encoder.runLine(r)
	j.ledger = true
	return l.post(b, j)
}

// PostEnd is the first half of [Log.FinishRun], as [Log.Post].
func (l *Log) PostEnd(b *Batch, runID string) error {
	j := newJob()
	j.runID, j.ends, j.do = runID, true, (*worker).closeRun
	j.counts = l.opts.Limit > 0 && l.limiter.has(runID)
	return l.post(b, j)
}

// post has a line written, or counts it as dropped.
func (l *Log) post(b *Batch, j *job) error {
	if j.do == nil {
		j.text = j.encoder.buf
	}
	err := l.queue.post(j)
	if err == nil {
		b.add(j)
		return nil
	}
	if err == errNoAnswer && j.do == nil { //nolint:errorlint // of the queue alone
		l.drop(&j.line, err)
	}
	defer j.free()
	return j.wrap(err)
}

// Wait waits until the lines of a batch are in the log, and returns the first
// error, as [Log.Append]. Nothing may be added to the batch any more.
func (l *Log) Wait(b Batch) error {
	var first error
	for j := b.first; j != nil; {
		next := j.next // gone with the job
		err := l.queue.wait(j)
		delayed := errors.Is(err, ErrDelayed)
		if err != nil && first == nil {
			first = j.wrap(err)
		}
		if !delayed {
			if j.ends && err == nil {
				if err := l.arrays.write(j.runID, l.runBase); err != nil && first == nil {
					first = j.wrap(err)
				}
			}
			j.free()
		}
		j = next
	}
	return first
}

// drop counts a line that is not in the log.
func (l *Log) drop(lost *line, err error) {
	if lost.failure {
		l.lost.add(lost.runID, lost.id)
	}
	l.drops.add(l.base(lost), l.ledgerBase(), lost, err)
}

// base returns the base of the file that a line belongs to.
func (l *Log) base(of *line) string {
	if of.ledger {
		return l.ledgerBase()
	}
	return l.runBase(of.runID)
}

// cause strips the path from an error that names it anyway.
func cause(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}
