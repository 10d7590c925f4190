// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// runsOf returns "name: id" of each span that is the end of a run, with the
// trace id as T and its own span id as S.
func runsOf(spans []sdktrace.ReadOnlySpan) []string {
	var runs []string
	for _, s := range spans {
		if !has(s.Attributes(), semconv.FailureCount) {
			continue
		}
		id := attr(s.Attributes(), semconv.FailureRunID).AsString()
		switch sc := s.SpanContext(); id {
		case sc.TraceID().String():
			id = "T"
		case sc.TraceID().String() + "-" + sc.SpanID().String():
			id = "T-S"
		}
		runs = append(runs, fmt.Sprintf("%s: %s (%d)", s.Name(), id, attr(s.Attributes(), semconv.FailureCount).AsInt64()))
	}
	return runs
}

// TestRuns: the outermost agent is the run, whatever is around it.
func TestRuns(t *testing.T) {
	agent := func(ctx context.Context, name string, err error) error {
		_, err = otelfail.Do(ctx, nil, otelfail.Agent(name), func(ctx context.Context) (int, error) {
			return 0, call(ctx, otelfail.Tool("t"), err)
		})
		return err
	}
	tests := []struct {
		name     string
		run      func(context.Context) error // in a step, or in a span of another instrumentation
		foreign  bool
		failures []string
		runs     []string
	}{
		{
			name: "two agents in a step",
			run: func(ctx context.Context) error {
				_ = agent(ctx, "one", errDown)
				return agent(ctx, "two", nil)
			},
			failures: []string{"service is down @ execute_tool t: failed"},
			runs:     []string{"invoke_agent one: T-S (1)", "invoke_agent two: T-S (0)", "step pipeline: T (0)"},
		},
		{
			name: "two agents in an HTTP request",
			run: func(ctx context.Context) error {
				_ = agent(ctx, "one", errDown)
				return agent(ctx, "two", nil)
			},
			foreign:  true,
			failures: []string{"service is down @ execute_tool t: failed"},
			runs:     []string{"invoke_agent one: T-S (1)", "invoke_agent two: T-S (0)"},
		},
		{
			name: "the agent's error passes through the step around it",
			run: func(ctx context.Context) error {
				return fmt.Errorf("pipeline: %w", agent(ctx, "one", errDown))
			},
			failures: []string{"service is down @ execute_tool t: failed"},
			runs:     []string{"invoke_agent one: T-S (1)", "step pipeline: T (0)"},
		},
		{
			name: "and through a tool in it",
			run: func(ctx context.Context) error {
				_, err := otelfail.Do(ctx, nil, otelfail.Tool("delegate"), func(ctx context.Context) (int, error) {
					return 0, agent(ctx, "one", errDown)
				})
				otelfail.Record(ctx, err, otelfail.Spec{})
				return err
			},
			failures: []string{"service is down @ execute_tool t: failed"},
			runs:     []string{"invoke_agent one: T-S (1)", "step pipeline: T (0)"},
		},
		{
			name: "a failure that ended a run stays failed",
			run: func(ctx context.Context) error {
				otelfail.Recovered(ctx, agent(ctx, "one", errDown), otelfail.Fallback, "")
				return nil
			},
			failures: []string{"service is down @ execute_tool t: failed"},
			runs:     []string{"invoke_agent one: T-S (1)", "step pipeline: T (0)"},
		},
		{
			name: "the step replaces the agent's error",
			run: func(ctx context.Context) error {
				_ = agent(ctx, "one", errDown)
				return errOther
			},
			failures: []string{"service is down @ execute_tool t: failed", "something else went wrong @ step pipeline: failed"},
			runs:     []string{"invoke_agent one: T-S (1)", "step pipeline: T (1)"},
		},
		{
			name: "an agent within an agent is no run",
			run: func(ctx context.Context) error {
				_, _ = otelfail.Do(ctx, nil, otelfail.Agent("outer"), func(ctx context.Context) (int, error) {
					_ = step(ctx, "1", func(ctx context.Context) error { return agent(ctx, "inner", errDown) })
					return 0, nil
				})
				return nil
			},
			failures: []string{"service is down @ execute_tool t: degraded/handled (inferred)"},
			runs:     []string{"invoke_agent outer: T-S (1)", "step pipeline: T (0)"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tracker, spans := newTracker(t)
			if tt.foreign {
				tp := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans))
				ctx, span := tp.Tracer("http").Start(t.Context(), "POST /chat")
				_ = tt.run(ctx)
				span.End()
			} else {
				_, _ = otelfail.Do(t.Context(), tracker, otelfail.Step("pipeline"), func(ctx context.Context) (int, error) { return 0, tt.run(ctx) })
			}
			o := observe(spans)
			if diff := cmp.Diff(tt.failures, o.failures); diff != "" {
				t.Errorf("failures (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.runs, runsOf(o.spans)); diff != "" {
				t.Errorf("runs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestABackgroundRunOutlivesTheStepAroundIt must neither race nor be lost.
func TestABackgroundRunOutlivesTheStepAroundIt(t *testing.T) {
	for _, stepErr := range []error{nil, errOther} {
		tracker, spans := newTracker(t)
		ctx, outer := tracker.Start(t.Context(), otelfail.Step("pipeline"))
		stepCtx, inner := tracker.Start(ctx, otelfail.Step("inner"))
		_, run := tracker.Start(stepCtx, otelfail.Agent("a"))
		inner.End(&stepErr)
		err := errors.New("the agent failed")
		run.End(&err)
		var outerErr error
		if stepErr != nil {
			outerErr = errors.Join(stepErr, err)
		}
		outer.End(&outerErr)
		got := observe(spans).failures
		want := []string{"the agent failed @ invoke_agent a: failed"}
		if stepErr != nil {
			want = append([]string{"something else went wrong @ step inner: failed"}, want...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
