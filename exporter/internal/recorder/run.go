// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"container/list"
	"sync/atomic"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// maxFailures is the number of failures that a run remembers for their outcome:
// some more than the instrumentation, which tells the outcome of the failure that
// it forgets with the one that it forgets it for.
// Older ones keep the outcome that they have.
const maxFailures = 1_100

// run is what the recorder knows of a run until it is forgotten.
type run struct {
	key     runKey
	id      string
	live    bool // the processor saw it start; it alone counts its operations
	element *list.Element
	agent   string // empty while no agent's span was seen
	userID  string
	service string
	traceID string
	spanID  string
	begun   time.Time
	notes   atomic.Pointer[failurelog.Operations] // of operations in progress

	tally     tally
	failures  map[string]*failurelog.Record // by id, with their latest outcome
	order     []string                      // ids, oldest first
	early     map[string]outcomeOf          // outcomes of failures yet to come
	forgotten map[failurelog.Outcome]int
	previous  *run // that is over, and whose late work has opened this one; nil for most
}

func newRun(key runKey) *run {
	return &run{
		key:       key,
		id:        key.id,
		failures:  map[string]*failurelog.Record{},
		early:     map[string]outcomeOf{},
		forgotten: map[failurelog.Outcome]int{},
	}
}

func (o *operation) key() runKey {
	return runKey{o.context.TraceID(), o.runID}
}

// start fills in what the agent's span says.
func (r *run) start(op *operation) {
	sc := op.context
	r.agent, r.userID = op.agent, op.userID
	r.service = serviceName(op.span)
	r.traceID, r.spanID = sc.TraceID().String(), sc.SpanID().String()
	r.begun = op.span.StartTime()
}

// add remembers a failure for its outcome.
func (r *run) add(rec *failurelog.Record) {
	r.failures[rec.FailureID] = rec
	r.order = append(r.order, rec.FailureID)
	if len(r.order) > maxFailures {
		oldest := r.order[0]
		r.order = r.order[1:]
		r.forgotten[outcome(r.failures[oldest])]++
		delete(r.failures, oldest)
	}
}

// update sets the latest outcome of a failure that is remembered.
func (r *run) update(line *failurelog.Record) {
	if r.failures[line.FailureID] != nil {
		r.failures[line.FailureID] = line
	}
}

// forget drops what nothing more can be said about: after a run's end only the
// failures without an outcome, in work that has outlived the run, get one.
func (r *run) forget() {
	r.order = nil
	for id, rec := range r.failures {
		if rec.Recovery != nil {
			delete(r.failures, id)
		}
	}
}

// expect keeps the outcome of a failure whose span has yet to end.
func (r *run) expect(id string, out outcomeOf) {
	if len(r.early) < maxFailures {
		r.early[id] = out
	}
}

// expected returns the outcome that came before its failure.
func (r *run) expected(id string) (out outcomeOf, ok bool) {
	for ; r != nil && !ok; r = r.previous {
		out, ok = r.early[id]
		delete(r.early, id)
	}
	return out, ok
}

func outcome(rec *failurelog.Record) failurelog.Outcome {
	if rec.Recovery == nil {
		return failurelog.Unknown
	}
	return rec.Recovery.Outcome
}

func (r *run) startLine(rec *Recorder) *failurelog.Run {
	return &failurelog.Run{
		Event: failurelog.RunStarted, Schema: failurelog.Schema, Timestamp: r.begun.UTC(),
		RunID: r.id, UserID: r.userID, Service: r.service, Agent: r.agent,
		TraceID: r.traceID, SpanID: r.spanID, Host: rec.opts.Host, PID: rec.opts.PID,
	}
}

func (r *run) endLine(rec *Recorder, status failurelog.RunStatus, at time.Time) *failurelog.Run {
	line := r.startLine(rec)
	line.Event, line.Status, line.Timestamp = failurelog.RunEnded, status, at.UTC()
	line.DurationMS = milliseconds(r.begun, at)
	line.Operations = map[string]failurelog.OperationCount{}
	for _, c := range r.tally.counts { // which has ended
		line.Operations[c.name] = c.OperationCount
	}
	r.tally.counts, r.tally.index = nil, nil
	line.Failures = map[failurelog.Outcome]int{}
	for o, n := range r.forgotten {
		line.Failures[o] += n
	}
	for _, f := range r.failures {
		line.Failures[outcome(f)]++
	}
	return line
}
