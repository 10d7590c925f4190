// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"go.opentelemetry.io/otel/trace"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/otelfailtest"
	"github.com/otelfail/otelfail-go/otelfail"
)

// TestTwoRunsInOneTrace: agents that work at the same time, below the span of an
// HTTP server or a step, are a run each, in the log and in the ledger.
func TestTwoRunsInOneTrace(t *testing.T) {
	around := map[string]func(*otelfailtest.Recorder, context.Context) (context.Context, func()){
		"HTTP server": func(r *otelfailtest.Recorder, ctx context.Context) (context.Context, func()) {
			ctx, span := r.TracerProvider().Tracer("http").Start(ctx, "POST /trips", trace.WithSpanKind(trace.SpanKindServer))
			return ctx, func() { span.End() }
		},
		"step": func(r *otelfailtest.Recorder, ctx context.Context) (context.Context, func()) {
			ctx, op := r.Tracker().Start(ctx, otelfail.Step("pipeline"))
			return ctx, func() { op.End(nil) }
		},
	}
	for name, start := range around {
		t.Run(name, func(t *testing.T) {
			r := otelfailtest.NewRecorder(t)
			ctx, end := start(r, t.Context())
			var both sync.WaitGroup
			ids := map[string]string{} // by agent
			var started sync.WaitGroup
			started.Add(2)
			var mu sync.Mutex
			for agent, err := range map[string]error{"one": errors.New("one is down"), "two": nil} {
				both.Go(func() {
					_, _ = otelfail.Do(ctx, r.Tracker(), otelfail.Agent(agent), func(ctx context.Context) (int, error) {
						mu.Lock()
						ids[agent] = otelfail.FromContext(ctx).RunID()
						mu.Unlock()
						started.Done()
						started.Wait()
						return otelfail.Do(ctx, nil, otelfail.Tool("t"), func(context.Context) (int, error) { return 0, err })
					})
				})
			}
			both.Wait()
			end()

			if ids["one"] == ids["two"] {
				t.Errorf("both runs have the id %s", ids["one"])
			}
			rec := otelfailtest.AssertFailure(t, r, otelfailtest.Failure{Message: "one is down", Operation: "execute_tool t", Outcome: "failed"})
			if rec.RunID != ids["one"] {
				t.Errorf("the failure is of run %s, want %s", rec.RunID, ids["one"])
			}
			ended := map[string]failurelog.Run{}
			for _, run := range r.Runs() {
				if run.Event == failurelog.RunEnded {
					ended[run.Agent] = run
				}
			}
			for agent, status := range map[string]failurelog.RunStatus{"one": failurelog.RunError, "two": failurelog.RunOK} {
				run := ended[agent]
				if run.RunID != ids[agent] || run.Status != status || run.Operations["execute_tool t"].Calls != 1 {
					t.Errorf("ledger of %s: %+v", agent, run)
				}
			}
		})
	}
}
