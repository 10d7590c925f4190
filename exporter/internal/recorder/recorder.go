// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/redact"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// Log is where the lines go, in the order in which they are posted; Wait waits
// until they are there.
type Log interface {
	Post(*failurelog.Batch, *failurelog.Record) error
	PostRun(*failurelog.Batch, *failurelog.Run) error
	PostEnd(b *failurelog.Batch, runID string) error
	Wait(failurelog.Batch) error
}

// operationsLog is a Log that notes which operations are in progress.
type operationsLog interface {
	Operations(runID, traceID string) *failurelog.Operations
}

// Options are the settings of a [Recorder]. The zero value is ready to use.
type Options struct {
	Host         string // in the ledger
	PID          int
	ProcessStart time.Time
	Redact       func(string) string // on texts of foreign spans, after the built-in rules

	// For failures of foreign spans: whom to ask before the built-in rules, and
	// the severities that an operator sets over what all of them say.
	Classifiers []classify.Classifier
	Severity    classify.SeverityOverride

	Complete bool             // whole traces come, children first: nothing is late, and nothing needs bounds
	Offline  bool             // no span comes from a processor
	Now      func() time.Time // instead of the clock
}

// Recorder turns spans into log lines. It is where the processor and the
// exporter meet. It is safe for concurrent use.
type Recorder struct {
	log      Log
	opts     Options
	made     time.Time
	redactor *redact.Redactor
	builtIn  *redact.Redactor // without the program's part

	trouble  atomic.Pointer[error] // the first error of the log
	reported atomic.Bool
	panicked atomic.Bool // a classifier of the program's
	closed   atomic.Bool // no new live spans
	down     atomic.Bool // no new spans at all

	// What spans that did not fail have to look at.
	traces  *traces
	held    *sieve        // traces in which a failure waits
	started *startedSpans // nil offline

	notes atomic.Pointer[failurelog.Operations] // of any run: they end operations of all

	mu       sync.Mutex       // held while lines are posted
	batch    failurelog.Batch // for unlock to wait for
	runs     map[runKey]*run
	last     *run             // that was asked for
	open     chain[run, *run] // in the order of their start
	endedOld []runKey         // in the order of their end
	seen     seenSpans
	spare    spareRecords
	service  lastService
	paths    lastPath
	ids      idTexts
	scratch  scratch
	room     waitingRoom
}

// New returns a Recorder that writes to log.
func New(log Log, opts Options) *Recorder {
	r := &Recorder{
		log: log, opts: opts, made: time.Now(), redactor: redact.New(opts.Redact), builtIn: redact.New(nil),
		held: &sieve{}, runs: map[runKey]*run{},
	}
	if opts.Complete || opts.Offline {
		r.traces = newTraces(1)
		return r
	}
	r.traces, r.started = newTraces(64), &startedSpans{}
	return r
}

// Started takes a span that has started, with the context that it was started
// with. Operations of otelfail's that are within none open a run; the ledger has
// those of agents.
func (r *Recorder) Started(ctx context.Context, s sdktrace.ReadWriteSpan) {
	sc := s.SpanContext()
	name := s.Name() // asking for it first is cheaper than asking for the scope
	if !ourName(name) || s.InstrumentationScope().Name != semconv.ScopeName {
		if !r.traces.running.has(traceBits(sc.TraceID())) { // within a run failures wait anyway
			r.started.below(ctx)
		}
		return
	}
	if r.closed.Load() {
		return
	}
	run, others := r.traces.current(sc.TraceID())
	switch {
	case run == nil || kindOf(name) == classify.OpAgent:
		run = r.startRun(s)
	case others: // rare, and it costs to ask
		var op operation
		op.read(s, &sc)
		run = r.traces.find(op.key())
	}
	if run != nil {
		run.notes.Load().Started(failurelog.SpanID(sc.SpanID()), failurelog.SpanID(trace.SpanContextFromContext(ctx).SpanID()), name)
	}
}

// Ended takes an ended span, live from a processor or later from a batch. It
// returns false after shutdown.
func (r *Recorder) Ended(s sdktrace.ReadOnlySpan, live bool) bool {
	if r.down.Load() || live && r.closed.Load() {
		return false
	}
	sc := s.SpanContext()
	if !ourName(s.Name()) {
		if live {
			r.started.remove(spanBits(sc.SpanID()))
		}
		if r.unremarkable(s, traceBits(sc.TraceID())) {
			return true
		}
	}
	notes, id := (*failurelog.Operations)(nil), failurelog.SpanID(sc.SpanID())
	if live {
		notes = r.notes.Load()
	}
	if !notes.Has(id) && s.InstrumentationScope().Name != semconv.ScopeName {
		return r.endedForeign(s, sc, live)
	}
	defer notes.Ended(id) // once its failure is written
	var op operation
	op.read(s, &sc)
	if live && op.eventless() && !r.held.has(traceBits(sc.TraceID())) && r.traces.count(&op) {
		r.traces.spend(s, &sc, op.spends, live)
		return true
	}
	return r.endedOurs(&op, live)
}

// now returns the time. To ask how much went by since the recorder was made costs
// half of asking for all of it.
func (r *Recorder) now() time.Time {
	if r.opts.Now != nil {
		return r.opts.Now()
	}
	return r.made.Add(time.Since(r.made))
}

// unremarkable says of a foreign span that there is nothing to do about it. It
// may be wrong in saying no. Each question to an ended span costs a copy of some
// of it.
func (r *Recorder) unremarkable(s sdktrace.ReadOnlySpan, id bits) bool {
	if s.Status().Code == codes.Error || r.held.has(id) || r.traces.spending.has(id) || len(s.Events()) > 0 {
		return false
	}
	for _, kv := range s.Attributes() {
		if countsTokens(kv.Key) && spends(s.Attributes()) != (tokens{}) || kv.Key == semconv.FailureRunID { // renamed
			return false
		}
	}
	return true
}

// endedOurs takes a span of otelfail's of which there is more to tell than that
// it ended well.
func (r *Recorder) endedOurs(op *operation, live bool) bool {
	r.mu.Lock()
	defer r.unlock()
	if r.down.Load() || live && r.closed.Load() {
		return false
	}
	sc, id := op.context, traceBits(op.context.TraceID())
	held := r.held.has(id)
	if held || !op.eventless() || op.spends != (tokens{}) || r.traces.spending.has(id) {
		op.readRest()
	}
	run := r.runOf(op)
	counts := run.live == live && run.tally.add(op) // a run that the processor saw start is the processor's
	sum := r.traces.below(sc, op.spends, live)
	first := (op.failed || len(op.events) > 0) && r.seen.add(&sc)
	var rec *kept
	var known outcomeOf
	var isKnown bool
	if first {
		rec, known, isKnown = r.failure(run, op)
	}
	if rec != nil {
		rec.Cost = sum.open().cost()
		sum.charged = sum.total
	}
	if first && op.failed || held {
		r.meet(run, op, rec, first)
	}
	r.traces.pass(op.parent, sum, live)
	if first {
		if rec != nil {
			r.write(run, rec, &known, isKnown)
		}
		r.settleAll(run, op)
	}
	if op.root && counts {
		r.end(run, op)
	}
	return true
}

func (r *Recorder) redact(s string) string {
	if s == "" {
		return ""
	}
	return r.redactor.String(s)
}
