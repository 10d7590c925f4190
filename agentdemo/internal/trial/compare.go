// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
)

// Side says which runs a comparison makes.
type Side string

// The sides.
const (
	Both    Side = "both"
	With    Side = "with"    // failure tracking
	Without Side = "without" // it
)

// Comparison is what tracking changes: nothing in the answers, and some cost.
type Comparison struct {
	Scenario  string   `json:"scenario"`
	Runs      int      `json:"runs"` // of each side
	Seed      uint64   `json:"seed"`
	Equal     int      `json:"equal_answers"`
	Differ    []uint64 `json:"seeds_that_differ"`
	Failures  int      `json:"failures"` // that the tracked runs recorded
	With      Cost     `json:"with"`     // of all runs together
	Without   Cost     `json:"without"`
	CountedBy string   `json:"instructions_counted_by,omitempty"` // perf or callgrind
	// NoInstructions says why instructions were not counted.
	NoInstructions string `json:"no_instructions,omitempty"`
}

// Compare makes the same runs with and without tracking, one after the other, so
// that their costs can be told apart. Every other seed begins with the tracked
// run.
func Compare(ctx context.Context, s scenarios.Scenario, runs int, seed uint64, side Side) (Comparison, error) {
	c := Comparison{Scenario: s.Name, Runs: runs, Seed: seed, Differ: []uint64{}}
	dir, err := os.MkdirTemp("", "agentdemo-compare-")
	if err != nil {
		return c, fmt.Errorf("compare: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if side == Both { // the first run pays for what is made once
		for _, tracked := range []bool{true, false} {
			if _, err := Ask(ctx, s, seed, filepath.Join(dir, fmt.Sprint("first-", tracked)), Options{Untracked: !tracked}); err != nil {
				return c, fmt.Errorf("compare: %w", err)
			}
		}
	}
	for n := range runs {
		if err := c.one(ctx, s, seed+uint64(n), dir, side); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (c *Comparison) one(ctx context.Context, s scenarios.Scenario, seed uint64, dir string, side Side) error {
	order := []bool{seed%2 == 0, seed%2 != 0}
	results := map[bool]Run{}
	for _, tracked := range order {
		if side == With && !tracked || side == Without && tracked {
			continue
		}
		// Both sides have the same directory: an answer may name a file in it.
		at := filepath.Join(dir, fmt.Sprint(seed))
		r, err := Ask(ctx, s, seed, at, Options{Untracked: !tracked})
		if err != nil {
			return fmt.Errorf("compare: seed %d: %w", seed, err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := os.RemoveAll(at); err != nil {
			return fmt.Errorf("compare: %w", err)
		}
		results[tracked] = r
	}
	if r, ok := results[true]; ok {
		c.With = c.With.plus(r.Cost)
		c.Failures += len(r.Records)
	}
	if r, ok := results[false]; ok {
		c.Without = c.Without.plus(r.Cost)
	}
	if side != Both {
		return nil
	}
	if same(results[true], results[false]) {
		c.Equal++
	} else {
		c.Differ = append(c.Differ, seed)
	}
	return nil
}

// same compares what a user sees of two runs.
func same(a, b Run) bool {
	return a.State.Answer == b.State.Answer && (a.Err == nil) == (b.Err == nil) && a.Panicked == b.Panicked &&
		len(a.Injections) == len(b.Injections)
}
