// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"slices"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// endedForeign takes a span of another instrumentation.
func (r *Recorder) endedForeign(s sdktrace.ReadOnlySpan, sc trace.SpanContext, live bool) bool {
	failed := Failed(s)
	if !failed && (!r.held.has(traceBits(sc.TraceID())) || !r.concerns(sc, s.Parent())) {
		r.traces.spend(s, &sc, spends(s.Attributes()), live)
		return true
	}
	// The program's redactor and classifiers may make spans, so they are called
	// without the lock.
	f := r.readFacts(s, failed)
	var around []*facts
	if failed && live && r.traces.latest(sc.TraceID()) == nil {
		for _, up := range r.started.around(s) {
			around = append(around, r.readFacts(up, false))
		}
	}
	r.mu.Lock()
	defer r.unlock()
	sum := r.traces.below(sc, f.spends, live)
	if !failed || r.seen.add(&sc) {
		r.resolve(f, around, &sum, live)
	}
	r.traces.pass(s.Parent(), sum, live)
	return true
}

// concerns says whether the end of a span that did not fail can change anything.
func (r *Recorder) concerns(sc, parent trace.SpanContext) bool {
	r.mu.Lock()
	defer r.unlock()
	t := r.trace(sc.TraceID(), false)
	return t != nil && t.concerns(sc.SpanID(), parent.SpanID())
}

// resolve says what became of the failures below a foreign span, or begins one
// that costs what of sum nothing below it has cost. Around are the spans around
// it, if they are known.
func (r *Recorder) resolve(f *facts, around []*facts, sum *spent, live bool) {
	s := f.span
	sc, parent := s.SpanContext(), s.Parent()
	t := r.trace(sc.TraceID(), f.failed)
	if t == nil {
		return
	}
	at := moment{s.EndTime(), sc.SpanID()}
	below := r.take(t, sc.SpanID())
	for _, x := range below {
		x.enclose(f)
	}
	var strays []*failure
	if !parent.SpanID().IsValid() {
		strays = r.strays(t)
	}
	switch all := slices.Concat(below, strays); {
	case !f.failed:
		t.succeeded(f, at)
		for _, x := range all {
			r.absorb(x, at)
		}
	case len(all) > 0:
		r.carry(all, f, at)
	case t.endedBadly(parent.SpanID()): // late: it is part of what its parent failed with
	default:
		x := r.begin(t, f, around, sum.open(), live)
		sum.charged = sum.total
		below = append(below, x)
	}
	if f.failed {
		t.remember(sc.SpanID())
	}
	r.passUp(t, &parent, below, at)
	r.finishAll(t, strays, at)
}

// begin records the failure that a span is.
func (r *Recorder) begin(t *traceState, f *facts, around []*facts, cost tokens, live bool) *failure {
	number := 1
	a := f.attempt()
	for _, x := range t.at(f.span.Parent().SpanID()) {
		if x.failedAttempt(a, f.span.StartTime()) {
			number++
		}
	}
	x := r.newFailure(f, number, live)
	x.rec.Cost = cost.cost()
	x.carrier, x.from = a, x.ended
	if run := r.traces.latest(t.id); run != nil {
		x.rec.RunID = run.id
	} else if live {
		for _, up := range around {
			x.enclose(up)
		}
		r.writeForeign(x, nil)
	}
	return x
}

// succeeded marks the failures that a later attempt, which succeeded, makes good.
func (t *traceState) succeeded(f *facts, at moment) {
	beside := t.at(f.span.Parent().SpanID())
	if len(beside) == 0 {
		return
	}
	a := f.attempt()
	for _, x := range beside {
		if x.retried == nil && x.failedAttempt(a, f.span.StartTime()) {
			x.retried = &at
		}
	}
}

// carry passes failures on through a span that failed too. Those that it did
// not fail for were handled there.
func (r *Recorder) carry(below []*failure, f *facts, at moment) {
	a, onward := f.attempt(), carried(below, f, false)
	for _, x := range below {
		if !slices.Contains(onward, x) {
			r.absorb(x, at)
			continue
		}
		x.settled, x.retried = false, nil
		x.carrier, x.from = a, at.time
		r.adopt(x, f)
	}
}

// passUp makes failures wait for the parent of a span that has ended, or ends
// their way: a remote or absent parent is not waited for.
func (r *Recorder) passUp(t *traceState, parent *trace.SpanContext, below []*failure, at moment) {
	switch {
	case len(below) == 0:
	case !parent.SpanID().IsValid() || parent.IsRemote():
		r.finishAll(t, below, at)
	case t.endedBadly(parent.SpanID()): // late: the parent's failure stands for them
		for _, x := range below {
			if x.owned {
				r.writeForeign(x, r.traces.latest(t.id))
			}
		}
	default:
		r.wait(t, parent.SpanID(), below)
	}
}

// mark has the parent of an operation of otelfail's that failed know that something
// failed below it.
func (r *Recorder) mark(t *traceState, parent *trace.SpanContext) {
	id := parent.SpanID()
	if id.IsValid() && !parent.IsRemote() && len(t.at(id)) == 0 && !t.endedBadly(id) {
		r.waitOne(t, id, t.mark())
	}
}

// finishAll settles failures that have come to a local root, and writes them.
func (r *Recorder) finishAll(t *traceState, all []*failure, at moment) {
	for _, x := range all {
		if x.rec != nil && !x.settled {
			r.fail(x, at)
		}
		r.writeForeign(x, r.traces.latest(t.id))
	}
}
