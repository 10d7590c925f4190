// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"slices"
	"time"

	"go.opentelemetry.io/otel/trace"
)

// Bounds of what waits. What is beyond them keeps the outcome that it has,
// usually unknown.
const (
	maxWaitingRun = 1_000
	maxWaitingAll = 100_000
	maxTraces     = 4_096
	maxIdle       = 10 * time.Minute // without a span of the trace
	maxEnded      = 128              // failed spans of a trace that late children are recognised by
)

// waitingRoom holds the failures that wait for the spans around them to end, by
// trace. It is guarded by Recorder.mu.
type waitingRoom struct {
	traces  map[trace.TraceID]*traceState
	recent  chain[traceState, *traceState] // latest last
	waiting int                            // failures
}

// traceState is what is remembered of a trace in which something failed.
type traceState struct {
	id      trace.TraceID
	touched time.Time
	beside  links[traceState]

	waiting smallMap[trace.SpanID, []*failure]
	order   []*failure // oldest first; may hold some that are gone
	count   int
	ended   []trace.SpanID // ring of failed spans that have ended
	next    int
	own     failure     // for the first mark
	ownList [1]*failure // which waits alone at first
	marked  bool        // that is in use
}

func (t *traceState) links() *links[traceState] { return &t.beside }

// trace returns the state of a trace, which it makes if create is set, and lets
// those go that have been idle for too long.
func (r *Recorder) trace(id trace.TraceID, create bool) *traceState {
	w := &r.room
	now := r.now()
	for t := w.recent.first; t != nil; t = w.recent.first {
		if now.Sub(t.touched) < maxIdle && len(w.traces) <= maxTraces {
			break
		}
		r.forgetTrace(t)
	}
	t := w.traces[id]
	switch {
	case t != nil:
		w.recent.remove(t)
		w.recent.pushBack(t)
	case !create:
		return nil
	default:
		t = &traceState{id: id}
		w.recent.pushBack(t)
		if w.traces == nil {
			w.traces = map[trace.TraceID]*traceState{}
		}
		w.traces[id] = t
	}
	t.touched = now
	return t
}

// at returns what waits for a span.
func (t *traceState) at(span trace.SpanID) []*failure {
	below, _ := t.waiting.get(span)
	return below
}

// mark returns a failure that is a mark.
func (t *traceState) mark() *failure {
	if t.marked {
		return &failure{}
	}
	t.marked = true
	return &t.own
}

// concerns says whether the end of a span that did not fail can change anything.
func (t *traceState) concerns(span, parent trace.SpanID) bool {
	if !parent.IsValid() {
		return t.count > 0
	}
	return len(t.at(span)) > 0 || len(t.at(parent)) > 0
}

// strays returns the failures that still wait when the trace's root ends: the
// spans around them ended before them, or have yet to end. They go on waiting.
func (r *Recorder) strays(t *traceState) []*failure {
	if r.opts.Complete {
		return nil
	}
	var list []*failure
	for _, x := range t.order {
		if !x.gone && x.rec != nil {
			list = append(list, x)
		}
	}
	return list
}

// take returns the failures that wait for a span, which has ended.
func (r *Recorder) take(t *traceState, span trace.SpanID) []*failure {
	below := t.at(span)
	t.waiting.delete(span)
	r.left(t, below...)
	return below
}

func (r *Recorder) left(t *traceState, gone ...*failure) {
	for _, x := range gone {
		x.gone = true
	}
	if len(gone) == 0 {
		return
	}
	t.count -= len(gone)
	r.room.waiting -= len(gone)
	if t.count == 0 {
		r.held.remove(traceBits(t.id))
	}
}

// wait makes failures wait for a span.
func (r *Recorder) wait(t *traceState, span trace.SpanID, below []*failure) {
	for _, x := range below {
		r.waitOne(t, span, x)
	}
}

// waitOne is wait for one failure. Of marks one is enough.
func (r *Recorder) waitOne(t *traceState, span trace.SpanID, x *failure) {
	beside := t.at(span)
	if x.rec == nil && len(beside) > 0 {
		return
	}
	if x == &t.own {
		t.ownList[0] = x
		beside = t.ownList[:]
	} else {
		beside = append(beside, x)
	}
	t.waiting.set(span, beside)
	x.waits, x.gone = span, false
	if t.order == nil {
		t.order = make([]*failure, 0, 4)
	}
	t.order = append(t.order, x)
	if t.count++; t.count == 1 {
		r.held.add(traceBits(t.id))
	}
	r.room.waiting++
	for !r.opts.Complete && t.count > maxWaitingRun {
		r.evict(t, span)
	}
	for !r.opts.Complete && r.room.waiting > maxWaitingAll {
		r.forgetTrace(r.room.recent.first)
	}
	if len(t.order) > 2*t.count+64 {
		t.order = slices.DeleteFunc(t.order, func(x *failure) bool { return x.gone })
	}
}

// evict lets a failure go: one beside the latest, so that their parent still
// knows that something failed below it, or else the oldest.
func (r *Recorder) evict(t *traceState, latest trace.SpanID) {
	var x *failure
	if beside := t.at(latest); len(beside) > 1 {
		x = beside[0]
	} else {
		for x == nil || x.gone {
			x, t.order = t.order[0], t.order[1:]
		}
	}
	r.drop(t, x)
	r.writeForeign(x, r.traces.latest(t.id))
}

// drop makes a failure wait no more.
func (r *Recorder) drop(t *traceState, x *failure) {
	rest := t.at(x.waits)
	i := slices.Index(rest, x)
	if rest = slices.Delete(rest, i, i+1); len(rest) > 0 {
		t.waiting.set(x.waits, rest)
	} else {
		t.waiting.delete(x.waits)
	}
	r.left(t, x)
}

// forgetTrace lets a trace go, and writes what was held back of it.
func (r *Recorder) forgetTrace(t *traceState) {
	r.writeHeld(t, r.traces.latest(t.id), func(*failure) bool { return true })
	for _, below := range t.waiting.all() {
		r.left(t, below...)
	}
	r.room.recent.remove(t)
	delete(r.room.traces, t.id)
}

// writeHeld writes the failures of a trace that are held back and fit; a run
// counts its own. They still wait for the spans around them.
func (r *Recorder) writeHeld(t *traceState, run *run, fits func(*failure) bool) {
	for _, x := range t.order {
		if !x.gone && fits(x) {
			r.writeForeign(x, run)
		}
	}
}

// remember keeps the id of a failed span that has ended.
func (t *traceState) remember(span trace.SpanID) {
	if t.ended == nil {
		t.ended = make([]trace.SpanID, 0, 8)
	}
	if len(t.ended) < maxEnded {
		t.ended = append(t.ended, span)
		return
	}
	t.ended[t.next] = span
	t.next = (t.next + 1) % maxEnded
}

// endedBadly says whether a span is known to have ended, and failed.
func (t *traceState) endedBadly(span trace.SpanID) bool { return slices.Contains(t.ended, span) }
