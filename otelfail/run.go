// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"slices"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// maxFailures is the number of failures that a run, or an operation, remembers.
// Older ones are recorded and counted; an outcome that is not known by then stays
// unknown.
const maxFailures = 1000

// endedQuietly is the bit of a run's seq that says that its root ended well while
// nothing had failed. What comes later is counted below it.
const endedQuietly = 1 << 63

// run is what the operations of one run share: the failures and what became of
// them. While nothing has failed, operations read seq and touch nothing else.
type run struct {
	id     string
	userID string
	root   *Operation
	seq    atomic.Uint64 // grows with each failure; 0 while nothing has failed
	over   atomic.Bool   // its root has ended, though not quietly

	mu       sync.Mutex
	failures []*failure // oldest first, at most maxFailures
	total    int
	settled  map[string]int // outcomes of those no longer remembered
	attempts map[key]int    // failed attempts, of at most maxFailures keys
}

// newRun returns the run of an outermost operation; around is the span around
// it. An agent that is not the root of its trace may have siblings there, so its
// trace id alone would not name it.
func newRun(root *Operation, around trace.SpanContext) *run {
	r := &run{root: root, id: root.tracker.redactor.String(root.spec.RunID), userID: root.tracker.redactor.String(root.spec.UserID)}
	if r.id == "" {
		sc := root.span.SpanContext()
		r.id = sc.TraceID().String()
		if root.spec.Kind == KindAgent && around.IsValid() {
			r.id += "-" + sc.SpanID().String()
		}
		root.span.SetAttributes(semconv.FailureRunID.String(r.id))
	}
	return r
}

func (r *run) endedQuietly() bool { return r.seq.Load()&endedQuietly != 0 }

func (r *run) ended() bool { return r.over.Load() || r.endedQuietly() }

func (r *run) failedAttempts(k key) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.attempts[k]
}

// oldest returns the failure that must be forgotten before another is added, or
// nil. The caller holds mu.
func (r *run) oldest() *failure {
	if len(r.failures) < maxFailures {
		return nil
	}
	return r.failures[0]
}

// add remembers f and links it to the attempts before it. The caller holds mu.
func (r *run) add(f *failure) {
	r.total++
	f.endSeq = r.seq.Add(1)
	if old := r.oldest(); old != nil {
		if r.settled == nil {
			r.settled = map[string]int{}
		}
		r.settled[old.final.outcome]++
		r.failures = r.failures[1:]
	}
	earlier, known := r.attempts[f.key]
	if earlier > 0 {
		for _, before := range r.failures {
			if before.next == nil && f.op.startSeq >= before.endSeq && before.key == f.key {
				before.next = f
			}
		}
	}
	r.failures = append(r.failures, f)
	if r.attempts == nil {
		r.attempts = map[key]int{}
	}
	if known || len(r.attempts) < maxFailures {
		r.attempts[f.key] = earlier + 1
	}
}

// succeeded marks the failures that the success of op makes good: earlier
// attempts of the same work, and calls that the model has corrected. It is
// called only when something has failed in the run.
func (r *run) succeeded(op *Operation, ended moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if op.spec.Kind == KindModel {
		r.modelSpoke(op)
	}
	k := op.key()
	again := func(p pass) bool {
		return op.startSeq >= p.seq && p.key == k && (op.spec.Attempt == 0 || op.attempt > p.attempt)
	}
	for _, f := range r.failures {
		if f.retried == nil && (again(pass{f.key, f.op.attempt, f.endSeq}) || slices.ContainsFunc(f.passed, again)) {
			f.retried = &ended
		}
	}
	if op.spec.Kind == KindTool {
		r.correct(op, ended)
	}
}

// modelSpoke notes, on the failures that a successful model call came after, that
// calls which start from now on may be corrections. The caller holds mu.
func (r *run) modelSpoke(op *Operation) {
	seq := r.seq.Add(1)
	for _, f := range r.failures {
		if f.modelSeq == 0 && op.startSeq >= f.endSeq {
			f.modelSeq = seq
		}
	}
}

// correct marks calls of the same tool that failed on their arguments, where a
// model call came between and this call has other arguments. The caller holds
// mu.
func (r *run) correct(op *Operation, ended moment) {
	args := op.arguments()
	if args == 0 {
		return
	}
	for _, f := range r.failures {
		if f.corrected == nil && f.correctable() && f.op.spec.Name == op.spec.Name && f.args != args &&
			f.modelSeq != 0 && op.startSeq >= f.modelSeq {
			f.corrected = &ended
		}
	}
}

// counts returns the attributes that say at a glance how the run went. The
// caller holds mu.
func (r *run) counts() []attribute.KeyValue {
	of := func(outcome string) int {
		n := r.settled[outcome]
		for _, f := range r.failures {
			if f.final.outcome == outcome {
				n++
			}
		}
		return n
	}
	return []attribute.KeyValue{
		semconv.FailureCount.Int(r.total),
		semconv.FailureRecoveredCount.Int(of(outcomeRecovered)),
		semconv.FailureDegradedCount.Int(of(outcomeDegraded)),
		semconv.FailureFailedCount.Int(of(outcomeFailed)),
	}
}

// correctable says whether better arguments could have made the call succeed.
func (f *failure) correctable() bool {
	if f.op.spec.Kind != KindTool || f.args == 0 {
		return false
	}
	switch f.verdict.Reason {
	case classify.Schema, classify.Type, classify.Parse, classify.BadRequest, classify.NotFound:
		return true
	}
	return false
}
