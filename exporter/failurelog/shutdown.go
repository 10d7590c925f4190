// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"context"
	"errors"
)

// closing is how far the shutdown of a Log has come.
type closing struct {
	turn chan struct{} // held by who goes on with it
	// What follows belongs to who has it.
	done bool
	err  error // of closing the files; the worker's until the queue has ended
}

// Close is [Log.Shutdown] without a bound.
func (l *Log) Close() error { return l.Shutdown(context.Background()) }

// Shutdown writes what is still to be counted and closes every file. Counts that
// their own file does not take go to the ledger. When ctx is done, segments not
// yet compressed stay plain, arrays not yet written stay out of date, and lines
// that the disk did not take are lost if the process ends. A further call goes on
// with what is left; where nothing is, it does nothing. Appending after it is an
// error that wraps [os.ErrClosed].
func (l *Log) Shutdown(ctx context.Context) error {
	l.slots.timer.Stop()
	j := newJob()
	j.do = func(w *worker, _ *job) error {
		l.closing.err = w.closeAll()
		return nil
	}
	l.queue.shut(j)
	finished := make(chan error, 1) // not waited for where the disk does not answer
	go func() { finished <- l.finish(ctx) }()
	select {
	case err := <-finished:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// finish does what is left when the last line is written.
func (l *Log) finish(ctx context.Context) error {
	defer context.AfterFunc(ctx, l.tidier.cutOff)()
	select {
	case <-l.queue.ended:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case l.closing.turn <- struct{}{}:
		defer func() { <-l.closing.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if l.closing.done {
		return nil
	}
	err := errors.Join(l.arrays.finish(ctx, l.runBase), l.tidier.stop(ctx))
	l.closing.done = ctx.Err() == nil
	if l.closing.done {
		err = errors.Join(l.closing.err, err)
	}
	return err
}
