// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
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
	beside  links[run]
	agent   string // empty while no agent's span was seen
	userID  string
	service string
	traceID string
	spanID  string
	begun   time.Time
	notes   atomic.Pointer[failurelog.Operations] // of operations in progress

	tally     tally
	failures  smallMap[string, *kept] // by id, with their latest outcome
	order     []string                // ids, oldest first
	early     map[string]outcomeOf    // outcomes of failures yet to come
	forgotten map[failurelog.Outcome]int
	previous  *run // that is over, and whose late work has opened this one; nil for most
}

func newRun(key runKey) *run { return &run{key: key, id: key.id} }

func (r *run) links() *links[run] { return &r.beside }

func (o *operation) key() runKey {
	return runKey{o.context.TraceID(), o.runID}
}

// traceText returns the id of its trace as text.
func (r *run) traceText(texts *idTexts) string {
	if r.traceID == "" {
		r.traceID = texts.of(r.key.trace[:])
	}
	return r.traceID
}

// start fills in what the agent's span says.
func (r *run) start(rec *Recorder, op *operation) {
	r.agent, r.userID = op.agent, op.userID
	r.service = rec.service.of(rec, op.span)
	r.spanID = op.spanText(&rec.ids)
	r.begun = op.start
}

// add remembers a failure for its outcome.
func (r *run) add(rec *Recorder, k *kept) {
	if r.order == nil {
		r.order = make([]string, 0, 8)
	}
	r.failures.set(k.FailureID, k)
	r.order = append(r.order, k.FailureID)
	if len(r.order) > maxFailures {
		oldest := r.order[0]
		r.order = r.order[1:]
		if old, ok := r.failures.get(oldest); ok { // an id may come twice
			if r.forgotten == nil {
				r.forgotten = map[failurelog.Outcome]int{}
			}
			r.forgotten[old.outcome()]++
			r.failures.delete(oldest)
			rec.spare.put(old)
		}
	}
}

// forget drops what nothing more can be said about: after a run's end only the
// failures without an outcome, in work that has outlived the run, get one.
func (r *run) forget(rec *Recorder) {
	r.order = nil
	var open smallMap[string, *kept]
	for id, k := range r.failures.all() {
		if k.Recovery == nil {
			open.set(id, k)
		} else {
			rec.spare.put(k)
		}
	}
	r.failures = open
}

// expect keeps the outcome of a failure whose span has yet to end.
func (r *run) expect(id string, out outcomeOf) {
	if r.early == nil {
		r.early = map[string]outcomeOf{}
	}
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

// scratch is where lines of the ledger are made, one at a time.
type scratch struct {
	line       failurelog.Run
	operations map[string]failurelog.OperationCount
	failures   map[failurelog.Outcome]int
}

// maps returns the maps of a line, empty.
func (s *scratch) maps() (map[string]failurelog.OperationCount, map[failurelog.Outcome]int) {
	if s.operations == nil || len(s.operations) > fewNames {
		s.operations, s.failures = map[string]failurelog.OperationCount{}, map[failurelog.Outcome]int{}
	}
	clear(s.operations)
	clear(s.failures)
	return s.operations, s.failures
}

// startLine returns the line of the ledger that says that the run has started. It
// is good until the next one is made.
func (r *run) startLine(rec *Recorder) *failurelog.Run {
	line := &rec.scratch.line
	*line = failurelog.Run{
		Event: failurelog.RunStarted, Schema: failurelog.Schema, Timestamp: r.begun.UTC(),
		RunID: r.id, UserID: r.userID, Service: r.service, Agent: r.agent,
		TraceID: r.traceText(&rec.ids), SpanID: r.spanID, Host: rec.opts.Host, PID: rec.opts.PID,
		ProcessStart: rec.opts.ProcessStart,
	}
	return line
}

// endLine returns the line of the ledger that says that the run has ended.
func (r *run) endLine(rec *Recorder, status failurelog.RunStatus, at time.Time) *failurelog.Run {
	line := r.startLine(rec)
	line.Event, line.Status, line.Timestamp = failurelog.RunEnded, status, at.UTC()
	line.ProcessStart = time.Time{} // the other line tells
	line.DurationMS = milliseconds(r.begun, at)
	line.Operations, line.Failures = rec.scratch.maps()
	for _, c := range r.tally.counts { // which has ended
		line.Operations[c.name] = c.OperationCount
	}
	for o, n := range r.forgotten {
		line.Failures[o] += n
	}
	for _, k := range r.failures.all() {
		line.Failures[k.outcome()]++
	}
	return line
}
