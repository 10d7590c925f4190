// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// Bounds of what one failure records of the program's own data.
const (
	maxPath    = 32
	maxContext = 32
	maxTags    = 32
)

// failure is what a run remembers of a failure until its outcome is final.
type failure struct {
	id    string
	op    *Operation // where it began
	chain []error    // the error and what it wraps; for a panic, a panicError
	key   key
	args  uint64 // hash of the call's arguments, 0 for none
	ended time.Time

	verdict   classify.Verdict
	errorType string
	message   string
	stack     string

	counted atomic.Bool // among the outcomes of the metrics

	// Guarded by run.mu.
	endSeq     uint64
	passed     []pass   // through these operations
	next       *failure // the next attempt of the same work, which failed too
	replacedBy *failure // the failure with which an enclosing operation ended instead
	cause      *failure // the latest of those that this one replaced
	retried    *moment  // a later attempt succeeded
	modelSeq   uint64   // when a model call that began later had succeeded; 0 for none yet
	corrected  *moment  // a call with better arguments succeeded
	declared   *outcome
	told       *told   // by the latest event
	final      outcome // empty while no operation has absorbed it
}

// moment is when and where something ended.
type moment struct {
	time time.Time
	op   *Operation
}

// newFailure describes the end of o with err. It runs the program's code
// (Error methods, classifiers, redactor), so it takes no lock and contains
// panics.
func (o *Operation) newFailure(chain []error, now moment) *failure {
	t := o.tracker
	err := chain[0]
	p, panicked := err.(*panicError) //nolint:errorlint // a panic is never wrapped here
	f := &failure{
		id:    failureID(o.span.SpanContext().SpanID()),
		op:    o,
		chain: chain,
		key:   o.key(),
		args:  o.arguments(),
		ended: now.time,
	}
	t.contain("classifying an error", func() {
		if panicked {
			f.errorType = t.redactor.String(panicType(p.value))
			return
		}
		f.errorType = t.redactor.String(classify.ErrorType(err))
	})
	f.message = t.textOf(err)
	f.verdict = classify.Verdict{Category: classify.Unknown, Reason: classify.Other, Severity: classify.High}
	t.contain("classifying an error", func() {
		f.verdict = o.classifier().Classify(classify.Input{
			Err: o.withContext(chain), Operation: o.spec.Kind.operation(), Panic: panicked,
			Optional: o.spec.Optional, Essential: o.spec.Essential,
		})
	})
	f.verdict = t.severity.Apply(f.verdict)
	// The program's own words may be anything.
	t.contain("redacting a reason", func() {
		f.verdict.Reason = classify.Reason(t.redactor.String(string(f.verdict.Reason)))
	})
	return f
}

// classifier returns the Tracker's classifiers, after what the Spec says.
func (o *Operation) classifier() *classify.Chain {
	said := o.spec.Verdict
	if said == (classify.Verdict{}) {
		return o.tracker.chain
	}
	says := classify.ClassifierFunc(func(classify.Input) (classify.Verdict, bool) { return said, true })
	return classify.New(append([]classify.Classifier{says}, o.tracker.program...)...)
}

// withContext returns the error, with that of the context where it is the cause
// with which the context was cancelled: such a cause may be any error, and
// clients return it in place of context.Canceled.
func (o *Operation) withContext(chain []error) error {
	if err := o.ctx.Err(); err != nil && !contains(chain, err) && contains(chain, context.Cause(o.ctx)) {
		return errors.Join(err, chain[0])
	}
	return chain[0]
}

// textOf returns an error's text without credentials, or "" where Error panics.
func (t *Tracker) textOf(err error) (text string) {
	t.contain("reading an error", func() { text = t.redactor.String(err.Error()) })
	return text
}

// failureID returns the id of the one failure of a span.
func failureID(span trace.SpanID) string {
	var id [2*len(span) + 2]byte
	return string(append(hex.AppendEncode(id[:0], span[:]), "-1"...))
}

