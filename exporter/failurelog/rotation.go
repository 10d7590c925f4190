// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Rotation says when a log file, of a run or the ledger, goes on in another
// segment. The zero value keeps each in one file.
type Rotation struct {
	// Size is how many bytes a segment may have. A single longer line gets a
	// segment of its own.
	Size int64
	// Age is how old the first line of a segment may be when a line is added.
	Age time.Duration
	// Keep is how many closed segments of a log file are kept; the oldest are
	// removed. 0 keeps all.
	Keep int
	// Gzip has closed segments compressed, in the background.
	Gzip bool
}

// due reports whether the line of the given size belongs into another segment.
func (r Rotation) due(f *file, size int, now time.Time) bool {
	filled := f.end + f.ahead
	if filled == 0 || !f.regular {
		return false
	}
	return r.Size > 0 && filled+int64(size) > r.Size || r.Age > 0 && now.Sub(f.born) > r.Age
}

// tidier compresses and removes closed segments, one after the other, in a
// goroutine that lives while there is something to do.
type tidier struct {
	opts    Rotation
	ctx     context.Context
	cancel  context.CancelFunc
	pending chan string   // base paths; full: a later rotation finds them again
	busy    chan struct{} // holds the one worker
}

func newTidier(opts Rotation) *tidier {
	ctx, cancel := context.WithCancel(context.Background())
	return &tidier{opts: opts, ctx: ctx, cancel: cancel, pending: make(chan string, maxOpen), busy: make(chan struct{}, 1)}
}

// add has the closed segments of a log file looked after.
func (t *tidier) add(base string) {
	if t.opts.Keep <= 0 && !t.opts.Gzip {
		return
	}
	select {
	case t.pending <- base:
	default:
	}
	t.start()
}

func (t *tidier) start() {
	select {
	case t.busy <- struct{}{}:
		go t.work()
	default:
	}
}

func (t *tidier) work() {
	for {
		select {
		case base := <-t.pending:
			t.tidy(base)
			continue
		default:
		}
		<-t.busy
		if len(t.pending) > 0 { // came in between
			t.start()
		}
		return
	}
}

// stop does the work that there is until ctx is done, which cuts it off. What is
// cut off stays plain.
func (t *tidier) stop(ctx context.Context) error {
	defer t.cancel()
	select {
	case t.busy <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer context.AfterFunc(ctx, t.cancel)()
	for {
		select {
		case base := <-t.pending:
			t.tidy(base)
		default:
			return ctx.Err()
		}
	}
}

// tidy ignores errors: a segment that cannot be compressed or removed is still
// a segment, and the next rotation tries again.
func (t *tidier) tidy(base string) {
	found, err := segments(base)
	if err != nil || len(found) == 0 {
		return
	}
	last := found[len(found)-1].n
	first := 0
	if t.opts.Keep > 0 {
		first = last - t.opts.Keep
	}
	for _, s := range found {
		switch {
		case t.ctx.Err() != nil:
			return
		case s.n == last:
		case s.n < first && s.gzipped:
			_ = os.Remove(s.path)
		case s.n < first:
			_ = whenUnused(s.path, func(f *os.File) error { return removeOpen(f, s.path) })
		case t.opts.Gzip && !s.gzipped:
			_ = whenUnused(s.path, func(f *os.File) error { return compress(t.ctx, f, s.path) })
		}
	}
}

var errInUse = errors.New("segment is written to")

// whenUnused calls do with a segment that nobody writes to.
func whenUnused(path string, do func(*os.File) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // nothing was written to it
	if !lockExclusive(f) {
		return errInUse
	}
	if st, err := statOpen(f, f.Fd()); err != nil || st.links == 0 {
		return errors.Join(err, errInUse) // another process was faster
	}
	return do(f)
}

// compress replaces a segment by its gzipped copy, which appears as a whole.
// Where both are there, in between or because the plain one cannot be removed,
// readers take the plain one.
func compress(ctx context.Context, f *os.File, path string) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".otelfail-*")
	if err != nil {
		return err
	}
	zw := gzip.NewWriter(tmp)
	_, err = io.Copy(zw, &untilDone{ctx, f})
	err = errors.Join(err, zw.Close(), tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path+extGzip)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return removeOpen(f, path)
}

// untilDone reads until its context is done.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u *untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}
