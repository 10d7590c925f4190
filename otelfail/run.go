// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"go.opentelemetry.io/otel/attribute"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// maxFailures is the number of failures that a run, or an operation, remembers.
// Older ones are recorded and counted; an outcome that they do not have by then
// stays unknown.
const maxFailures = 1000

// run is what the operations of one run share: the failures and what became of
// them. While nothing has failed, operations read seq and touch nothing else.
type run struct {
	id     string
	userID string
	root   *Operation
	seq    atomic.Uint64 // grows with each failure; 0 while nothing has failed
	ended  atomic.Bool

	mu        sync.Mutex
	failures  []*failure // oldest first, at most maxFailures
	total     int
	settled   map[string]int // outcomes of those no longer remembered
	attempts  map[key]int    // failed attempts
	lastByKey map[key]*failure
	modelSeq  uint64 // seq when the last model call succeeded
}

func newRun(root *Operation) *run {
	r := &run{root: root, id: root.tracker.redactor.String(root.spec.RunID), userID: root.tracker.redactor.String(root.spec.UserID)}
	if r.id == "" {
		r.id = root.span.SpanContext().TraceID().String()
		root.span.SetAttributes(semconv.FailureRunID.String(r.id))
	}
	return r
}

func (r *run) failedAttempts(k key) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.attempts[k]
}

// add remembers f and links it to the attempt before it. It returns the failure
// that it forgets for it, if any. The caller holds mu.
func (r *run) add(f *failure) (evicted *failure) {
	r.total++
	f.endSeq = r.seq.Add(1)
	if r.attempts == nil {
		r.attempts, r.lastByKey, r.settled = map[key]int{}, map[key]*failure{}, map[string]int{}
	}
	if len(r.failures) >= maxFailures {
		oldest := r.failures[0]
		r.settled[oldest.final.outcome]++
		evicted = oldest
		r.failures = r.failures[1:]
	}
	r.failures = append(r.failures, f)

	prev := r.lastByKey[f.key]
	if prev == nil && len(r.lastByKey) >= maxFailures {
		return evicted
	}
	if prev != nil && f.op.startSeq >= prev.endSeq {
		prev.next = f
	}
	r.attempts[f.key]++
	r.lastByKey[f.key] = f
	return evicted
}

// succeeded marks the failures that the success of op makes good: earlier
// attempts of the same work, and calls that the model has corrected. It is
// called only when something has failed in the run.
func (r *run) succeeded(op *Operation, ended moment) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if op.spec.Kind == KindModel {
		r.modelSeq = r.seq.Add(1)
	}
	k := op.key()
	for anc := op.parent; anc != nil; anc = anc.parent {
		for _, e := range anc.open {
			if f := e.failure; f.retried == nil && op.startSeq >= f.endSeq && slices.Contains(e.passed, k) {
				f.retried = &ended
			}
		}
	}
	for _, f := range r.failures {
		if f.retried == nil && op.startSeq >= f.endSeq && f.key == k && (op.spec.Attempt == 0 || op.attempt > f.op.attempt) {
			f.retried = &ended
		}
	}
	if op.spec.Kind == KindTool {
		r.correct(op, k, ended)
	}
}

// correct marks calls of the same tool that failed on their arguments, where a
// model call came between and this call has other arguments. The caller holds
// mu.
func (r *run) correct(op *Operation, k key, ended moment) {
	for _, f := range r.failures {
		if f.correctable() && f.key.name == k.name && f.key.args != k.args && f.corrected == nil &&
			r.modelSeq > f.endSeq && op.startSeq >= r.modelSeq {
			f.corrected = &ended
		}
	}
}

// counts returns the attributes that say at a glance how the run went. The
// caller holds mu.
func (r *run) counts() []attribute.KeyValue {
	n := maps.Clone(r.settled)
	for _, f := range r.failures {
		n[f.final.outcome]++
	}
	return []attribute.KeyValue{
		semconv.FailureCount.Int(r.total),
		semconv.FailureRecoveredCount.Int(n[outcomeRecovered]),
		semconv.FailureDegradedCount.Int(n[outcomeDegraded]),
		semconv.FailureFailedCount.Int(n[outcomeFailed]),
	}
}

// correctable says whether better arguments could have made the call succeed.
func (f *failure) correctable() bool {
	if f.key.kind != KindTool || f.key.args == 0 {
		return false
	}
	switch f.verdict.Reason {
	case classify.Schema, classify.Type, classify.Parse, classify.BadRequest, classify.NotFound:
		return true
	}
	return false
}
