// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfailtest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/otelfailtest"
	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// TestTheLogSaysWhatTheSpansSay plays random runs: the log, the ledger and the
// run's span must give the same outcomes, to the failure.
func TestTheLogSaysWhatTheSpansSay(t *testing.T) {
	for seed := range uint64(40) {
		r := otelfailtest.NewRecorder(t)
		p := player{rand.New(rand.NewPCG(seed, 1)), 40} //nolint:gosec // it has to be repeatable
		_ = p.play(t.Context(), r.Tracker(), otelfail.Agent("a"), 0)

		log := map[failurelog.Outcome]int64{}
		for _, rec := range r.Failures() {
			if rec.Recovery == nil {
				log[failurelog.Unknown]++
				continue
			}
			log[rec.Recovery.Outcome]++
		}
		spans := r.Spans()
		span := map[failurelog.Outcome]int64{}
		for _, kv := range spans[len(spans)-1].Attributes() {
			for outcome, key := range map[failurelog.Outcome]attribute.Key{
				failurelog.Recovered: semconv.FailureRecoveredCount, failurelog.Degraded: semconv.FailureDegradedCount, failurelog.Failed: semconv.FailureFailedCount,
			} {
				if kv.Key == key && kv.Value.AsInt64() > 0 {
					span[outcome] = kv.Value.AsInt64()
				}
			}
		}
		runs := r.Runs()
		ledger := map[failurelog.Outcome]int64{}
		for outcome, n := range runs[len(runs)-1].Failures {
			ledger[outcome] = int64(n)
		}
		if diff := cmp.Diff(span, log); diff != "" {
			t.Errorf("seed %d: (-span +log):\n%s", seed, diff)
		}
		if diff := cmp.Diff(span, ledger); diff != "" {
			t.Errorf("seed %d: (-span +ledger):\n%s", seed, diff)
		}
	}
}

// player plays random operations.
type player struct {
	*rand.Rand
	left int
}

func (p *player) play(ctx context.Context, tracker *otelfail.Tracker, spec otelfail.Spec, depth int) error {
	_, err := otelfail.Do(ctx, tracker, spec, func(ctx context.Context) (int, error) {
		var below []error
		for range p.IntN(5) {
			if depth > 4 || p.left == 0 {
				break
			}
			p.left--
			specs := []otelfail.Spec{otelfail.Step("s"), otelfail.Tool("t"), otelfail.Model("m"), otelfail.Agent("inner"), toolWith(p.IntN(3))}
			if err := p.play(ctx, nil, specs[p.IntN(len(specs))], depth+1); err != nil {
				below = append(below, err)
			}
			if len(below) > 0 && p.IntN(4) == 0 {
				otelfail.Recovered(ctx, below[p.IntN(len(below))], otelfail.Fallback, "")
			}
			if p.IntN(8) == 0 {
				otelfail.Record(ctx, errors.New("soft"), otelfail.Spec{})
			}
		}
		switch n := p.IntN(10); {
		case n < 4:
			return 0, nil
		case n < 7 && len(below) > 0:
			return 0, fmt.Errorf("wrapped: %w", below[p.IntN(len(below))])
		case n < 8 && len(below) > 0:
			return 0, errors.Join(below...)
		}
		return 0, fmt.Errorf("failure of %s", spec.Name)
	})
	return err
}

func toolWith(n int) otelfail.Spec {
	return otelfail.Spec{Kind: otelfail.KindTool, Name: "t", Arguments: fmt.Sprintf(`{"n":%d}`, n)}
}
