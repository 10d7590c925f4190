// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build !race

// The race detector makes pools forget, so allocations are counted without it.

package otelfail_test

import (
	"context"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"github.com/otelfail/otelfail-go/otelfail"
)

// TestNoProviderAllocates holds the promise that an uninstrumented program pays
// no allocation: with no provider, with the noop provider, nil Tracker or not.
func TestNoProviderAllocates(t *testing.T) {
	trackers := map[string]*otelfail.Tracker{
		"nil":  nil,
		"zero": new(otelfail.Tracker),
		"new":  otelfail.New(),
		"noop": otelfail.New(otelfail.WithTracerProvider(noop.NewTracerProvider())),
	}
	for name, tracker := range trackers {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			wrapped := otelfail.Wrap(tracker, otelfail.Tool("double"), double)
			calls := map[string]func(){
				"Do": func() {
					_, _ = otelfail.Do(ctx, tracker, otelfail.Tool("double"), func(context.Context) (int, error) { return 2, nil })
				},
				"Wrap": func() { _, _ = wrapped(ctx, 1) },
				"Start": func() {
					var err error
					_, op := tracker.Start(ctx, otelfail.Step("executor"))
					op.End(&err)
				},
				"Recovered": func() { otelfail.Recovered(ctx, errDown, otelfail.Skip, "") },
			}
			for call, f := range calls {
				if n := testing.AllocsPerRun(100, f); n != 0 {
					t.Errorf("%s allocates %v times", call, n)
				}
			}
		})
	}
}

// TestSuccessAllocates holds the budget of an operation that succeeds: one
// allocation more than its bare span.
func TestSuccessAllocates(t *testing.T) {
	tp := sdktrace.NewTracerProvider()
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	defer run.End(nil)
	bare := testing.AllocsPerRun(1000, func() { bareSpan(ctx, tp.Tracer("bare"), run.RunID()) })
	operation := testing.AllocsPerRun(1000, func() {
		_, op := tracker.Start(ctx, otelfail.Tool("double"))
		op.End(nil)
	})
	if operation > bare+1 {
		t.Errorf("an operation allocates %v times, its bare span %v times", operation, bare)
	}
}

// TestFailureAllocates holds the budget of an operation that fails: no more than
// the bare span on which the same is recorded in the usual way.
func TestFailureAllocates(t *testing.T) {
	tp := sdktrace.NewTracerProvider()
	tracker := otelfail.New(otelfail.WithTracerProvider(tp))
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	defer run.End(nil)
	naive := testing.AllocsPerRun(1000, func() { naiveFailure(ctx, tp.Tracer("bare"), errDown) })
	operation := testing.AllocsPerRun(1000, func() {
		err := errDown
		_, op := tracker.Start(ctx, otelfail.Tool("double"))
		op.End(&err)
	})
	if operation > naive {
		t.Errorf("a failure allocates %v times, recorded in the usual way %v times", operation, naive)
	}
}
