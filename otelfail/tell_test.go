// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package otelfail_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/otelfail/otelfail-go/otelfail"
	"github.com/otelfail/otelfail-go/otelfail/semconv"
)

// TestOutcomesCanBeCountedFromEvents: adding outcomes and subtracting what they
// supersede gives the outcome of every failure, by category, from the events
// alone. Backends count this way.
func TestOutcomesCanBeCountedFromEvents(t *testing.T) {
	many := make([]error, 200)
	for i := range many {
		many[i] = fmt.Errorf("call %d refused", i)
	}
	tests := []struct {
		name string
		run  func(context.Context) error
		want map[string]int
	}{
		{"recovered, degraded and fatal", func(ctx context.Context) error {
			_ = step(ctx, "1", func(ctx context.Context) error {
				_ = call(ctx, otelfail.Tool("fetch"), errDown)
				return call(ctx, otelfail.Tool("fetch"), nil)
			})
			_ = step(ctx, "2", func(ctx context.Context) error {
				_ = call(ctx, otelfail.Tool("other"), errDown)
				return nil
			})
			return call(ctx, otelfail.Tool("last"), errDown)
		}, map[string]int{"recovered": 1, "degraded": 1, "failed": 1}},
		{"declared as recovered in a step that ends well, yet the run ends with it", func(ctx context.Context) error {
			var failed error
			_ = step(ctx, "1", func(ctx context.Context) error {
				failed = call(ctx, otelfail.Tool("fetch"), errDown)
				otelfail.Recovered(ctx, failed, otelfail.Fallback, "cache")
				return nil
			})
			return failed
		}, map[string]int{"recovered": 0, "failed": 1}}, // a contradicted declaration
		{"absorbed by a step, retried by the next", func(ctx context.Context) error {
			_ = step(ctx, "1", func(ctx context.Context) error {
				_ = call(ctx, otelfail.Spec{Kind: otelfail.KindTool, Name: "fetch", Arguments: "{}"}, errDown)
				return nil
			})
			return step(ctx, "1", func(ctx context.Context) error {
				return call(ctx, otelfail.Spec{Kind: otelfail.KindTool, Name: "fetch", Arguments: "{}"}, nil)
			})
		}, map[string]int{"recovered": 1, "degraded": 0}},
		{"the run's own error", func(context.Context) error { return errors.New("no budget") }, map[string]int{"failed": 1}},
		{"more than a span has room for", func(ctx context.Context) error {
			for _, err := range many {
				_ = call(ctx, otelfail.Tool("fetch"), err)
			}
			return nil
		}, map[string]int{"degraded": 200}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tracker, spans := newTracker(t)
			_, _ = otelfail.Do(t.Context(), tracker, otelfail.Agent("a"), func(ctx context.Context) (int, error) { return 0, tt.run(ctx) })
			got := map[string]int{}
			for _, s := range spans.Ended() {
				for _, e := range s.Events() {
					out := attr(e.Attributes, semconv.RecoveryOutcome).AsString()
					if out == "" {
						continue
					}
					if !has(e.Attributes, semconv.FailureCategory) || !has(e.Attributes, semconv.FailureReason) || !has(e.Attributes, semconv.FailureSeverity) {
						t.Errorf("%s does not say what failed: %v", e.Name, e.Attributes)
					}
					n := len(eventIDs(e))
					got[out] += n
					if before := attr(e.Attributes, semconv.RecoverySupersedes).AsString(); before != "" {
						got[before] -= n
					}
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
