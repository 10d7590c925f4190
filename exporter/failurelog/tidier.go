// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"context"
	"os"
	"sync"
)

// tidier compresses and removes closed segments, one after the other, in a
// goroutine that lives while there is something to do.
type tidier struct {
	opts    Rotation
	pending chan string   // base paths; full: a later rotation finds them again
	busy    chan struct{} // holds the one worker

	mu     sync.Mutex
	ctx    context.Context // for who is busy
	cancel context.CancelFunc
}

func newTidier(opts Rotation) *tidier {
	t := &tidier{opts: opts, pending: make(chan string, maxOpen), busy: make(chan struct{}, 1)}
	t.ctx, t.cancel = context.WithCancel(context.Background())
	return t
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
	ctx := t.context()
	for ctx.Err() == nil {
		select {
		case base := <-t.pending:
			t.tidy(ctx, base)
			continue
		default:
		}
		break
	}
	<-t.busy
	if ctx.Err() == nil && len(t.pending) > 0 { // came in between
		t.start()
	}
}

func (t *tidier) context() context.Context {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ctx
}

// cutOff ends the work that goes on.
func (t *tidier) cutOff() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cancel()
}

// stop does the work that there is until ctx is done, which cuts it off. What is
// cut off stays plain, until stop is called again.
func (t *tidier) stop(ctx context.Context) error {
	select {
	case t.busy <- struct{}{}:
		defer func() { <-t.busy }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for ctx.Err() == nil {
		select {
		case base := <-t.pending:
			t.tidy(ctx, base)
			continue
		default:
		}
		break
	}
	if ctx.Err() == nil {
		t.cutOff() // no more work
	}
	return ctx.Err()
}

// tidy ignores errors: a segment that cannot be compressed or removed is still
// a segment, and the next rotation tries again. So does who comes after ctx is
// done.
func (t *tidier) tidy(ctx context.Context, base string) {
	defer func() {
		if ctx.Err() == nil {
			return
		}
		select {
		case t.pending <- base:
		default:
		}
	}()
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
		case ctx.Err() != nil:
			return
		case s.n == last:
		case s.n < first && s.gzipped:
			_ = os.Remove(s.path)
		case s.n < first:
			_ = whenUnused(s.path, func(f *os.File) error { return removeOpen(f, s.path) })
		case t.opts.Gzip && !s.gzipped:
			_ = whenUnused(s.path, func(f *os.File) error { return compress(ctx, f, s.path) })
		}
	}
}
