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

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

func TestLateFailures(t *testing.T) {
	tests := []struct {
		name   string
		runErr error
		early  bool // the run ends first
		want   string
	}{
		{"the step has ended well, the run goes on", nil, false, "service is down @ execute_tool late: degraded/handled (inferred)"},
		{"the run has ended well", nil, true, "service is down @ execute_tool late: degraded/handled (inferred)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tracker, spans := newTracker(t)
			ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
			stepCtx, step := tracker.Start(ctx, otelfail.Step("executor"))
			_, late := tracker.Start(stepCtx, otelfail.Tool("late"))
			step.End(nil)
			if tt.early {
				run.End(&tt.runErr)
			}
			err := errDown
			late.End(&err)
			run.End(&tt.runErr)
			if diff := cmp.Diff([]string{tt.want}, observe(spans).failures); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestLateStep: a step ends with the error of a call in a step within it, before
// that one has ended. It is one failure on its way up, all the same.
func TestLateStep(t *testing.T) {
	tracker, spans := newTracker(t)
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	aroundCtx, around := tracker.Start(ctx, otelfail.Step("around"))
	outerCtx, outer := tracker.Start(aroundCtx, otelfail.Step("outer"))
	innerCtx, inner := tracker.Start(outerCtx, otelfail.Step("inner"))
	err := call(innerCtx, otelfail.Tool("t"), errDown)
	outer.End(&err)
	inner.End(&err)
	around.End(&err)
	run.End(nil)
	o := observe(spans)
	if diff := cmp.Diff([]string{"service is down @ execute_tool t: degraded/handled (inferred)"}, o.failures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, name := range []string{"step inner", "step outer", "step around"} {
		s := o.span(t, name)
		if ids := attr(s.Attributes(), semconv.FailureIDs).AsStringSlice(); len(ids) != 1 || len(s.Events()) != 0 {
			t.Errorf("%s: ids %q, events %v", name, ids, s.Events())
		}
	}
}

func TestLateFailureOfAFailedRun(t *testing.T) {
	tracker, spans := newTracker(t)
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	_, late := tracker.Start(ctx, otelfail.Tool("late"))
	runErr, lateErr := errOther, errDown
	run.End(&runErr)
	late.End(&lateErr)
	want := []string{
		"something else went wrong @ invoke_agent a: failed",
		"service is down @ execute_tool late: failed/ (inferred)",
	}
	if diff := cmp.Diff(want, observe(spans).failures); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestANewRunWithTheContextOfOneThatIsOver(t *testing.T) {
	tracker, spans := newTracker(t)
	first := otelfail.Agent("a")
	first.RunID = "first"
	ctx, run := tracker.Start(t.Context(), first)
	run.End(nil)
	second := otelfail.Agent("a")
	second.RunID = "second"
	_, again := tracker.Start(ctx, second)
	again.End(nil)
	if got := attr(spans.Ended()[1].Attributes(), semconv.FailureRunID).AsString(); got != "second" {
		t.Errorf("run id %q", got)
	}
}

// TestManySoftFailures: a span keeps 128 events and drops the oldest, yet each
// failure has a record and an outcome.
func TestManySoftFailures(t *testing.T) {
	const n = 1000
	tracker, spans := newTracker(t)
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	stepCtx, step := tracker.Start(ctx, otelfail.Step("executor"))
	for i := range n {
		err := fmt.Errorf("failure %d", i)
		otelfail.Record(stepCtx, err, otelfail.Spec{})
		if i%2 == 0 {
			otelfail.Recovered(stepCtx, err, otelfail.Fallback, "cache")
		}
	}
	step.End(nil)
	run.End(nil)
	counts := map[string]int{}
	for _, f := range observe(spans).failures {
		var i int
		var rest string
		if _, err := fmt.Sscanf(f, "failure %d @ step executor: %s", &i, &rest); err != nil {
			t.Fatalf("%q: %v", f, err)
		}
		counts[rest]++
	}
	if diff := cmp.Diff(map[string]int{"recovered/fallback": n / 2, "degraded/handled": n / 2}, counts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestMoreFailuresThanARunRemembers: the oldest are forgotten, yet what was
// declared of them is told, and they are counted.
func TestMoreFailuresThanARunRemembers(t *testing.T) {
	const n = 1050
	tracker, spans := newTracker(t)
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	for i := range n {
		err := fmt.Errorf("failure %d", i)
		otelfail.Record(ctx, err, otelfail.Spec{})
		if i < 25 {
			otelfail.Recovered(ctx, err, otelfail.Fallback, "")
		}
	}
	run.End(nil)
	o := observe(spans)
	counts := map[string]int{}
	for _, f := range o.failures {
		_, outcome, _ := strings.Cut(f, ": ")
		counts[outcome]++
	}
	want := map[string]int{"recovered/fallback (declared)": 25, "unknown": 25, "degraded/handled (inferred)": n - 50}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if total := attr(o.span(t, "invoke_agent a").Attributes(), semconv.FailureCount).AsInt64(); total != n {
		t.Errorf("%d failures counted", total)
	}
}

func TestPanicsGoOnUnchanged(t *testing.T) {
	type uncomparable struct{ s []int }
	for _, value := range []any{"ouch", errDown, 42, uncomparable{[]int{1}}} {
		t.Run(fmt.Sprintf("%T", value), func(t *testing.T) {
			tracker, spans := newTracker(t)
			got := func() (v any) {
				defer func() { v = recover() }()
				ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
				var err error
				defer run.End(&err)
				_, err = otelfail.Do(ctx, nil, otelfail.Tool("t"), func(context.Context) (int, error) { panic(value) })
				return nil
			}()
			if fmt.Sprint(got) != fmt.Sprint(value) {
				t.Errorf("panic value %v, was %v", got, value)
			}
			o := observe(spans)
			want := []string{fmt.Sprintf("panic: %v @ execute_tool t: failed", value)}
			if diff := cmp.Diff(want, o.failures); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			event := toMap(o.span(t, "execute_tool t").Events()[0].Attributes)
			if event["failure.reason"] != "panic" || event["failure.category"] != "state" {
				t.Errorf("classified as %v/%v", event["failure.category"], event["failure.reason"])
			}
		})
	}
}

func TestGoexitIsAFailure(t *testing.T) {
	tracker, spans := newTracker(t)
	var wg sync.WaitGroup
	wg.Go(func() {
		_, _ = otelfail.Do(t.Context(), tracker, otelfail.Tool("t"), func(context.Context) (int, error) {
			runtime.Goexit()
			return 0, nil
		})
	})
	wg.Wait()
	if got := observe(spans).failures; len(got) != 1 {
		t.Errorf("failures %q", got)
	}
}

// TestConcurrentSafe lets everything that may happen at once happen at once;
// the race detector is the judge. Each failure must be recorded once.
func TestConcurrentSafe(t *testing.T) {
	const workers, calls = 8, 50
	tracker, spans := newTracker(t)
	ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := range calls {
				fail := errors.New("fail")
				_ = step(ctx, fmt.Sprint(w, i), func(ctx context.Context) error {
					err := call(ctx, otelfail.Tool("t"), fail)
					otelfail.Recovered(ctx, err, otelfail.Retry, "")
					otelfail.FromContext(ctx).Fail(nil)
					return call(ctx, otelfail.Tool("t"), nil)
				})
			}
		})
	}
	wg.Wait()
	run.End(nil)
	run.End(nil)
	if got := len(observe(spans).failures); got != workers*calls {
		t.Errorf("%d failures recorded, want %d", got, workers*calls)
	}
}
