// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// tracerFor returns the tracer for an operation below parent, which may be nil:
// that of the Tracker's provider, of the parent, of the recording span in ctx,
// or of the global provider. It is nil where no span would be made.
func (t *Tracker) tracerFor(ctx context.Context, parent *Operation) trace.Tracer {
	if t.provided {
		return t.tracer
	}
	if parent != nil {
		return parent.tracer
	}
	tp := otel.GetTracerProvider()
	if span := trace.SpanFromContext(ctx); span.IsRecording() {
		tp = span.TracerProvider()
	}
	if last := t.tracers.Load(); last != nil && last.provider == tp {
		return last.tracer
	}
	return t.remember(tp)
}

// cachedTracer is the tracer of the last provider seen: asking an SDK provider
// for a tracer takes a lock and allocates.
type cachedTracer struct {
	provider trace.TracerProvider
	tracer   trace.Tracer // nil where the provider makes no spans
}

func (t *Tracker) remember(tp trace.TracerProvider) trace.Tracer {
	next := &cachedTracer{provider: tp}
	if !isNoop(tp) && !isUnset(tp) {
		next.tracer = newTracer(tp)
	}
	if reflect.ValueOf(tp).Comparable() {
		t.tracers.Store(next)
	}
	return next.tracer
}

func newTracer(tp trace.TracerProvider) trace.Tracer {
	return tp.Tracer(semconv.ScopeName, trace.WithInstrumentationVersion(Version))
}

func isNoop(tp trace.TracerProvider) bool {
	switch tp.(type) {
	case noop.TracerProvider, *noop.TracerProvider:
		return true
	}
	return strings.HasSuffix(fmt.Sprintf("%T", tp), ".noopTracerProvider")
}

// isUnset recognises the global provider before one was set. The API hides its
// type; once a provider is set, otel.GetTracerProvider returns that one.
func isUnset(tp trace.TracerProvider) bool {
	return fmt.Sprintf("%T", tp) == "*global.tracerProvider"
}
