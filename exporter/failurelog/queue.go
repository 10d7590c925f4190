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

	// maxServed bounds the jobs that a caller does, so that one among many that
	// fail is not held up for long.
	maxServed = 32

	// waryTicks is how long callers leave files to the worker after a disk did not
	// answer, in halves of maxWait while jobs come.
	waryTicks = 120
)

// queue has the jobs of a log done, one after the other in the order in which
// they were posted. Whoever does them is busy with files that nobody else may
// touch meanwhile: the caller that waits for a job, where no harm is to be
// expected, or else a goroutine of the queue, so that a disk that does not answer
// stops that goroutine alone. Callers wait for their job: what they wrote is on
// its way to the disk when they go on. Once a job has taken too long nobody waits
// until the disk has answered again.
type queue struct {
	do    func(*job) error
	quick func(*job) bool // whether a caller may do it

	wake  chan struct{} // for the worker, which has become the busy one
	ended chan struct{} // closed when the last job is done

	mu      sync.Mutex
	jobs    []*job
	first   int // of jobs
	held    int // bytes of the lines in it
	current *job
	busy    bool // somebody does jobs
	running bool // there is a worker
	stalled bool
	closed  bool

	watch    *time.Timer // calls tock twice in maxWait while jobs come
	watching bool
	served   bool // a job came since the last tock
	tick     uint
	wary     uint // the tick until which callers do not touch files
}

func newQueue(do func(*job) error, quick func(*job) bool) *queue {
	return &queue{do: do, quick: quick, wake: make(chan struct{}, 1), ended: make(chan struct{})}
}

// post queues a job, to be waited for. If it returns an error it has not.
func (q *queue) post(j *job) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return errShut
	case q.stalled && q.held+len(j.text) > maxHeld:
		return errNoAnswer
	}
	j.tick, j.left = q.tick, q.stalled
	if q.served = true; !q.watching {
		q.watching = true
		if q.watch == nil {
			q.watch = time.AfterFunc(maxWait/2, q.tock)
		} else {
			q.watch.Reset(maxWait / 2)
		}
	}
	q.push(j)
	return nil
}

// wait has a job done that was posted. After [ErrDelayed] the job is not the
// caller's any more.
func (q *queue) wait(j *job) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !j.done && !j.left && !q.busy && q.tick >= q.wary {
		q.busy = true
		q.serve(j)
	}
	if j.done {
		return j.err
	}
	if !q.busy {
		q.handOver()
	}
	if j.left {
		return ErrDelayed
	}
	j.waiting = true
	q.mu.Unlock()
	err := <-j.answer
	q.mu.Lock()
	return err
}

// poke has something done that nobody waits for.
func (q *queue) poke(do func(*worker, *job) error) {
	j := newJob()
	j.do, j.left = do, true
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	q.push(j)
	if !q.busy {
		q.handOver()
	}
}

// shut has the last job done, which nobody waits for, unless that has been done
// before. When the worker has ended, ended is closed.
func (q *queue) shut(j *job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	q.closed, j.left = true, true
	q.push(j)
	if !q.busy {
		q.handOver()
	}
}

func (q *queue) push(j *job) {
	if q.first > 1024 && q.first > len(q.jobs)/2 {
		q.jobs, q.first = append(q.jobs[:0], q.jobs[q.first:]...), 0
	}
	q.jobs = append(q.jobs, j)
	q.held += len(j.text)
}

// handOver makes the worker the busy one.
func (q *queue) handOver() {
	q.busy = true
	if !q.running {
		q.running = true
		go q.work()
	}
	q.wake <- struct{}{} // has room: there is one busy one
}

// serve is how a caller does jobs, its own among them unless that or one before
// it is the worker's.
func (q *queue) serve(own *job) {
	for n := 0; q.first < len(q.jobs) && (n < maxServed || !own.done); n++ {
		if !q.quick(q.jobs[q.first]) {
			break
		}
		q.next()
	}
	if q.first < len(q.jobs) {
		q.handOver()
	} else {
		q.busy = false
	}
}

// work is the worker's goroutine.
func (q *queue) work() {
	for range q.wake {
		q.mu.Lock()
		for q.first < len(q.jobs) {
			q.next()
		}
		q.busy = false
		last := q.closed
		if last && q.watch != nil {
			q.watch.Stop()
		}
		q.mu.Unlock()
		if last {
			close(q.ended)
			return
		}
	}
}

// next does the next job, without the lock.
func (q *queue) next() {
	j := q.jobs[q.first]
	q.jobs[q.first] = nil
	q.held -= len(j.text)
	q.current = j
	if q.first++; q.first == len(q.jobs) {
		q.jobs, q.first = q.jobs[:0], 0
	}
	q.mu.Unlock()
	err := q.do(j)
	q.mu.Lock()
	q.current, q.stalled = nil, false
	j.done, j.err = true, err
	if j.waiting && !j.left {
		j.answer <- err
	}
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
	q.wary = q.tick + waryTicks
	if j.waiting {
		j.answer <- ErrDelayed
	}
}
