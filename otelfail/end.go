// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// End ends the operation with the error that err points to at that time; a nil
// err or a nil error means success. Best it is the named result of the function:
// a variable that still holds an error which was handled long ago fails the
// operation. Deferred directly, as in
//
//	defer op.End(&err)
//
// it also records a panic and lets it go on unchanged. Only the first End of an
// operation counts. End is safe for concurrent use.
func (o *Operation) End(err *error) {
	if o == nil {
		return
	}
	if value := recover(); value != nil {
		o.end(&panicError{value})
		panic(value)
	}
	if err == nil {
		o.end(nil)
		return
	}
	o.end(*err)
}

func (o *Operation) end(err error) {
	if !o.ended.CompareAndSwap(false, true) {
		return
	}
	if box := o.result.Load(); box != nil && err == nil {
		err = box.err
	}
	t := o.tracker
	t.contain("ending an operation", func() {
		if err != nil || !o.endQuietly() {
			o.endFully(err)
		}
	})
	if t.metrics != nil {
		t.contain("counting an operation", func() { t.metrics.ended(o, err != nil) })
	}
}

// endQuietly is the success path while nothing has failed in the run. It takes
// no lock: a failure that comes up at the same time counts seq up before it
// looks at quiet, or at how the run has ended.
func (o *Operation) endQuietly() bool {
	if o.parent == nil {
		if !o.run.seq.CompareAndSwap(0, endedQuietly) {
			return false
		}
		o.span.SetAttributes(semconv.FailureCount.Int(0))
		o.span.End()
		return true
	}
	o.quiet.Store(true)
	if o.run.seq.Load() != 0 {
		o.quiet.Store(false)
		return false
	}
	o.span.End()
	return true
}

func (o *Operation) endFully(err error) {
	now := moment{time.Now(), o}
	end := trace.WithTimestamp(now.time)
	defer o.span.End(end)

	var chain []error
	if err != nil {
		chain = o.tracker.chainOf(err)
	} else {
		o.run.succeeded(o, now)
	}
	passing, replaced := o.resolve(chain, now)
	if err != nil {
		if len(passing) == 0 {
			passing = append(passing, o.record(chain, replaced, now, end))
		}
		o.markFailed(passing, chain)
	}
	if o.parent == nil {
		o.endRun(passing, now)
	}
	o.writeOutcomes(end)
	if o.parent == nil {
		o.run.countOutcomes()
	}
}

// markFailed marks the span as failed by the failures that it passes on, or by
// its own.
func (o *Operation) markFailed(passing []*failure, chain []error) {
	last := passing[len(passing)-1]
	text := last.message
	if last.op != o {
		text = o.tracker.textOf(chain[0])
	}
	o.errorType = last.errorType
	o.span.SetStatus(codes.Error, text)
	switch errorType := semconv.ErrorType.String(last.errorType); {
	case last.op == o:
		o.span.SetAttributes(errorType,
			semconv.FailureCategory.String(string(last.verdict.Category)),
			semconv.FailureSeverity.String(string(last.verdict.Severity)),
		)
	case o.parent == nil: // endRun lists them
		o.span.SetAttributes(errorType)
	default:
		o.span.SetAttributes(errorType, semconv.FailureIDs.StringSlice(ids(passing)))
	}
}

func ids(failures []*failure) []string {
	list := make([]string, len(failures))
	for i, f := range failures {
		list[i] = f.id
	}
	return list
}

// endRun makes the outcomes final and writes them on the run's span. The
// failures that the run has ended with go on to the operation around it.
func (o *Operation) endRun(passing []*failure, now moment) {
	r := o.run
	r.over.Store(true)
	if len(passing) > 0 && o.outer != nil {
		o.outer.inherit(passing)
	}
	failed, attributes := o.settleRun(passing, now)
	if len(failed) > 0 {
		attributes = append(attributes, semconv.FailureIDs.StringSlice(ids(failed)))
	}
	o.span.SetAttributes(attributes...)
}

// settleRun makes the outcomes final. It returns the failures that the run has
// ended with, and the attributes that say at a glance how it went.
func (o *Operation) settleRun(passing []*failure, now moment) (failed []*failure, counts []attribute.KeyValue) {
	r := o.run
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, f := range passing {
		if f.op.run != r {
			failed = append(failed, f)
		}
	}
	for _, f := range r.failures {
		switch f.final.outcome {
		case outcomeFailed:
			failed = append(failed, f)
			o.tell(f)
		case outcomeRecovered, outcomeDegraded:
			o.settle(f, now) // again: what came later may have changed it
		}
	}
	return failed, r.counts()
}
