// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package agent

import (
	"context"
	"errors"

	"github.com/otelfail/otelfail-go/agentdemo/internal/memory"
	"github.com/otelfail/otelfail-go/agentdemo/internal/retry"
	"github.com/otelfail/otelfail-go/otelfail"
)

// recallLimit is how many earlier trips are looked at.
const recallLimit = 3

// gatherContext collects what is known before the question is read: the current
// trip, where the question goes on with it, and earlier trips. The run can do
// without either.
func (a *Agent) gatherContext(ctx context.Context, s *State) error {
	if s.AppendToCurrent && s.Current == nil {
		if err := a.loadCurrent(ctx, s); err != nil {
			return err
		}
	}
	if a.Memory == nil {
		return nil
	}
	items, err := a.recall(ctx, s.Query)
	if err != nil {
		if cancelled(ctx) {
			return err
		}
		a.withoutMemory(ctx, err)
		return nil
	}
	s.Recalled = items
	if len(items) > 0 {
		a.done("Memory: %s recalled", plural(len(items), "earlier trip"))
		s.reason(nodeContextController, "%s recalled, the nearest is %q", plural(len(items), "earlier trip"), items[0].Text)
	}
	return nil
}

func (a *Agent) recall(ctx context.Context, query string) ([]memory.Item, error) {
	// A file that another process is writing is whole a moment later.
	policy := a.policy("Recalling earlier trips", nil)
	policy.Retries = max(policy.Retries, 1)
	return retry.Do(ctx, policy, func(ctx context.Context) ([]memory.Item, error) {
		return otelfail.Do(ctx, a.Tracker, otelfail.Memory("search"), func(ctx context.Context) ([]memory.Item, error) {
			return a.Memory.Recall(ctx, query, recallLimit)
		})
	})
}

// withoutMemory goes on without earlier trips. Damaged files are set aside, so
// that the next run has the others, and this one can be remembered.
func (a *Agent) withoutMemory(ctx context.Context, err error) {
	var damaged *memory.DamagedError
	if !errors.As(err, &damaged) {
		a.warn("Recalling earlier trips: %s, going on without them", Explain(err))
		otelfail.Recovered(ctx, err, otelfail.Skip, "went on without earlier trips")
		return
	}
	kept, asideErr := otelfail.Do(ctx, a.Tracker, otelfail.Memory("set_aside"), a.Memory.SetAside)
	if asideErr != nil {
		a.warn("Recalling earlier trips: %s, and it cannot be set aside: %s", Explain(err), Explain(asideErr))
		otelfail.Recovered(ctx, err, otelfail.Skip, "went on without earlier trips")
		otelfail.Recovered(ctx, asideErr, otelfail.Skip, "went on without earlier trips")
		return
	}
	if kept == "" {
		kept = "another place by another process"
	}
	a.warn("Recalling earlier trips: %s, going on without it; what cannot be read is kept in %s", Explain(err), kept)
	otelfail.Degraded(ctx, err, otelfail.Fallback, "the damaged files were set aside")
}

// loadCurrent finds the trip that the question goes on with.
func (a *Agent) loadCurrent(ctx context.Context, s *State) error {
	var trip Trip
	found, err := otelfail.Do(ctx, a.Tracker, otelfail.Memory("load_current"), func(context.Context) (bool, error) {
		if a.Current == nil {
			return false, nil
		}
		return a.Current.Load(a.UserID, &trip)
	})
	switch {
	case cancelled(ctx):
		return err
	case err != nil:
		a.warn("Reading the current trip: %s, starting a new one", Explain(err))
		otelfail.Recovered(ctx, err, otelfail.Skip, "started a new trip")
	case !found:
		a.warn("There is no current trip: starting a new one")
	default:
		s.Current = &trip
		s.reason(nodeContextController, "the question goes on with %s", trip.describe())
	}
	return nil
}
