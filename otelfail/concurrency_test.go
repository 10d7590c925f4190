// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestConcurrentEnd ends one operation from many goroutines: it ends once.
func TestConcurrentEnd(t *testing.T) {
	tracker, spans := newTracker(t)
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	_, op := tracker.Start(ctx, otelfail.Tool("t"))
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			err := fmt.Errorf("end %d", i)
			if i%4 == 0 {
				op.Fail(err)
				op.End(nil)
				return
			}
			op.End(&err)
		})
	}
	all.Wait()
	run.End(nil)
	if o := observe(spans); len(o.spans) != 2 || len(o.failures) != 1 {
		t.Errorf("%d spans, failures %q", len(o.spans), o.failures)
	}
}

// TestConcurrentRuns has several runs in one process: with parallel tools, late
// children and goroutines that outlive the run. Each failure is recorded once, in
// its run, and has an outcome.
func TestConcurrentRuns(t *testing.T) {
	const runs, tools = 6, 6
	tracker, spans := newTracker(t)
	var all sync.WaitGroup
	for r := range runs {
		all.Go(func() {
			spec := otelfail.Agent("a")
			spec.RunID = fmt.Sprint("run-", r)
			var late sync.WaitGroup
			runEnded := make(chan struct{})
			_, _ = otelfail.Do(t.Context(), tracker, spec, func(ctx context.Context) (int, error) {
				var parallel sync.WaitGroup
				for i := range tools {
					parallel.Go(func() {
						_ = step(ctx, fmt.Sprint(i), func(ctx context.Context) error {
							late.Go(func() { // fails while the step, or its run, ends or has ended
								if i%2 == 0 {
									<-runEnded
								}
								_ = call(ctx, otelfail.Tool("late"), fmt.Errorf("%s late %d", spec.RunID, i))
								otelfail.Record(ctx, fmt.Errorf("%s soft %d", spec.RunID, i), otelfail.Spec{})
							})
							err := call(ctx, otelfail.Tool("t"), fmt.Errorf("%s call %d", spec.RunID, i))
							otelfail.Recovered(ctx, err, otelfail.Fallback, "")
							return call(ctx, otelfail.Tool("t"), nil)
						})
					})
				}
				parallel.Wait()
				if r%2 == 0 {
					return 0, errors.New(spec.RunID + " failed")
				}
				return 0, nil
			})
			close(runEnded)
			late.Wait()
		})
	}
	all.Wait()

	seen := map[string]int{}
	for _, s := range spans.Ended() {
		for _, e := range s.Events() {
			if e.Name == semconv.EventException {
				text := attr(e.Attributes, semconv.ExceptionMessage).AsString()
				seen[text]++
				if run := attr(e.Attributes, semconv.FailureRunID).AsString(); !strings.HasPrefix(text, run+" ") {
					t.Errorf("%q is told of %s", text, run)
				}
			}
		}
	}
	if want := runs*tools*3 + runs/2; len(seen) != want {
		t.Errorf("%d failures, want %d", len(seen), want)
	}
	for text, n := range seen {
		if n != 1 {
			t.Errorf("%q recorded %d times", text, n)
		}
	}
	for _, f := range observe(spans).failures {
		if strings.HasSuffix(f, ": unknown") {
			t.Errorf("no outcome of %s", f)
		}
	}
}

func TestConcurrentRecordAfterEnd(t *testing.T) {
	for _, runErr := range []error{nil, errOther} {
		tracker, spans := newTracker(t)
		ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
		stepCtx, step := tracker.Start(ctx, otelfail.Step("executor"))
		step.End(nil)
		run.End(&runErr)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { otelfail.Record(stepCtx, errDown, otelfail.Spec{}) })
		}
		all.Wait()
		step.Fail(errDown) // too late to be seen, and harmless
		want := map[string]int{"service is down @ step executor: degraded/handled (inferred)": 8}
		if runErr != nil {
			want["something else went wrong @ invoke_agent a: failed"] = 1
		}
		got := map[string]int{}
		for _, f := range observe(spans).failures {
			got[f]++
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestAnOperationThatIsNeverEnded is no span, and keeps nothing from ending.
func TestAnOperationThatIsNeverEnded(t *testing.T) {
	tracker, spans := newTracker(t)
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	func() {
		lostCtx, _ := tracker.Start(ctx, otelfail.Step("lost"))
		_ = call(lostCtx, otelfail.Tool("t"), errDown)
	}()
	runtime.GC()
	run.End(nil)
	// The step holds the failure, and what it made of it nobody knows.
	want := []string{"service is down @ execute_tool t: unknown"}
	if diff := cmp.Diff(want, observe(spans).failures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTwoTrackersInOneTrace make one run; each judges its own operations.
func TestTwoTrackersInOneTrace(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	provider := otelfail.WithTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)))
	first := otelfail.New(provider)
	mine := classifierFunc(func(classify.Input) (classify.Verdict, bool) { return classify.Verdict{Reason: "mine"}, true })
	_, _ = otelfail.Do(t.Context(), first, otelfail.Agent("a"), func(ctx context.Context) (int, error) {
		second := otelfail.New(provider, otelfail.WithClassifier(mine))
		_, _ = otelfail.Do(ctx, second, otelfail.Tool("t"), func(context.Context) (int, error) { return 0, errDown })
		return 0, call(ctx, otelfail.Tool("u"), errOther)
	})
	o := observe(spans)
	want := []string{"service is down @ execute_tool t: failed", "something else went wrong @ execute_tool u: failed"}
	if diff := cmp.Diff(want, o.failures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := toMap(o.span(t, "execute_tool t").Events()[0].Attributes)["failure.reason"]; got != "mine" {
		t.Errorf("reason %v", got)
	}
	if n := attr(o.span(t, "invoke_agent a").Attributes(), semconv.FailureCount).AsInt64(); n != 2 {
		t.Errorf("%d failures in the run", n)
	}
}
