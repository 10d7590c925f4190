// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// ErrDelayed is returned where the disk did not answer in time. The line is kept
// in memory, and written when the disk answers, or else counted as dropped.
var ErrDelayed = errors.New("the disk does not answer: the line waits in memory")

var (
	errNoAnswer = errors.New("the disk does not answer")
	errShut     = fmt.Errorf("failure log: %w", os.ErrClosed)
)

const (
	// maxWait is how long a caller waits for the disk: half of it at least.
	maxWait = time.Second

	// maxHeld bounds the bytes that are kept while the disk does not answer.
	maxHeld = 8 << 20
)

// job is work for the worker of a Log: a line to write, or something to do.
type job struct {
	line
	do      func(*worker, *job) error // nil for a line
	encoder encoder
	done    chan error

	// Guarded by the queue's lock:
	tick uint // when it was queued
	left bool // nobody waits for it any more
}

var jobs = sync.Pool{New: func() any {
	return &job{done: make(chan error, 1), encoder: encoder{buf: make([]byte, 0, 4096)}}
}}

// newJob returns a job for a line, whose text starts as all do.
func newJob() *job {
	j := jobs.Get().(*job)
	j.encoder.buf = append(j.encoder.buf, '\n')
	return j
}

// free gives a job back that nobody else has.
func (j *job) free() {
	j.line, j.do = line{}, nil
	if j.encoder.reset() {
		jobs.Put(j)
	}
}

// queue hands jobs over to the one goroutine that touches files, so that a disk
// that does not answer stops that goroutine alone. Callers wait for their job:
// what they wrote is on its way to the disk when they go on. Once a job has
// taken too long nobody waits until the disk has answered again.
type queue struct {
	work  func(*queue)
	wake  chan struct{} // for the worker, while it is idle
	ended chan struct{} // closed when the last job is done

	mu      sync.Mutex
	jobs    []*job
	first   int // of jobs
	held    int // bytes of the lines in it
	current *job
	running bool
	idle    bool
	stalled bool
	closed  bool

	watch    *time.Timer // calls tock twice in maxWait while jobs come
	watching bool
	served   bool // a job came since the last tock
	tick     uint
}

func newQueue(work func(*queue)) *queue {
	return &queue{work: work, wake: make(chan struct{}, 1), ended: make(chan struct{})}
}

// put has a job done. After [ErrDelayed] the job is not the caller's any more;
// errNoAnswer says that there is no room for it.
func (q *queue) put(j *job) error {
	q.mu.Lock()
	switch {
	case q.closed:
		q.mu.Unlock()
		return errShut
	case q.stalled && q.held+len(j.text) > maxHeld:
		q.mu.Unlock()
		return errNoAnswer
	}
	wait := !q.stalled
	j.tick, j.left = q.tick, !wait
	if q.served = true; !q.watching {
		q.watching = true
		if q.watch == nil {
			q.watch = time.AfterFunc(maxWait/2, q.tock)
		} else {
			q.watch.Reset(maxWait / 2)
		}
	}
	q.add(j)
	if !wait {
		return ErrDelayed
	}
	return <-j.done
}

// shut has the last job done, which nobody waits for. It returns false where
// that has been done before. When the worker has ended, ended is closed.
func (q *queue) shut(j *job) bool {
	q.mu.Lock()
	if q.closed {
		q.mu.Unlock()
		return false
	}
	q.closed, j.left = true, true
	q.add(j)
	return true
}

// add queues a job and unlocks the queue.
func (q *queue) add(j *job) {
	if q.first > 1024 && q.first > len(q.jobs)/2 {
		q.jobs, q.first = append(q.jobs[:0], q.jobs[q.first:]...), 0
	}
	q.jobs = append(q.jobs, j)
	q.held += len(j.text)
	wake := q.idle
	q.idle = false
	if !q.running {
		q.running = true
		go q.work(q)
	}
	q.mu.Unlock()
	if wake {
		q.wake <- struct{}{}
	}
}

// poke has something done that nobody waits for.
func (q *queue) poke(do func(*worker, *job) error) {
	j := newJob()
	j.do, j.left = do, true
	q.mu.Lock()
	if q.closed {
		q.mu.Unlock()
		return
	}
	q.add(j)
}

// next returns the next job, for which it waits.
func (q *queue) next() *job {
	for {
		q.mu.Lock()
		if q.first < len(q.jobs) {
			j := q.jobs[q.first]
			q.jobs[q.first] = nil
			q.held -= len(j.text)
			q.current = j
			if q.first++; q.first == len(q.jobs) {
				q.jobs, q.first = q.jobs[:0], 0
			}
			q.mu.Unlock()
			return j
		}
		q.idle = true
		q.mu.Unlock()
		<-q.wake
	}
}

// finish says what became of a job. It returns true after the last one.
func (q *queue) finish(j *job, err error) (last bool) {
	q.mu.Lock()
	q.current, q.stalled = nil, false
	left := j.left
	last = q.closed && q.first == len(q.jobs)
	if last && q.watch != nil {
		q.watch.Stop()
	}
	q.mu.Unlock()
	if !left {
		j.done <- err
	}
	if last {
		close(q.ended)
	}
	return last
}

// tock lets those go on who have waited for too long.
func (q *queue) tock() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tick++
	q.leave(q.current)
	for _, j := range q.jobs[q.first:] {
		q.leave(j)
	}
	q.watching = q.served && !q.stalled && !q.closed
	q.served = q.current != nil || q.first < len(q.jobs)
	if q.watching {
		q.watch.Reset(maxWait / 2)
	}
}

func (q *queue) leave(j *job) {
	if j == nil || j.left || q.tick-j.tick < 2 {
		return
	}
	q.stalled, j.left = true, true
	j.done <- ErrDelayed
}
