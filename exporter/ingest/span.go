// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest

import (
	"cmp"
	"fmt"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/instrumentation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/internal/recorder"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// Bits of a span's flags.
const (
	flagKnowsRemote = 0x100
	flagRemote      = 0x200
)

// span is a span that was read from a file.
type span struct {
	sdktrace.ReadOnlySpan // nil: makes span one, all that is read of it is below

	name          string
	context       trace.SpanContext
	parent        trace.SpanContext
	remote        bool // the parent is said, or likely, to be in another process
	kind          trace.SpanKind
	start, end    time.Time
	attributes    []attribute.KeyValue
	events        []sdktrace.Event
	droppedEvents int
	status        sdktrace.Status
	work          uint64
	group         *group
	size          int // bytes, about
}

var (
	_ sdktrace.ReadOnlySpan = (*span)(nil)
	_ recorder.Worker       = (*span)(nil)
)

func (s *span) Name() string                     { return s.name }
func (s *span) SpanContext() trace.SpanContext   { return s.context }
func (s *span) Parent() trace.SpanContext        { return s.parent }
func (s *span) SpanKind() trace.SpanKind         { return s.kind }
func (s *span) StartTime() time.Time             { return s.start }
func (s *span) EndTime() time.Time               { return s.end }
func (s *span) Attributes() []attribute.KeyValue { return s.attributes }
func (s *span) Links() []sdktrace.Link           { return nil }
func (s *span) Events() []sdktrace.Event         { return s.events }
func (s *span) Status() sdktrace.Status          { return s.status }
func (s *span) DroppedAttributes() int           { return 0 }
func (s *span) DroppedLinks() int                { return 0 }
func (s *span) DroppedEvents() int               { return s.droppedEvents }
func (s *span) ChildSpanCount() int              { return 0 }
func (s *span) Work() uint64                     { return s.work }
func (s *span) Resource() *resource.Resource     { return s.group.resource.sdk() }
func (s *span) InstrumentationScope() instrumentation.Scope {
	return instrumentation.Scope{Name: s.group.scope.Name, Version: s.group.scope.Version}
}
func (s *span) InstrumentationLibrary() instrumentation.Library { //nolint:staticcheck // part of the interface
	return s.InstrumentationScope()
}

// sdk returns the resource as far as failures tell of it.
func (r *wireResource) sdk() *resource.Resource {
	return resource.NewSchemaless(attributes(r.Attributes, func(key attribute.Key) bool { return key == "service.name" })...)
}

// newSpan converts a span. It keeps no more of it than failures are made of.
func newSpan(w *wireSpan, g *group) (*span, error) {
	w.plain()
	s := &span{
		name: w.Name, kind: w.Kind.spanKind(), group: g,
		start: time.Unix(0, int64(w.Start)), end: time.Unix(0, int64(w.End)),
		attributes:    attributes(w.Attributes, recorder.Reads),
		droppedEvents: int(w.DroppedEvents),
		status:        sdktrace.Status{Code: w.Status.Code.status(), Description: w.Status.Message},
	}
	for i := range w.Attributes {
		a := &w.Attributes[i]
		s.work += recorder.Work(attribute.Key(a.Key), a.Value.value())
	}
	for i := range w.Events {
		e := &w.Events[i]
		event := sdktrace.Event{Name: e.Name, Time: time.Unix(0, int64(e.Time))}
		switch e.Name {
		case semconv.EventException, semconv.EventRecovered:
			event.Attributes = attributes(e.Attributes, nil)
		}
		s.events = append(s.events, event)
	}
	s.size = 400 + len(s.name) + len(s.status.Description)
	for _, kv := range s.attributes {
		s.size += 80 + len(kv.Value.AsString())
	}
	for i := range s.events {
		s.size += 100
		for _, kv := range s.events[i].Attributes {
			s.size += 80 + len(kv.Value.AsString())
		}
	}
	traceID, spanID, parentID, err := w.ids()
	if err != nil {
		return nil, err
	}
	s.context = trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: spanID, TraceFlags: trace.FlagsSampled})
	if parentID.IsValid() {
		s.parent = trace.NewSpanContext(trace.SpanContextConfig{TraceID: traceID, SpanID: parentID, TraceFlags: trace.FlagsSampled})
		s.remote = w.Flags&flagRemote != 0
		if w.Flags&flagKnowsRemote == 0 {
			s.remote = s.kind == trace.SpanKindServer || s.kind == trace.SpanKindConsumer
		}
	}
	return s, nil
}

// ids returns a span's ids. The trace id and its own must be there.
func (w *wireSpan) ids() (traceID trace.TraceID, spanID, parentID trace.SpanID, err error) {
	if traceID, spanID, err = parseIDs(w.TraceID, w.SpanID, w.Name); err == nil {
		_, err = parseID(w.ParentSpanID, parentID[:])
	}
	return traceID, spanID, parentID, err
}

func parseIDs(traceText, spanText, name string) (traceID trace.TraceID, spanID trace.SpanID, err error) {
	has, err := parseID(traceText, traceID[:])
	if err == nil && has {
		has, err = parseID(spanText, spanID[:])
	}
	if err == nil && !has {
		err = fmt.Errorf("%w: span %.64q without trace or span id", errValue, name)
	}
	return traceID, spanID, err
}

func (o *outline) ids() (trace.TraceID, trace.SpanID, error) {
	return parseIDs(cmp.Or(o.TraceID, o.SnakeTraceID), cmp.Or(o.SpanID, o.SnakeSpanID), "")
}