// attributes appends the failure as attributes of its exception event, short
// values first.
func (f *failure) attributes(a []attribute.KeyValue) []attribute.KeyValue {
	o, t := f.op, f.op.tracker
	text := func(key attribute.Key, value string) {
		if value != "" {
			a = append(a, key.String(value))
		}
	}
	a = append(a,
		semconv.FailureCategory.String(string(f.verdict.Category)),
		semconv.FailureReason.String(string(f.verdict.Reason)),
		semconv.FailureSeverity.String(string(f.verdict.Severity)),
		semconv.FailureAttempt.Int(o.attempt),
		semconv.FailureID.String(f.id),
		semconv.FailureRunID.String(o.run.id),
	)
	if yes, known := f.verdict.Retryable.Bool(); known {
		a = append(a, semconv.FailureRetryable.Bool(yes))
	}
	text(semconv.FailureUserID, o.run.userID)
	text(semconv.FailureNode, o.node())
	if step := o.step(); step != nil {
		text(semconv.FailureStepID, t.redactor.String(step.spec.StepID))
		text(semconv.FailureStepType, t.redactor.String(step.spec.StepType))
		text(semconv.FailureStepTitle, t.redactor.String(step.spec.StepTitle))
	}
	text(semconv.FailureFingerprint, f.fingerprint())
	text(semconv.ExceptionType, f.errorType)
	a = append(a, semconv.ExceptionMessage.String(f.message))
	if f.cause != nil {
		a = append(a, semconv.FailureCauseID.String(f.cause.id))
	}
	a = append(a, semconv.FailurePath.StringSlice(o.path()))
	if tags := o.tags(); len(tags) > 0 {
		a = append(a, semconv.FailureTags.StringSlice(tags))
	}
	a = o.appendContext(a)
	text(semconv.ExceptionStacktrace, f.stack)
	return a
}

// fingerprint names the group of failures that f belongs to.
func (f *failure) fingerprint() string {
	if said := f.verdict.Fingerprint; said != "" {
		return f.op.tracker.redactor.String(said)
	}
	return fingerprint.Of(f.op.name.span, f.errorType, f.message)
}

// node is the graph node: the nearest step, else the agent.
func (o *Operation) node() string {
	if step := o.step(); step != nil {
		return step.name.plain
	}
	for op := o; op != nil; op = op.parent {
		if op.spec.Kind == KindAgent {
			return op.name.plain
		}
	}
	return ""
}

// path lists the operations around the failure by span name, origin first.
func (o *Operation) path() []string {
	path := make([]string, 0, 8)
	for op := o; op != nil && len(path) < maxPath; op = op.around() {
		if !op.ofParent() {
			path = append(path, op.name.span)
		}
	}
	return path
}

func (o *Operation) tags() []string {
	var tags []string
	for op := o; op != nil; op = op.around() {
		for _, tag := range op.spec.Tags {
			tag = o.tracker.redactor.String(tag)
			if len(tags) < maxTags && !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	return tags
}

// appendContext appends the program's own context; of equal keys the one
// nearest to the failure counts.
func (o *Operation) appendContext(a []attribute.KeyValue) []attribute.KeyValue {
	first := len(a)
	for op := o; op != nil; op = op.around() {
		for _, kv := range op.spec.Context {
			clean := o.tracker.redactAttribute(kv)
			key := semconv.FailureContextPrefix + clean.Key
			if len(a)-first >= maxContext || slices.ContainsFunc(a[first:], func(x attribute.KeyValue) bool { return x.Key == key }) {
				continue
			}
			a = append(a, attribute.KeyValue{Key: key, Value: clean.Value})
		}
	}
	return a
}

// redactAttribute returns a program's own attribute without credentials: a value
// may be one because of its key, and a key may be one itself.
func (t *Tracker) redactAttribute(kv attribute.KeyValue) attribute.KeyValue {
	name := string(kv.Key)
	return attribute.KeyValue{Key: attribute.Key(t.redactor.String(name)), Value: t.redactValue(name, kv.Value)}
}

func (t *Tracker) redactValue(name string, v attribute.Value) attribute.Value {
	switch v.Type() {
	case attribute.STRING:
		return attribute.StringValue(t.redactor.Value(name, v.AsString()))
	case attribute.STRINGSLICE:
		return attribute.StringSliceValue(t.redactor.Values(name, v.AsStringSlice()))
	case attribute.BOOL, attribute.INT64, attribute.FLOAT64, attribute.BOOLSLICE, attribute.INT64SLICE, attribute.FLOAT64SLICE:
		return v
	case attribute.BYTESLICE:
		return attribute.StringValue(t.redactor.Value(name, string(v.AsByteSlice())))
	}
	return attribute.StringValue(t.redactor.Value(name, v.String())) // maps, and slices of anything
}

// panicType is the error type of a panic: the value's type where it is an
// error, such as runtime.boundsError, else "panic".
func panicType(value any) string {
	if err, ok := value.(error); ok {
		return classify.ErrorType(err)
	}
	return "panic"
}

// describe formats a panic value; fmt contains panics of its methods.
func describe(value any) string { return strings.TrimSpace(fmt.Sprint(value)) }
