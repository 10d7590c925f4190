// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"hash/maphash"
	"sync/atomic"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// Operation is one piece of an agent's work: a run, step, tool call, model
// call, or memory, export or evaluation work. It is exactly one span. A nil
// *Operation works and does nothing. Its methods are safe for concurrent use.
type Operation struct {
	tracker *Tracker
	tracer  trace.Tracer
	span    trace.Span
	name    opName
	spec    Spec
	ctx     context.Context // that of the work within; tells who cancelled
	parent  *Operation      // nil for the outermost operation of a run
	run     *run
	soft    bool // stands for a soft failure

	attempt  int
	startSeq uint64 // the run's failure count when this began: tells "started after"
	ended    atomic.Bool
	quiet    atomic.Bool              // ended well while nothing had failed in the run
	result   atomic.Pointer[errorBox] // set by Fail

	// Guarded by run.mu.
	open     []*entry // failures that passed up to here, oldest first
	settled  []*told  // outcomes to write on this span
	closed   bool     // takes no more failures
	endedErr bool     // closed with an error
}

type errorBox struct{ err error }

// operationContext is the context and the Operation in one allocation.
type operationContext struct {
	context.Context
	op Operation
}

type operationKey struct{}

func (c *operationContext) Value(key any) any {
	if key == (operationKey{}) {
		return &c.op
	}
	return c.Context.Value(key)
}

// FromContext returns the operation that ctx belongs to, or nil.
func FromContext(ctx context.Context) *Operation {
	if ctx == nil {
		return nil
	}
	op, _ := ctx.Value(operationKey{}).(*Operation)
	return op
}

// Start begins the operation that spec describes and returns a context with its
// span for the work within. End must be called on the operation, usually by
// defer. Where no span is made or the span is not recorded, the operation is
// nil and nothing is tracked.
func (t *Tracker) Start(ctx context.Context, spec Spec) (context.Context, *Operation) {
	return t.start(ctx, &spec, false)
}

func (t *Tracker) start(ctx context.Context, spec *Spec, soft bool) (context.Context, *Operation) {
	parent := FromContext(ctx)
	if t == nil {
		t = &fallback
		if parent != nil {
			t = parent.tracker
		}
	}
	tracer := t.tracerFor(ctx, parent)
	if tracer == nil {
		return ctx, nil
	}
	return t.begin(ctx, tracer, parent, spec, soft)
}

func (t *Tracker) begin(ctx context.Context, tracer trace.Tracer, parent *Operation, spec *Spec, soft bool) (context.Context, *Operation) {
	if ctx == nil {
		ctx = context.Background()
	}
	if parent != nil && spec.Kind == KindAgent && parent.run.ended.Load() {
		parent = nil // a new run, started with the context of one that is over
	}
	c := &operationContext{op: Operation{tracker: t, tracer: tracer, parent: parent, spec: *spec, soft: soft}}
	op := &c.op
	op.spec.Kind = spec.Kind.valid()
	op.name = t.names.get(op.spec.Kind, spec.Name, t.redactor)
	if parent != nil {
		op.run = parent.run
		op.startSeq = op.run.seq.Load()
	}
	op.attempt = op.countAttempt()

	name := op.name.span
	if soft {
		name = semconv.SpanSoftFailure
	}
	buf := startBuffers.Get().(*startBuffer)
	ctx, span := tracer.Start(ctx, name, buf.options(op)...)
	startBuffers.Put(buf)
	if !span.IsRecording() {
		return ctx, nil
	}
	op.span = span
	if op.run == nil {
		op.run = newRun(op)
	}
	c.Context = ctx
	op.ctx = ctx
	return c, op
}

// RunID returns the id of the run that the operation belongs to, or "".
func (o *Operation) RunID() string {
	if o == nil {
		return ""
	}
	return o.run.id
}

// Fail says that the operation failed although it returns no error: its result
// says so. The failure is recorded when the operation ends; of several calls
// the first counts, and an error passed to End counts before it.
func (o *Operation) Fail(err error) {
	if o == nil || err == nil {
		return
	}
	o.result.CompareAndSwap(nil, &errorBox{err})
}

// key says which operations are attempts of the same work.
type key struct {
	kind  Kind
	name  string
	step  string     // id of the enclosing step, or
	scope *Operation // the enclosing operation, or
	args  uint64     // hash of the arguments
}

func (o *Operation) key() key {
	k := key{kind: o.spec.Kind, name: o.spec.Name}
	if o.ofParent() {
		k.scope = o // no other is an attempt of the same work
		return k
	}
	if o.spec.Arguments != "" && o.spec.Attempt == 0 {
		k.args = maphash.String(argumentSeed, o.spec.Arguments)
		return k
	}
	if step := o.step(); step != nil && step.spec.StepID != "" {
		k.step = step.spec.StepID
	} else {
		k.scope = o.parent
	}
	return k
}

// countAttempt returns the 1-based number of this attempt: the program's own
// count, or one more than the attempts of the same work that failed before.
func (o *Operation) countAttempt() int {
	switch {
	case o.spec.Attempt > 0:
		return o.spec.Attempt
	case o.startSeq == 0: // nothing has failed yet in this run
		return 1
	}
	return 1 + o.run.failedAttempts(o.key())
}

// ofParent says whether o is a soft failure of the enclosing operation itself.
func (o *Operation) ofParent() bool {
	return o.soft && o.parent != nil && o.name == o.parent.name
}

// step returns the nearest step, the operation itself included, or nil.
func (o *Operation) step() *Operation {
	for op := o; op != nil; op = op.parent {
		if op.spec.Kind == KindStep && !op.soft {
			return op
		}
	}
	return nil
}
