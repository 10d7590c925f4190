// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"

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
	if span := trace.SpanFromContext(ctx); span.IsRecording() {
		return t.tracers.get(span.TracerProvider())
	}
	return t.tracers.get(otel.GetTracerProvider())
}

// tracerCache remembers the tracer of the last provider seen, since asking an
// SDK provider for a tracer takes a lock and allocates.
type tracerCache struct {
	last atomic.Pointer[cachedTracer]
}

type cachedTracer struct {
	provider trace.TracerProvider
	tracer   trace.Tracer // nil where the provider makes no spans
}

func (c *tracerCache) get(tp trace.TracerProvider) trace.Tracer {
	if last := c.last.Load(); last != nil && last.provider == tp {
		return last.tracer
	}
	next := &cachedTracer{provider: tp}
	if !isNoop(tp) && !isUnset(tp) {
		next.tracer = newTracer(tp)
	}
	if reflect.ValueOf(tp).Comparable() {
		c.last.Store(next)
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
