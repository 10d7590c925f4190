// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import (
	"strconv"
	"time"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
)

// maxPath is the number of operations that a path names.
const maxPath = 32

// failure is a foreign failure on its way up through the spans around it.
type failure struct {
	// rec is the record, with its latest outcome. It is nil for a mark: all that
	// the spans around it need to know is that something below them failed.
	rec   *kept
	input classify.Input
	said  *classify.Chain // by the program's classifiers; nil for nothing
	text  string          // the message as the span has it
	kinds [2]string
	ended time.Time
	live  bool

	waits   trace.SpanID // the span whose end it waits for
	carrier attempt      // the failed span that brought it there,
	from    time.Time    // and when that ended; zero if that span had not failed
	retried *moment      // a later attempt succeeded

	outcome *outcomeOf // what became of it, so far
	settled bool       // a span around it went on without it
	stepped bool       // the step around it is known
	owned   bool       // an operation of otelfail's is the one that failed
	written bool
	gone    bool // no longer waits
}

// moment is when and where something ended.
type moment struct {
	time time.Time
	span trace.SpanID
}

// newFailure describes the failure of a foreign span.
func (r *Recorder) newFailure(f *facts, attemptNumber int, live bool) *failure {
	s := f.span
	sc := s.SpanContext()
	rec := &kept{foreign: true, Record: failurelog.Record{
		Event:         failurelog.FailureRecorded,
		Schema:        failurelog.Schema,
		FailureID:     sc.SpanID().String() + "-" + strconv.Itoa(f.exception),
		Timestamp:     f.time.UTC(),
		RunID:         sc.TraceID().String(),
		UserID:        f.safe.user,
		Service:       r.service.of(r, s),
		TraceID:       sc.TraceID().String(),
		SpanID:        sc.SpanID().String(),
		ToolName:      f.safe.tool,
		LLMModel:      f.safe.model,
		ErrorType:     f.safe.kind,
		ErrorMessage:  f.safe.message,
		LatencyMS:     milliseconds(s.StartTime(), s.EndTime()),
		AttemptNumber: attemptNumber,
		Path:          []string{},
		ContextData:   map[string]any{},
		Tags:          []string{},

		ErrorTraceback: f.safe.stack,
	}}
	x := &failure{
		rec: rec, text: f.message, kinds: [2]string{f.kind, f.errorType}, ended: s.EndTime(), live: live,
		input: f.input(), said: f.said,
	}
	x.enclose(f)
	r.judge(x)
	return x
}

// judge classifies a failure that has not been written.
func (r *Recorder) judge(x *failure) {
	v := r.opts.Severity.Apply(x.said.Classify(x.input))
	rec := x.rec
	rec.Category, rec.Reason, rec.Severity, rec.Retryable = v.Category, v.Reason, v.Severity, v.Retryable
	if rec.Fingerprint = v.Fingerprint; rec.Fingerprint != "" {
		return
	}
	name := ""
	if len(rec.Path) > 0 {
		name = rec.Path[0]
	}
	rec.Fingerprint = fingerprint.Of(name, rec.ErrorType, rec.ErrorMessage)
}

// enclose adds what a foreign span around the failure, or its own, tells. What
// was recorded of it stays.
func (x *failure) enclose(f *facts) {
	rec, name := x.rec, f.safe.name
	if rec == nil || x.owned || x.written {
		return
	}
	if len(rec.Path) < maxPath {
		rec.Path = append(rec.Path, name)
	}
	if rec.GraphNode == "" && (f.operation == classify.OpStep || f.operation == classify.OpAgent) {
		rec.GraphNode = name
	}
	if rec.UserID == "" {
		rec.UserID = f.safe.user
	}
	// Of a plain request it is worth knowing for which tool or model it was.
	if x.input.Operation == classify.OpNone && rec.GraphNode == "" && rec.ToolName == "" && rec.LLMModel == "" {
		rec.ToolName, rec.LLMModel = f.safe.tool, f.safe.model
	}
}

// adopt gives a failure without text that of a span which it propagates to.
func (r *Recorder) adopt(x *failure, f *facts) {
	if x.text != "" || f.message == "" {
		return
	}
	x.text = f.message
	x.rec.ErrorMessage = f.safe.message
	if x.written { // what it was recorded as stays
		return
	}
	x.input.Text = f.message
	if f.said != nil {
		x.said = f.said // of this text
	}
	if f.http == 0 && f.kind != "" && x.rec.ErrorType == "" {
		x.rec.ErrorType, x.input.Type = f.safe.kind, f.kind
	}
	r.judge(x)
}

// settleForeign sets what became of a foreign failure, and writes it if the failure
// itself is written.
func (r *Recorder) settleForeign(x *failure, out outcomeOf) {
	x.outcome = &out
	if x.written {
		r.appendOutcome(x)
	}
}

// appendOutcome writes the outcome of x where it is news.
func (r *Recorder) appendOutcome(x *failure) {
	if x.rec.settle(x.outcome) {
		r.append(&x.rec.Record)
	}
}

// writeForeign writes a failure that was held back, and its outcome. A run that
// it belongs to counts it.
func (r *Recorder) writeForeign(x *failure, run *run) {
	if x.rec == nil || x.written {
		return
	}
	x.written = true
	r.append(&x.rec.Record)
	if x.outcome != nil {
		defer r.appendOutcome(x)
	}
	if run != nil && run.id == x.rec.RunID {
		run.add(r, x.rec)
	}
}

// absorb settles a failure that a span around it went on without.
func (r *Recorder) absorb(x *failure, at moment) {
	if x.rec == nil || x.settled {
		return
	}
	x.settled, x.from = true, time.Time{}
	out := outcomeOf{time: at.time, Recovery: failurelog.Recovery{
		Outcome: failurelog.Degraded, Action: "handled", Basis: failurelog.Inferred,
	}}
	if x.retried != nil {
		at = *x.retried
		out.Outcome, out.Action = failurelog.Recovered, "retry"
	}
	out.SpanID = at.span.String()
	out.AfterMS = max(0, milliseconds(x.ended, at.time))
	r.settleForeign(x, out)
}

// fail settles a failure that a local root ended with.
func (r *Recorder) fail(x *failure, at moment) {
	x.settled = true
	r.settleForeign(x, outcomeOf{time: at.time, Recovery: failurelog.Recovery{
		Outcome: failurelog.Failed, Basis: failurelog.Inferred, SpanID: at.span.String(),
	}})
}

// milliseconds returns the time between two moments, as everybody else sees them
// who gets the span: by the clock on the wall.
func milliseconds(from, to time.Time) float64 {
	return float64(to.Round(0).Sub(from.Round(0))) / float64(time.Millisecond)
}
