// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package follow

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

const (
	defaultInterval = 200 * time.Millisecond

	// idle is how many times the duration of a look is waited until the next, up
	// to maxInterval.
	idle        = 20
	maxInterval = 2 * time.Second

	// patience is how many looks a file may be missing before it is forgotten:
	// a directory that changes while it is read can hide a file for a moment.
	patience = 10
)

// Options say what to follow.
type Options struct {
	// Paths are as for [failurelog.Sources], without "-". One that leads to
	// nothing is waited for.
	Paths []string
	// Lines is how many of the lines that are there already come first.
	Lines int
	// Match chooses lines, nil is all. Of those left out none counts as one of
	// Lines.
	Match func(*failurelog.Entry) bool
	// Interval is the time between looks at the files, 0 is 0.2 s. It is longer
	// where looking takes long.
	Interval time.Duration
	// Look, unless nil, is called after each look, and stops when it returns
	// false.
	Look func() bool
}

// Follow yields lines, each once, until ctx is done. Lines that cannot be read
// are errors, and following goes on after them; a line that is not finished is
// waited for.
func Follow(ctx context.Context, opts Options) iter.Seq2[failurelog.Entry, error] {
	return func(yield func(failurelog.Entry, error) bool) {
		f := follower{opts: opts, files: map[string]*file{}, yield: yield}
		if f.opts.Interval <= 0 {
			f.opts.Interval = defaultInterval
		}
		if f.opts.Match == nil {
			f.opts.Match = func(*failurelog.Entry) bool { return true }
		}
		f.start()
		timer := time.NewTimer(0)
		defer timer.Stop()
		for !f.stopped {
			select {
			case <-ctx.Done():
				return
			case <-timer.C:
			}
			begun := time.Now()
			there := f.find()
			wait := max(f.opts.Interval, min(idle*time.Since(begun), maxInterval))
			f.read(there)
			if f.opts.Look != nil && !f.opts.Look() {
				return
			}
			timer.Reset(wait)
		}
	}
}

type follower struct {
	opts    Options
	files   map[string]*file // by path without .gz
	seen    recent
	told    string // the last error about a path
	yield   func(failurelog.Entry, error) bool
	stopped bool
}

// entry passes on a line that was not passed on before.
func (f *follower) entry(e failurelog.Entry) {
	if !f.stopped && f.opts.Match(&e) && f.seen.add(&e) {
		f.stopped = !f.yield(e, nil)
	}
}

func (f *follower) fail(err error) {
	if !f.stopped {
		f.stopped = !f.yield(failurelog.Entry{}, err)
	}
}

// found is a file that is there.
type found struct {
	path string
	info os.FileInfo
}

// find lists the files.
func (f *follower) find() map[string]found {
	out := map[string]found{}
	for _, path := range f.opts.Paths {
		sources, err := failurelog.Sources(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && err.Error() != f.told {
			f.told = err.Error()
			f.fail(err)
		}
		for _, source := range sources {
			name := source.Name()
			if strings.HasSuffix(name, ".json") || strings.HasPrefix(filepath.Base(name), "operations_") {
				continue // arrays repeat the lines; operations in progress are not appended
			}
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
				out[strings.TrimSuffix(name, ".gz")] = found{name, info}
			}
		}
	}
	return out
}

// read reads what was appended since the last time.
func (f *follower) read(there map[string]found) {
	for key, at := range there {
		if f.stopped {
			return
		}
		s := f.files[key]
		if s == nil {
			s = &file{}
			f.files[key] = s
		}
		s.missing = 0
		if s.changed(at) {
			s.read(at, f)
		}
	}
	for key, s := range f.files {
		if _, ok := there[key]; ok {
			continue
		}
		if s.missing++; s.missing > patience {
			delete(f.files, key)
		}
	}
}

// recentLines bounds the lines remembered as passed on.
const recentLines = 8192

// recent knows the latest lines, so that none comes twice: a writer whose file
// was removed writes a line again, and logs get copied and renamed.
type recent struct {
	keys map[lineKey]struct{}
	ring []lineKey
	next int
}

type lineKey struct {
	traceID, failureID string
	event              failurelog.Event
	at                 int64
}

func (r *recent) add(e *failurelog.Entry) bool {
	if e.Record == nil {
		return true
	}
	key := lineKey{e.Record.TraceID, e.Record.FailureID, e.Record.Event, e.Record.Timestamp.UnixNano()}
	if _, ok := r.keys[key]; ok {
		return false
	}
	if r.keys == nil {
		r.keys = map[lineKey]struct{}{}
	}
	r.keys[key] = struct{}{}
	if len(r.ring) < recentLines {
		r.ring = append(r.ring, key)
		return true
	}
	delete(r.keys, r.ring[r.next])
	r.ring[r.next] = key
	r.next = (r.next + 1) % recentLines
	return true
}
