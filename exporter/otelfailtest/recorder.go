// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest

import (
	"context"
	"sync"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail"
)

// Recorder records the failures of the operations that its Tracker starts. It
// keeps its log in a directory of the test. It is safe for concurrent use.
type Recorder struct {
	tb       testing.TB
	dir      string
	provider *sdktrace.TracerProvider

	mu    sync.Mutex
	spans []sdktrace.ReadOnlySpan
}

// NewRecorder returns a Recorder that lasts as long as the test.
func NewRecorder(tb testing.TB) *Recorder {
	tb.Helper()
	r := &Recorder{tb: tb, dir: tb.TempDir()}
	failures, err := exporter.New(r.dir)
	if err != nil {
		tb.Fatal(err)
	}
	r.provider = sdktrace.NewTracerProvider(
		sdktrace.WithSpanProcessor(failures.Processor()),
		sdktrace.WithSpanProcessor(spanKeeper{r}),
	)
	tb.Cleanup(func() {
		ctx := context.Background() // the test's own is cancelled by now
		if err := r.provider.Shutdown(ctx); err != nil {
			tb.Error(err)
		}
		if err := failures.Shutdown(ctx); err != nil {
			tb.Error(err)
		}
	})
	return r
}

// TracerProvider returns the provider whose spans are recorded.
func (r *Recorder) TracerProvider() *sdktrace.TracerProvider { return r.provider }

// Tracker returns a Tracker on the Recorder's provider.
func (r *Recorder) Tracker(opts ...otelfail.Option) *otelfail.Tracker {
	return otelfail.New(append(opts, otelfail.WithTracerProvider(r.provider))...)
}

// Spans returns the spans that have ended, in the order of their end.
func (r *Recorder) Spans() []sdktrace.ReadOnlySpan {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]sdktrace.ReadOnlySpan(nil), r.spans...)
}

// Failures returns the failures recorded so far, oldest first, each with its
// latest outcome. They are read from the log.
func (r *Recorder) Failures() []failurelog.Record {
	r.tb.Helper()
	var records []failurelog.Record
	for rec, err := range failurelog.Join(failurelog.Records(r.sources()...)) {
		if err != nil {
			r.tb.Fatal(err)
		}
		records = append(records, rec)
	}
	return records
}

// Runs returns the lines of the run ledger.
func (r *Recorder) Runs() []failurelog.Run {
	r.tb.Helper()
	var runs []failurelog.Run
	for run, err := range failurelog.Runs(r.sources()...) {
		if err != nil {
			r.tb.Fatal(err)
		}
		runs = append(runs, run)
	}
	return runs
}

func (r *Recorder) sources() []failurelog.Source {
	sources, err := failurelog.Sources(r.dir)
	if err != nil {
		r.tb.Fatal(err)
	}
	return sources
}

// spanKeeper keeps the spans that end.
type spanKeeper struct{ r *Recorder }

func (spanKeeper) OnStart(context.Context, sdktrace.ReadWriteSpan) {}

func (k spanKeeper) OnEnd(s sdktrace.ReadOnlySpan) {
	k.r.mu.Lock()
	defer k.r.mu.Unlock()
	k.r.spans = append(k.r.spans, s)
}

func (spanKeeper) Shutdown(context.Context) error   { return nil }
func (spanKeeper) ForceFlush(context.Context) error { return nil }
