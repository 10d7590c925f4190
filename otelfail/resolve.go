// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"slices"

	"go.opentelemetry.io/otel/trace"
)

// pass is an operation that a failure has passed through on its way up.
type pass struct {
	key     key
	attempt int
	seq     uint64 // the run's, when that operation ended
}

// resolve takes the failures that have come up to o: o's error carries them on,
// or o absorbs them. It returns those that pass on with the error and, where
// there is none, those that a failure of o's own replaces. A nil chain stands
// for success.
func (o *Operation) resolve(chain []error, now moment) (passing, replaced []*failure) {
	r := o.run
	r.mu.Lock()
	defer r.mu.Unlock()
	open, inherited := o.open, o.inherited
	o.open, o.inherited = nil, nil
	o.closed = true
	o.endedErr = chain != nil
	if chain == nil {
		for _, f := range open {
			o.settle(f, now)
		}
		return nil, nil
	}

	matched := match(open, chain)
	if len(matched) == 0 && o.failedBelow {
		if f := o.findBelow(chain); f != nil && f.retried == nil && f.corrected == nil && contains(chain, f.chain[0]) { // absorbed below, and returned all the same
			open = append(open, f)
			matched = append(matched, f)
		}
	}
	passing = carried(inherited, chain)
	matched = append(matched, passing...)
	o.handUp(inherited)
	k := o.key()
	for _, f := range open {
		goesOn := slices.Contains(matched, f)
		if !goesOn && f.decided() {
			o.settle(f, now)
			continue
		}
		if goesOn {
			passing = append(passing, f)
		} else if len(matched) == 0 {
			replaced = append(replaced, f)
		}
		f.passed = append(f.passed, pass{k, o.attempt, r.seq.Add(1)})
		o.passUp(f, now)
		if r.ended() && f.final.outcome != "" {
			o.settle(f, now) // the run's span cannot tell it any more
		}
	}
	if len(matched) == 0 && len(inherited) > 0 {
		replaced = append(replaced, inherited[len(inherited)-1])
	}
	return passing, replaced
}

// inherit takes the failures with which a run within has ended. What became of
// them is final; they are known here so that the error, passing on, is not
// recorded again.
func (o *Operation) inherit(failures []*failure) {
	r := o.run
	r.seq.Add(1) // before a look at quiet, see endQuietly
	r.mu.Lock()
	defer r.mu.Unlock()
	if o.closed || o.endedWell() {
		o.handUp(failures)
		return
	}
	o.inherited = append(o.inherited, failures...)
	o.inherited = o.inherited[max(0, len(o.inherited)-maxFailures):]
}

// handUp passes the failures of runs within on to the nearest operation around o
// that has not ended; one that has ended well went on without them. The caller
// holds run.mu.
func (o *Operation) handUp(failures []*failure) {
	for p := o.parent; p != nil && len(failures) > 0; p = p.parent {
		switch {
		case p.endedWell():
			return
		case !p.closed:
			p.inherited = append(p.inherited, failures...)
			p.inherited = p.inherited[max(0, len(p.inherited)-maxFailures):]
			return
		}
	}
}

// match returns the open failures that an error carries.
func match(open []*failure, chain []error) []*failure {
	var candidates []*failure
	for _, f := range open {
		if f.retried == nil && f.corrected == nil {
			candidates = append(candidates, f)
		}
	}
	return carried(candidates, chain)
}

// carried returns the failures that an error carries, given the latest last. Of
// several with an equal error it is the latest. A cause that was taken out of
// the errors of several is that of the latest, too.
func carried(failures []*failure, chain []error) []*failure {
	var list []*failure
	var taken *failure
	for _, f := range slices.Backward(failures) {
		equal := func(m *failure) bool { return same(m.chain[0], f.chain[0]) }
		switch {
		case contains(chain, f.chain[0]):
			if !slices.ContainsFunc(list, equal) {
				list = append(list, f)
			}
		case taken == nil && contains(f.chain, chain[0]):
			taken = f
		}
	}
	whole := func(f *failure) bool { return same(chain[0], f.chain[0]) }
	if taken != nil && !slices.ContainsFunc(list, whole) {
		list = append(list, taken)
	}
	return list
}

// passUp hands a failure to the nearest enclosing operation that has not ended.
// One that has ended well went on without the work: it has absorbed the
// failure. The caller holds run.mu.
func (o *Operation) passUp(f *failure, now moment) {
	for p := o.parent; p != nil; p = p.parent {
		switch {
		case p.endedWell():
			f.final = f.decide(now.time) // the run's end tells it
			return
		case !p.closed:
			if len(f.passed) > 0 && slices.Contains(p.open, f) {
				return // an operation in between ended before one within it
			}
			if len(p.open) >= maxFailures {
				p.open = p.open[1:]
			}
			p.open = append(p.open, f)
			return
		}
	}
	f.final = outcome{outcome: outcomeFailed, basis: basisInferred}
}

// settle decides what became of f, unless it ended the run, and queues it for
// o's span. The caller holds run.mu.
func (o *Operation) settle(f *failure, now moment) {
	if f.final.outcome != outcomeFailed || !o.run.ended() {
		f.final = f.decide(now.time)
	}
	o.tell(f)
}

// record records the failure that began with the end of o.
func (o *Operation) record(chain []error, replaced []*failure, now moment, end trace.EventOption) *failure {
	f := o.newFailure(chain, now)
	o.tracker.contain("reading a stack", func() { f.stack = o.tracker.stackOf(chain) })
	e := o.enter(f, replaced, now)

	b := eventBuffers.Get().(*eventBuffer)
	attributes := f.attributes(b.attributes[:0])
	if e.known {
		attributes = e.final.attributes(attributes)
	}
	o.tracker.write(o.span, f, b.options(attributes, end), attributes)
	b.release()
	o.tracker.contain("counting a failure", func() { o.tracker.metrics.failed(f) })
	o.tracker.became(e.evicted, e.forgotten)
	if e.late {
		o.tracker.became(f, e.final)
	}
	return f
}

// entry is what became of a failure as it entered its run.
type entry struct {
	final     outcome // if it is known already
	known     bool    // final has to be told at once: no span is left to tell it, or this is the run's own
	late      bool    // the run is over
	evicted   *failure
	forgotten outcome // of the evicted failure
}

// enter makes f one of its run's failures.
func (o *Operation) enter(f *failure, replaced []*failure, now moment) (e entry) {
	r := o.run
	r.mu.Lock()
	defer r.mu.Unlock()
	for p := o.parent; p != nil; p = p.parent {
		p.failedBelow = true
	}
	evicted := r.oldest()
	if evicted != nil && evicted.final.outcome == "" {
		if evicted.decided() {
			o.settle(evicted, now) // the last chance to tell it
		} else {
			evicted.final.outcome = outcomeUnknown
		}
	}
	r.add(f)
	e.late = r.root != o && (r.root.closed || r.endedQuietly()) // asked once f is counted
	for _, old := range replaced {
		f.cause = old
		if old.op.run == r {
			old.replacedBy = f
		}
	}
	o.passUp(f, now)
	e.final = f.final
	e.known = e.final.outcome != "" && (e.late || r.root == o)
	if e.known {
		f.told = &told{outcome: e.final}
	}
	if evicted != nil {
		e.evicted, e.forgotten = evicted, evicted.final
	}
	return e
}
