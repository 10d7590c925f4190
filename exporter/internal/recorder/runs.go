// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"time"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Bounds of the runs that are remembered.
const (
	maxOpenRuns  = 10_000 // beyond it the oldest run is closed as unknown
	maxEndedRuns = 1_024  // for spans that end after their run, or come twice
)

type runKey struct {
	trace trace.TraceID
	id    string
}

// startRun opens the run that an operation begins, and writes to the ledger
// that an agent's has started.
func (r *Recorder) startRun(s sdktrace.ReadWriteSpan) *run {
	sc := s.SpanContext()
	var op operation
	op.read(s, &sc)
	op.readRest()
	key := op.key()
	r.mu.Lock()
	defer r.unlock()
	if r.closed.Load() {
		return nil
	}
	run := r.traces.find(key)
	if run == nil {
		run = r.openRun(key)
		run.live = true
		r.traces.open(key.trace, run)
	}
	if op.kind() == classify.OpAgent && run.agent == "" {
		run.start(r, &op)
		r.appendRun(run.startLine(r))
		if log, ok := r.log.(operationsLog); ok {
			notes := log.Operations(run.id, run.traceID)
			run.notes.Store(notes)
			r.notes.CompareAndSwap(nil, notes)
		}
	}
	return run
}

// runOf returns the run that an operation belongs to.
func (r *Recorder) runOf(op *operation) *run {
	if last := r.last; last != nil && last.key.trace == op.context.TraceID() && last.id == op.runID { // nearly always
		return last
	}
	key := op.key()
	run := r.traces.find(key)
	if run == nil {
		run = r.runs[key]
	}
	if run == nil {
		run = r.openRun(key)
	}
	r.last = run
	return run
}

// openRun starts to remember a run.
func (r *Recorder) openRun(key runKey) *run {
	opened := newRun(key)
	if old := r.runs[key]; old != nil && old.failures.len()+len(old.early) > 0 {
		opened.previous = old
	}
	r.runs[key] = opened
	r.last = nil
	r.open.pushBack(opened)
	for r.open.n > maxOpenRuns {
		r.endUnknown(r.open.first)
	}
	return opened
}

// end closes a run whose outermost operation has ended.
func (r *Recorder) end(run *run, op *operation) {
	if run.agent == "" && op.agent != "" { // behind a batcher its start was not seen
		run.start(r, op)
		r.appendRun(run.startLine(r))
	}
	status := failurelog.RunOK
	if op.failed {
		status = failurelog.RunError
	}
	r.finish(run, status, op.end)
}

func (r *Recorder) endUnknown(run *run) {
	r.finish(run, failurelog.RunUnknown, r.now())
}

func (r *Recorder) finish(ended *run, status failurelog.RunStatus, at time.Time) {
	if r.traces.close(ended.key.trace, ended) {
		if t := r.room.traces[ended.key.trace]; t != nil {
			r.writeHeld(t, ended, func(x *failure) bool { return x.live })
		}
	}
	defer ended.forget(r)
	if ended.agent != "" {
		r.appendRun(ended.endLine(r, status, at))
	}
	r.report(r.log.PostEnd(&r.batch, ended.id))
	r.open.remove(ended)
	r.endedOld = append(r.endedOld, ended.key)
	if len(r.endedOld) > maxEndedRuns {
		if old := r.runs[r.endedOld[0]]; old != nil && old.tally.ended() {
			delete(r.runs, r.endedOld[0])
			r.last = nil
		}
		r.endedOld = r.endedOld[1:]
	}
}
