// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

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

// FromContext returns the operation that ctx belongs to, or nil. It is nil, too,
// where that operation's span is not recorded, because a sampler dropped it, say:
// what happens there is not taken for the doing of the operation around it.
func FromContext(ctx context.Context) *Operation {
	if op := here(ctx); op != nil && !op.dropped {
		return op
	}
	return nil
}

// here returns the operation that ctx belongs to, be it recorded or not, or nil.
func here(ctx context.Context) *Operation {
	if ctx == nil {
		return nil
	}
	op, _ := ctx.Value(operationKey{}).(*Operation)
	return op
}

// recorded returns o, or the nearest operation around it whose span is recorded.
func (o *Operation) recorded() *Operation {
	if o != nil && o.dropped {
		return o.parent // which is recorded
	}
	return o
}

// Start begins the operation that spec describes and returns a context with its
// span for the work within. End must be called on the operation, usually by
// defer. Where no span is made or the span is not recorded, the operation is
// nil and nothing is tracked.
func (t *Tracker) Start(ctx context.Context, spec Spec) (context.Context, *Operation) {
	return t.start(ctx, &spec, false)
}

// start is Start, also for soft failures. Samplers, span processors and
// providers are the program's own code: a panic in them leaves the work without
// an operation.
func (t *Tracker) start(ctx context.Context, spec *Spec, soft bool) (inner context.Context, op *Operation) {
	within := here(ctx)
	if t == nil {
		t = &fallback
		if within != nil {
			t = within.tracker
		}
	}
	defer func() {
		if value := recover(); value != nil {
			t.fault("starting an operation", value)
			inner, op = t.unrecorded(ctx, within, spec), nil
		}
	}()
	tracer := t.tracerFor(ctx, within)
	if tracer != nil {
		return t.begin(ctx, tracer, within.recorded(), spec, soft)
	}
	if within != nil {
		return t.unrecorded(ctx, within, spec), nil
	}
	return ctx, nil
}

// unrecorded returns a context for work whose span is not made.
func (t *Tracker) unrecorded(ctx context.Context, within *Operation, spec *Spec) context.Context {
	if ctx == nil {
		ctx = context.Background()
	}
	c := &operationContext{Context: ctx, op: Operation{tracker: t, parent: within.recorded(), spec: *spec, dropped: true}}
	if within != nil {
		c.op.tracer = within.tracer
	}
	c.op.spec.Kind = spec.Kind.valid()
	return c
}

func (t *Tracker) begin(ctx context.Context, tracer trace.Tracer, parent *Operation, spec *Spec, soft bool) (context.Context, *Operation) {
	if ctx == nil {
		ctx = context.Background()
	}
	c := &operationContext{op: Operation{tracker: t, tracer: tracer, parent: parent, spec: *spec, soft: soft}}
	op := &c.op
	op.spec.Kind = spec.Kind.valid()
	op.name = t.names.get(op.spec.Kind, spec.Name, t.redactor)
	op.spec.Name = op.name.plain
	if parent != nil && op.spec.Kind == KindAgent {
		op.leave(parent)
	}
	if op.parent != nil {
		op.run = parent.run
		op.startSeq = op.run.seq.Load()
	}
	op.attempt = op.countAttempt()

	name := op.name.span
	if soft {
		name = semconv.SpanSoftFailure
	}
	buf := startBuffers.Get().(*startBuffer)
	inner, span := tracer.Start(ctx, name, buf.options(op)...)
	startBuffers.Put(buf)
	c.Context = inner
	if !span.IsRecording() {
		op.dropped = true
		if op.outer != nil {
			op.parent = op.outer
		}
		return c, nil
	}
	op.span = span
	if op.run == nil {
		op.run = newRun(op, trace.SpanContextFromContext(ctx))
	}
	op.ctx = inner
	return c, op
}

// leave makes an agent that starts within another run, but within no agent, the
// root of a run of its own: it is the outermost agent there. So does an agent
// that starts with the context of a run that is over.
func (o *Operation) leave(parent *Operation) {
	switch {
	case parent.run.ended():
		o.parent = nil
		if !parent.ended.Load() { // it has outlived its run, and gets this one's error
			o.outer = parent
		}
	case parent.run.root.spec.Kind != KindAgent:
		o.parent, o.outer = nil, parent
	}
}
