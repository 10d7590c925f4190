// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// TestRunEndsAsItsFirstFailureComesUp has a run end well while the first failure
// within it, and the step that fails for it, end at the same time: whoever is
// first, the failure has an outcome.
func TestRunEndsAsItsFirstFailureComesUp(t *testing.T) {
	times := 5_000
	if testing.Short() {
		times = 500
	}
	var judged atomic.Bool // the failure is about to enter the run
	tracker, spans := newTracker(t, otelfail.WithClassifier(classify.ClassifierFunc(func(classify.Input) (classify.Verdict, bool) {
		judged.Store(true)
		return classify.Verdict{}, false
	})))
	for i := range times {
		judged.Store(false)
		spans.Reset()
		ctx, run := tracker.Start(t.Context(), otelfail.Agent("a"))
		stepCtx, step := tracker.Start(ctx, otelfail.Step("executor"))
		_, tool := tracker.Start(stepCtx, otelfail.Tool("t"))
		var all sync.WaitGroup
		all.Go(func() {
			err := errDown
			tool.End(&err)
			step.End(&err)
		})
		all.Go(func() {
			for !judged.Load() {
				runtime.Gosched()
			}
			for range i % 500 * 10 {
				_ = judged.Load()
			}
			run.End(nil)
		})
		all.Wait()
		for _, f := range observe(spans).failures {
			if !strings.HasSuffix(f, "degraded/handled (inferred)") {
				t.Fatal(f)
			}
		}
	}
}
