// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package telemetry

import (
	"context"
	"sync"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// quiet is an exporter that speaks of the first error only.
type quiet struct {
	next sdktrace.SpanExporter
	what string
	warn func(string)
	once sync.Once
}

var _ sdktrace.SpanExporter = (*quiet)(nil)

// ExportSpans exports the spans and returns nil: there is nobody who could do
// something about an error.
func (q *quiet) ExportSpans(ctx context.Context, spans []sdktrace.ReadOnlySpan) error {
	if err := q.next.ExportSpans(ctx, spans); err != nil {
		q.failed()
	}
	return nil
}

func (q *quiet) failed() { q.once.Do(func() { q.warn(q.what) }) }

// Shutdown closes the exporter.
func (q *quiet) Shutdown(ctx context.Context) error {
	if err := q.next.Shutdown(ctx); err != nil {
		q.failed()
	}
	return nil
}
