// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"slices"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
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

// liveRun returns a run of the trace that a processor saw start, or nil.
func (r *Recorder) liveRun(id trace.TraceID) *run {
	if runs := r.liveRuns[id]; len(runs) > 0 {
		return runs[len(runs)-1]
	}
	return nil
}

// runOf returns the run that an operation belongs to.
func (r *Recorder) runOf(key runKey) *run {
	for _, run := range r.liveRuns[key.trace] { // nearly always, and at less cost
		if run.id == key.id {
			return run
		}
	}
	if run := r.runs[key]; run != nil {
		return run
	}
	return r.openRun(key)
}

// openRun starts to remember a run.
func (r *Recorder) openRun(key runKey) *run {
	run := newRun(key.id)
	r.runs[key] = run
	r.open = append(r.open, key)
	for len(r.open) > maxOpenRuns {
		oldest := r.open[0]
		r.open = r.open[1:]
		if old := r.runs[oldest]; old != nil && !old.over {
			r.endUnknown(oldest, old)
		}
	}
	return run
}

// end closes a run whose outermost operation has ended.
func (r *Recorder) end(key runKey, run *run, op *operation) {
	if run.agent == "" && op.agent != "" { // behind a batcher its start was not seen
		run.start(op)
		r.appendRun(run.startLine(r))
	}
	status := failurelog.RunOK
	if op.failed {
		status = failurelog.RunError
	}
	r.finish(key, run, status, op.span.EndTime())
}

func (r *Recorder) endUnknown(key runKey, run *run) {
	r.finish(key, run, failurelog.RunUnknown, time.Now())
}

func (r *Recorder) finish(key runKey, ended *run, status failurelog.RunStatus, at time.Time) {
	if t := r.room.traces[key.trace]; t != nil && ended.live && len(r.liveRuns[key.trace]) == 1 {
		r.writeHeld(t, func(x *failure) bool { return x.live })
	}
	ended.over = true
	defer ended.forget()
	if ended.agent != "" {
		r.appendRun(ended.endLine(r, status, at))
	}
	if err := r.log.FinishRun(ended.id); err != nil {
		r.report(err)
	}
	if i := slices.Index(r.open, key); i >= 0 {
		r.open = slices.Delete(r.open, i, i+1)
	}
	live := slices.DeleteFunc(r.liveRuns[key.trace], func(other *run) bool { return other == ended })
	if r.liveRuns[key.trace] = live; len(live) == 0 {
		delete(r.liveRuns, key.trace)
	}
	r.endedOld = append(r.endedOld, key)
	if len(r.endedOld) > maxEndedRuns {
		if old := r.runs[r.endedOld[0]]; old != nil && old.over {
			delete(r.runs, r.endedOld[0])
		}
		r.endedOld = r.endedOld[1:]
	}
}
