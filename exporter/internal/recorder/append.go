// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"errors"
	"fmt"

	"go.opentelemetry.io/otel"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// write appends a failure, and its outcome where that is known.
func (r *Recorder) write(run *run, k *kept, known *outcomeOf, isKnown bool) {
	run.add(r, k)
	r.append(&k.Record)
	if isKnown {
		r.settle(run, known)
	} else if out, ok := run.expected(k.FailureID); ok {
		r.settle(run, &out)
	}
}

// settleAll appends the outcomes that a span tells.
func (r *Recorder) settleAll(run *run, op *operation) {
	for i := range op.events {
		if e := &op.events[i]; isOutcome(e) {
			if out, ok := op.outcome(e, &r.ids); ok {
				r.settle(run, &out)
			}
		}
	}
	if out, ok := op.ending(&r.ids); ok {
		r.settle(run, &out)
	}
}

// settle appends an outcome line for each of the failures whose outcome it
// changes.
func (r *Recorder) settle(run *run, out *outcomeOf) {
	if out.id != "" {
		r.settleOne(run, out.id, out)
		return
	}
	for _, id := range out.ids {
		r.settleOne(run, id, out)
	}
}

func (r *Recorder) settleOne(run *run, id string, out *outcomeOf) {
	for owner := run; owner != nil; owner = owner.previous {
		if k, ok := owner.failures.get(id); ok {
			if k.settle(out) {
				r.append(&k.Record)
			}
			return
		}
	}
	run.expect(id, *out)
}

// append adds a line to the log, which counts what it does not take.
func (r *Recorder) append(rec *failurelog.Record) {
	r.report(r.log.Post(&r.batch, rec))
}

func (r *Recorder) appendRun(line *failurelog.Run) {
	r.report(r.log.PostRun(&r.batch, line))
}

// unlock gives the lock back and waits until what was appended is written: a
// disk that does not answer must not hold up those who have nothing to write.
func (r *Recorder) unlock() {
	batch := r.batch
	r.batch = failurelog.Batch{}
	r.mu.Unlock()
	if batch != (failurelog.Batch{}) {
		r.report(r.log.Wait(batch))
	}
	r.tell()
}

// report keeps the first error of the log for the OpenTelemetry error handler:
// the agent goes on, and a full disk fills no other log.
func (r *Recorder) report(err error) {
	if err != nil && !errors.Is(err, failurelog.ErrLimited) {
		first := err // a copy of its own, since the parameter must not be on the heap
		r.trouble.CompareAndSwap(nil, &first)
	}
}

// tell passes the first error on, once. The handler is the program's own and may make
// spans, so it is called without the lock.
func (r *Recorder) tell() {
	if err := r.trouble.Load(); err != nil && r.reported.CompareAndSwap(false, true) {
		otel.Handle(fmt.Errorf("otelfail: the failure log is incomplete: %w", *err))
	}
}
