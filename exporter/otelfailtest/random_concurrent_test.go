// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/otelfailtest"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// TestConcurrentRunsAreLogged: work that outlives its run is logged in full, with
// what became of it.
func TestConcurrentRunsAreLogged(t *testing.T) {
	for seed := range uint64(25) {
		r := otelfailtest.NewRecorder(t)
		var late sync.WaitGroup
		_ = playConcurrently(t.Context(), r.Tracker(), otelfail.Agent("a"), rand.New(rand.NewPCG(seed, 2)), &late, 0) //nolint:gosec // it has to be repeatable
		late.Wait()
		recorded := map[string]bool{}
		for _, f := range r.Failures() {
			recorded[f.FailureID] = true
			if f.Recovery == nil {
				t.Errorf("seed %d: no outcome of %s %v", seed, f.ErrorMessage, f.Path)
			}
		}
		events := 0
		for _, s := range r.Spans() {
			for _, e := range s.Events() {
				if e.Name == semconv.EventException {
					events++
				}
			}
		}
		if events != len(recorded) {
			t.Errorf("seed %d: %d failures on spans, %d in the log", seed, events, len(recorded))
		}
	}
}

// playConcurrently plays an operation with others within it, at the same time.
// Its errors all have different texts.
func playConcurrently(ctx context.Context, tracker *otelfail.Tracker, spec otelfail.Spec, random *rand.Rand, late *sync.WaitGroup, depth int) error {
	_, err := otelfail.Do(ctx, tracker, spec, func(ctx context.Context) (int, error) {
		n := random.IntN(4)
		if depth == 4 {
			n = 0
		}
		errs := make(chan error, n)
		for range n {
			own := rand.New(rand.NewPCG(random.Uint64(), 3)) //nolint:gosec // it has to be repeatable
			kind := []otelfail.Spec{otelfail.Step("s"), otelfail.Tool("t"), otelfail.Model("m"), otelfail.Agent("inner")}[random.IntN(4)]
			late.Go(func() { errs <- playConcurrently(ctx, nil, kind, own, late, depth+1) })
		}
		var last error
		for range random.IntN(n + 1) { // it may end before the others
			if err := <-errs; err != nil {
				last = err
				if random.IntN(3) == 0 {
					otelfail.Recovered(ctx, err, otelfail.Fallback, "")
				}
			}
		}
		switch random.IntN(3) {
		case 0:
			return 0, nil
		case 1:
			if last != nil {
				return 0, fmt.Errorf("wrapped: %w", last)
			}
		}
		return 0, fmt.Errorf("failure %x", random.Uint64())
	})
	return err
}
