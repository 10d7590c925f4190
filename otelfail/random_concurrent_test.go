// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"go.opentelemetry.io/otel/codes"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// TestConcurrentRandomRuns plays random operations at the same time, some of
// which end before those within them. Whatever the order: a failure is recorded
// once, no span lists it twice, only failed spans have exceptions, and every
// failure has an outcome.
func TestConcurrentRandomRuns(t *testing.T) {
	for seed := range uint64(30) {
		tracker, spans := newTracker(t)
		var late sync.WaitGroup
		_ = playConcurrently(t.Context(), tracker, otelfail.Agent("a"), rand.New(rand.NewPCG(seed, 2)), &late, 0) //nolint:gosec // it has to be repeatable
		late.Wait()

		texts := map[string]int{}
		o := observe(spans)
		for _, s := range o.spans {
			exceptions := 0
			for _, e := range s.Events() {
				if e.Name == semconv.EventException {
					exceptions++
					texts[attr(e.Attributes, semconv.ExceptionMessage).AsString()]++
				}
			}
			ids := attr(s.Attributes(), semconv.FailureIDs).AsStringSlice()
			unique := slices.Compact(slices.Sorted(slices.Values(ids)))
			if failed := s.Status().Code == codes.Error; len(unique) != len(ids) || exceptions > 1 || exceptions == 1 && !failed {
				t.Errorf("seed %d: %s has status %v, %d exceptions and the ids %q", seed, s.Name(), s.Status().Code, exceptions, ids)
			}
		}
		for text, n := range texts {
			if n > 1 {
				t.Errorf("seed %d: %q recorded %d times", seed, text, n)
			}
		}
		for _, f := range o.failures {
			if len(f) > 9 && f[len(f)-9:] == ": unknown" {
				t.Errorf("seed %d: %s", seed, f)
			}
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
