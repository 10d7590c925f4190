// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/exporter"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail"
)

// TestALogThatHasGoneIsMissed: a program's own report says so too.
func TestALogThatHasGoneIsMissed(t *testing.T) {
	p := newPipeline(t, wirings["processor"])
	if err := trip(t.Context(), p.tracker); err == nil {
		t.Fatal("no error")
	}
	before, err := p.exporter.Summary("run-1")
	if err != nil || before.TotalFailures == 0 || before.Missing != 0 || before.LowerBound {
		t.Fatalf("summary %+v, error %v", before, err)
	}
	if err := os.Remove(p.exporter.LogFile("run-1")); err != nil {
		t.Fatal(err)
	}
	s, err := p.exporter.Summary("run-1")
	if err != nil || s.TotalFailures != 0 || s.Missing != before.TotalFailures || !s.LowerBound {
		t.Errorf("%d failures, %d missing, lower bound %t, error %v", s.TotalFailures, s.Missing, s.LowerBound, err)
	}
	var b strings.Builder
	if err := p.exporter.WriteReport(&b, "run-1", report.Details); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "No failures were read") || !strings.Contains(b.String(), "lower bounds") {
		t.Errorf("report:\n%s", &b)
	}
}

// TestNoFailureIsMissedThatIsThere, while runs of all kinds go on: with failures
// of other libraries, within runs and outside, in work that outlives them, with
// runs within runs, more failures than a run remembers, and a limit.
func TestNoFailureIsMissedThatIsThere(t *testing.T) {
	soon := func(e *exporter.Exporter) []sdktrace.TracerProviderOption {
		return []sdktrace.TracerProviderOption{sdktrace.WithSpanProcessor(e.Processor()), sdktrace.WithBatcher(e, sdktrace.WithBatchTimeout(time.Millisecond))}
	}
	for name, opts := range map[string][]exporter.Option{
		"plain": nil, "limit": {exporter.WithFailureLimit(2)}, "rotation": {exporter.WithRotation(failurelog.Rotation{Size: 4 << 10, Keep: 2, Gzip: true})},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPipeline(t, soon, opts...)
			foreign := p.provider.Tracer("another library")
			fail := func(ctx context.Context, name string) {
				_, span := foreign.Start(ctx, name)
				span.RecordError(errors.New("connection refused"))
				span.SetStatus(codes.Error, "connection refused")
				span.End()
			}
			run := func(ctx context.Context, n int) {
				agent := otelfail.Agent("a")
				if n%2 == 0 {
					agent.RunID = fmt.Sprint("run-", n)
				}
				ctx, op := p.tracker.Start(ctx, agent)
				for range 1 + n%4 {
					_, tool := p.tracker.Start(ctx, otelfail.Tool("t"))
					err := errors.New("down")
					tool.End(&err)
					fail(ctx, "GET")
				}
				if n%5 == 0 {
					inner := otelfail.Agent("inner")
					inner.RunID = fmt.Sprint("inner-", n)
					ctx, op := p.tracker.Start(ctx, inner)
					fail(ctx, "POST")
					err := errors.New("inner")
					op.End(&err)
				}
				if n == 7 {
					for i := range 1200 {
						otelfail.Record(ctx, fmt.Errorf("soft %d", i), otelfail.Spec{})
					}
				}
				_, late := p.tracker.Start(ctx, otelfail.Tool("late"))
				op.End(nil)
				err := errors.New("late")
				late.End(&err)
				fail(ctx, "late")
			}
			var runs sync.WaitGroup
			for g := range 4 {
				runs.Go(func() {
					for i := range 20 {
						run(t.Context(), 4*i+g)
						fail(t.Context(), "alone")
					}
				})
			}
			done := make(chan struct{})
			go func() { runs.Wait(); close(done) }()
			read := func() report.Summary {
				sources, err := failurelog.Sources(p.dir)
				if err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Fatal(err)
				}
				r := report.New(report.Options{})
				r.Read(failurelog.Read(sources...), nil)
				return r.Summary()
			}
			for going := true; going; {
				select {
				case <-done:
					going = false
				default:
				}
				if s := read(); s.Missing > 0 && name != "limit" { // a limit's counts come at the run's end
					t.Errorf("%d of %d failures are missing, of %v", s.Missing, s.TotalFailures, s.MissingRuns)
				}
			}
			p.close(t)
			s := read()
			if s.Missing != 0 || s.TotalFailures < 200 && name == "plain" || name == "limit" != (s.Dropped > 0) {
				t.Errorf("%d of %d failures are missing, of %v, %d dropped", s.Missing, s.TotalFailures, s.MissingRuns, s.Dropped)
			}
			one, err := p.exporter.Summary("run-10")
			if err != nil || one.Missing != 0 || one.Runs.Total == 0 {
				t.Errorf("of one run %d are missing, %d runs, error %v", one.Missing, one.Runs.Total, err)
			}
		})
	}
}
