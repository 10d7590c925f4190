// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import "go.opentelemetry.io/otel/trace"

// CloseRuns closes all open runs with an unknown end and takes no more live
// spans. What was held back of live spans is written.
func (r *Recorder) CloseRuns() {
	r.mu.Lock()
	defer r.unlock()
	r.closed.Store(true)
	for _, t := range r.room.traces {
		r.writeHeld(t, r.traces.latest(t.id), func(x *failure) bool { return x.live })
	}
	for run := r.open.first; run != nil; run = r.open.first {
		r.endUnknown(run)
	}
}

// Shutdown closes the runs and writes everything that was held back. It returns
// false where that has been done before.
func (r *Recorder) Shutdown() bool {
	r.CloseRuns()
	r.mu.Lock()
	defer r.unlock()
	for t := r.room.recent.first; t != nil; t = r.room.recent.first {
		r.forgetTrace(t)
	}
	return r.down.CompareAndSwap(false, true)
}

// Forget closes what is open of a trace, and writes what is held back of it.
func (r *Recorder) Forget(id trace.TraceID) {
	r.mu.Lock()
	defer r.unlock()
	if t := r.room.traces[id]; t != nil {
		r.forgetTrace(t)
	}
	for run := r.open.first; run != nil; {
		next := run.beside.next
		if run.key.trace == id {
			r.endUnknown(run)
		}
		run = next
	}
	r.traces.forget(id)
}
