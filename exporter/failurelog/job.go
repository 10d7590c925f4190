// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"fmt"
	"sync"
)

// job is work on the files of a Log: a line to write, or something to do.
type job struct {
	jobState
	encoder encoder
	answer  chan error
}

// jobState is what a job is, and has come to.
type jobState struct {
	line
	do     func(*worker, *job) error // nil for a line
	ends   bool                      // it ends a run
	counts bool                      // of which failures are counted that were too many
	next   *job                      // of a Batch

	// Guarded by the queue's lock:
	tick    uint // when it was queued
	waiting bool // somebody waits for the answer
	left    bool // nobody waits for it any more
	done    bool
	err     error
}

var jobs = sync.Pool{New: func() any {
	return &job{answer: make(chan error, 1), encoder: encoder{buf: make([]byte, 0, 4096)}}
}}

// newJob returns a job for a line, whose text starts as all do.
func newJob() *job {
	j := jobs.Get().(*job)
	j.encoder.buf = append(j.encoder.buf, '\n')
	return j
}

// free gives a job back that nobody else has.
func (j *job) free() {
	j.jobState = jobState{}
	if j.encoder.reset() {
		jobs.Put(j)
	}
}

// wrap says what an error is about.
func (j *job) wrap(err error) error {
	switch {
	case j.ends:
		return fmt.Errorf("finish run: %w", err)
	case j.ledger:
		return fmt.Errorf("append to run ledger: %w", err)
	default:
		return fmt.Errorf("append failure %s: %w", j.id, err)
	}
}

// Batch is lines on their way into a log, in their order. The zero value is
// empty. It must not be used concurrently.
type Batch struct{ first, last *job }

func (b *Batch) add(j *job) {
	if b.last == nil {
		b.first = j
	} else {
		b.last.next = j
	}
	b.last = j
}
