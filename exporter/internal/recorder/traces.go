// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"slices"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/otel/trace"
)

// traces holds what spans that did not fail have to do with: the live runs of a
// trace, and what was spent in it. It has locks of its own, which are held for
// no longer than a look-up: such spans do not wait for the log.
//
// They may be taken while Recorder.mu is held, not the other way round.
type traces struct {
	shards   []traceShard
	only     [1 << 10]atomic.Pointer[run] // the live run of a trace that has just one
	running  sieve                        // traces with a live run
	spending sieve                        // traces in which tokens were spent
}

// maxSpending bounds the traces, in one shard, that are known for what was
// spent in them alone; maxSpent the spans of one trace that are waited for.
const (
	maxSpending = 256
	maxSpent    = 1_000
)

type traceShard struct {
	mu     sync.Mutex
	traces map[trace.TraceID]*liveTrace
}

type liveTrace struct {
	runs  []*run
	spent map[spender]spent
}

// newTraces returns traces with a number of locks, which is a power of two.
func newTraces(locks int) *traces {
	t := &traces{shards: make([]traceShard, locks)}
	for i := range t.shards {
		t.shards[i].traces = map[trace.TraceID]*liveTrace{}
	}
	return t
}

func (t *traces) shard(id trace.TraceID) *traceShard {
	return &t.shards[int(id[len(id)-1])&(len(t.shards)-1)]
}

// get returns what is known of a trace, which is made where it is not known.
func (s *traceShard) get(id trace.TraceID) *liveTrace {
	x := s.traces[id]
	if x == nil {
		x = &liveTrace{}
		s.traces[id] = x
	}
	return x
}

// open adds a live run.
func (t *traces) open(id trace.TraceID, r *run) {
	s := t.shard(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.get(id)
	x.runs = append(x.runs, r)
	t.running.add(traceBits(id))
	t.cache(id, x)
}

// cache lets [traces.current] find the run of a trace without a lock. Traces
// that share a place in it are found the longer way.
func (t *traces) cache(id trace.TraceID, x *liveTrace) {
	place := &t.only[traceBits(id)%(1<<10)]
	if len(x.runs) == 1 {
		place.Store(x.runs[0])
	} else if r := place.Load(); r != nil && r.key.trace == id {
		place.CompareAndSwap(r, nil)
	}
}

// alone returns the live run of a trace where that is known to be the only one,
// or nil.
func (t *traces) alone(id trace.TraceID) *run {
	if r := t.only[traceBits(id)%(1<<10)].Load(); r != nil && r.key.trace == id {
		return r
	}
	return nil
}

// close takes a run out, after which none of its operations is counted. It
// returns whether it was the trace's only live one.
func (t *traces) close(id trace.TraceID, r *run) (last bool) {
	s := t.shard(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	r.tally.end()
	x := s.traces[id]
	if x == nil {
		return false
	}
	i := slices.Index(x.runs, r)
	if i < 0 {
		return false
	}
	x.runs = slices.Delete(x.runs, i, i+1)
	t.running.remove(traceBits(id))
	t.cache(id, x)
	t.tidy(s, id, x)
	return len(x.runs) == 0
}

// tidy drops a trace of which there is nothing to know. The caller holds the
// shard's lock.
func (t *traces) tidy(s *traceShard, id trace.TraceID, x *liveTrace) {
	if len(x.spent) == 0 && x.spent != nil {
		x.spent = nil
		t.spending.remove(traceBits(id))
	}
	if len(x.runs) == 0 && x.spent == nil {
		delete(s.traces, id)
	}
}

// latest returns the run of a trace that began last, of those that a processor
// saw start and that have not ended, or nil.
func (t *traces) latest(id trace.TraceID) *run {
	r, _ := t.current(id)
	return r
}

// current is latest, and says whether there are others.
func (t *traces) current(id trace.TraceID) (r *run, others bool) {
	if r := t.alone(id); r != nil {
		return r, false
	}
	if !t.running.has(traceBits(id)) {
		return nil, false
	}
	s := t.shard(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if x := s.traces[id]; x != nil && len(x.runs) > 0 {
		return x.runs[len(x.runs)-1], len(x.runs) > 1
	}
	return nil, false
}

// find returns the live run of that key, or nil.
func (t *traces) find(key runKey) *run {
	if r := t.alone(key.trace); r != nil && r.id == key.id {
		return r
	}
	s := t.shard(key.trace)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.traces[key.trace].run(key.id)
}

func (x *liveTrace) run(id string) *run {
	if x == nil {
		return nil
	}
	for _, r := range x.runs {
		if r.id == id {
			return r
		}
	}
	return nil
}

// count counts an operation of a live run. It returns false where there is no
// such run.
func (t *traces) count(op *operation) bool {
	r := t.find(op.key())
	return r != nil && r.tally.add(op)
}
