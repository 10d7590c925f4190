// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"slices"
)

// entry is a failure on its way up through the operations around it.
type entry struct {
	failure *failure
	passed  []key // of the operations that it has passed through
}

// resolve takes the failures that have come up to o: o's error carries them on,
// or o absorbs them. It returns those that pass on with the error and, where
// there is none, those that a failure of o's own replaces. A nil chain stands
// for success.
func (o *Operation) resolve(chain []error, now moment) (passing, replaced []*failure) {
	r := o.run
	r.mu.Lock()
	defer r.mu.Unlock()
	open := o.open
	o.open = nil
	o.closed = true
	o.endedErr = chain != nil
	if chain == nil {
		for _, e := range open {
			o.settle(e.failure, now)
		}
		return nil, nil
	}

	matched := match(open, chain)
	if len(matched) == 0 {
		if f := o.findBelow(chain); f != nil && f.retried == nil && f.corrected == nil && contains(chain, f.chain[0]) { // absorbed below, and returned all the same
			open = append(open, &entry{failure: f})
			matched = append(matched, f)
		}
	}
	k := o.key()
	for _, e := range open {
		f := e.failure
		carried := slices.Contains(matched, f)
		if !carried && (f.declared != nil || f.retried != nil || f.corrected != nil) {
			o.settle(f, now)
			continue
		}
		if carried {
			passing = append(passing, f)
		} else if len(matched) == 0 {
			replaced = append(replaced, f)
		}
		e.passed = append(e.passed, k)
		o.passUp(e, now)
		if out := f.final.outcome; r.ended.Load() && out != "" && out != outcomeFailed {
			o.settle(f, now) // the run's span cannot tell it any more
		}
	}
	return passing, replaced
}

// match returns the open failures that an error carries. Of several with an
// equal error it is the latest.
func match(open []*entry, chain []error) []*failure {
	var matched []*failure
	for _, e := range slices.Backward(open) {
		f := e.failure
		equal := func(m *failure) bool { return same(m.chain[0], f.chain[0]) }
		if f.retried == nil && f.corrected == nil && f.carriedBy(chain) && !slices.ContainsFunc(matched, equal) {
			matched = append(matched, f)
		}
	}
	return matched
}

// passUp hands a failure to the nearest enclosing operation that has not ended.
// One that has ended well went on without the work: it has absorbed the
// failure. The caller holds run.mu.
func (o *Operation) passUp(e *entry, now moment) {
	for p := o.parent; p != nil; p = p.parent {
		switch {
		case p.quiet.Load(), p.closed && !p.endedErr:
			e.failure.final = e.failure.decide(now.time) // the run's end tells it
			return
		case !p.closed:
			if len(p.open) >= maxFailures {
				p.open = p.open[1:]
			}
			p.open = append(p.open, e)
			return
		}
	}
	e.failure.final = outcome{outcome: outcomeFailed, basis: basisInferred}
}

// settle decides what became of f and queues it for o's span. The caller holds
// run.mu.
func (o *Operation) settle(f *failure, now moment) {
	f.final = f.decide(now.time)
	o.tell(f)
}

// record records the failure that began with the end of o.
func (o *Operation) record(chain []error, replaced []*failure, now moment) *failure {
	f := o.newFailure(chain, now, stackOf(chain))
	r := o.run
	r.mu.Lock()
	late := r.root != o && (r.root.closed || r.root.quiet.Load())
	evicted := r.add(f)
	for _, old := range replaced {
		old.replacedBy = f
		f.cause = old
	}
	o.passUp(&entry{failure: f}, now)
	final := f.final
	// No span is left to tell it, or this is the run's own.
	known := final.outcome != "" && (late || r.root == o)
	if known {
		f.told = &told{outcome: final}
	}
	var forgotten outcome
	if evicted != nil {
		forgotten = evicted.final
	}
	r.mu.Unlock()

	attributes := f.attributes()
	if known {
		attributes = append(attributes, final.attributes()...)
	}
	o.tracker.signal.write(o.span, f, now.time, attributes)
	o.tracker.metrics.failed(f)
	o.tracker.metrics.became(evicted, forgotten)
	if late {
		o.tracker.metrics.became(f, final)
	}
	return f
}
