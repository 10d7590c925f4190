// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"sync"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// maxEventAttributes is more than a failure has.
const maxEventAttributes = 64

// eventBuffer holds the attributes and options of one AddEvent call.
type eventBuffer struct {
	attributes [maxEventAttributes]attribute.KeyValue
	prepared   [maxEventAttributes + 1]trace.EventOption // made when first needed
	opts       []trace.EventOption
}

var eventBuffers = sync.Pool{New: func() any { return &eventBuffer{opts: make([]trace.EventOption, 0, 2)} }}

// options returns the options of an event with the first attributes of the
// buffer, which a has been made from.
func (b *eventBuffer) options(a []attribute.KeyValue, at trace.EventOption) []trace.EventOption {
	n := len(a)
	if n > maxEventAttributes {
		return []trace.EventOption{at, trace.WithAttributes(a...)}
	}
	if b.prepared[n] == nil {
		b.prepared[n] = trace.WithAttributes(b.attributes[:n:n]...)
	}
	b.opts = append(b.opts[:0], at, b.prepared[n])
	return b.opts
}

func (b *eventBuffer) release() {
	clear(b.attributes[:])
	eventBuffers.Put(b)
}

// maxStartAttributes keeps a span's attributes few; beyond eight the SDK's
// bookkeeping moves to the heap.
const maxStartAttributes = 8

// startBuffer holds the attributes and options of one tracer.Start call. The
// options for each number of attributes are made once, since making them
// allocates; the SDK copies what it keeps.
type startBuffer struct {
	attributes [maxStartAttributes]attribute.KeyValue
	prepared   [maxStartAttributes + 1]trace.SpanStartOption
	opts       []trace.SpanStartOption
}

var startBuffers = sync.Pool{New: func() any {
	b := &startBuffer{opts: make([]trace.SpanStartOption, 0, 4)}
	for n := range b.prepared {
		b.prepared[n] = trace.WithAttributes(b.attributes[:n:n]...)
	}
	return b
}}

// clientKind marks model calls, which the GenAI conventions want as client
// spans; the others are internal, the default.
var clientKind = trace.WithSpanKind(trace.SpanKindClient)

// options fills the buffer for op. The result is valid until the next call.
func (b *startBuffer) options(op *Operation) []trace.SpanStartOption {
	n := len(op.startAttributes(b.attributes[:0]))
	b.opts = append(b.opts[:0], b.prepared[n])
	if op.spec.Kind == KindModel && !op.soft {
		b.opts = append(b.opts, clientKind)
	}
	if at := op.spec.StartTime; !at.IsZero() && at.Before(time.Now()) {
		b.opts = append(b.opts, trace.WithTimestamp(at))
	}
	if len(op.spec.Attributes) > 0 {
		more := make([]attribute.KeyValue, len(op.spec.Attributes))
		for i, kv := range op.spec.Attributes {
			more[i] = op.tracker.redactAttribute(kv)
		}
		b.opts = append(b.opts, trace.WithAttributes(more...))
	}
	return b.opts
}

// startAttributes appends what samplers and processors should see when the span
// starts, at most maxStartAttributes.
func (o *Operation) startAttributes(a []attribute.KeyValue) []attribute.KeyValue {
	text := func(key attribute.Key, value string) {
		if value != "" {
			a = append(a, key.String(o.tracker.redactor.String(value)))
		}
	}
	k := &kinds[o.spec.Kind]
	if k.genAI != "" && !o.soft {
		a = append(a, semconv.GenAIOperationName.String(k.genAI))
	}
	if k.nameKey != "" && o.name.plain != "" {
		a = append(a, k.nameKey.String(o.name.plain))
	}
	switch o.spec.Kind {
	case KindStep:
		if !o.soft {
			a = append(a, semconv.FailureNode.String(o.name.plain))
			text(semconv.FailureStepID, o.spec.StepID)
			text(semconv.FailureStepType, o.spec.StepType)
			text(semconv.FailureStepTitle, o.spec.StepTitle)
		}
	case KindModel, KindAgent:
		text(semconv.GenAIProviderName, o.spec.Provider)
	}
	if o.run != nil {
		a = append(a, semconv.FailureRunID.String(o.run.id))
	} else {
		text(semconv.FailureRunID, o.spec.RunID)
		text(semconv.FailureUserID, o.spec.UserID)
	}
	if o.attempt > 1 {
		a = append(a, semconv.FailureAttempt.Int(o.attempt))
	}
	return a
}
