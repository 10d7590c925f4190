// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// Config is what is tried.
type Config struct {
	Scenarios []scenarios.Scenario // taken in turn
	Runs      int
	Seed      uint64 // of the first run; each run has the next one
	Parallel  int    // runs at a time
	Dir       string // keeps truth and logs of each run; empty: a temporary one, removed run by run
	Soak      bool   // compare memory and goroutines early and late
	Done      func() // called after each run, by one goroutine at a time; may be nil
}

// Try makes the runs and judges them. A cancelled context ends it with an error
// after the runs that are under way.
func Try(ctx context.Context, c Config) (Result, error) {
	r := Result{
		Seed: c.Seed, Parallel: max(1, c.Parallel), WrongData: []WrongData{}, Problems: []Problem{},
		Outcomes: map[failurelog.Outcome]map[failurelog.Outcome]int{},
	}
	for _, s := range c.Scenarios {
		r.Scenarios = append(r.Scenarios, s.Name)
	}
	if len(c.Scenarios) == 0 || c.Runs < 1 {
		return r, errors.New("trial: nothing to run")
	}
	keep := c.Dir != ""
	if !keep {
		dir, err := os.MkdirTemp("", "agentdemo-trial-")
		if err != nil {
			return r, fmt.Errorf("trial: %w", err)
		}
		defer func() { _ = os.RemoveAll(dir) }()
		c.Dir = dir
	}
	start := time.Now()
	b := batch{config: c, keep: keep, result: &r}
	if !c.Soak {
		err := b.run(ctx, 0, c.Runs)
		r.Took = time.Since(start)
		return r, err
	}
	early := earlyRuns(c.Runs, r.Parallel)
	if err := b.run(ctx, 0, early); err != nil {
		return r, err
	}
	r.Soak = &Soak{EarlyRuns: early, LateRuns: c.Runs}
	r.Soak.Early = measure(Sample{})
	err := b.run(ctx, early, c.Runs)
	r.Soak.Late = measure(r.Soak.Early)
	r.Took = time.Since(start)
	return r, err
}

// batch makes runs, several at a time.
type batch struct {
	config Config
	keep   bool

	mu     sync.Mutex
	result *Result
	err    error
}

// run makes the runs with the numbers from first up to before last.
func (b *batch) run(ctx context.Context, first, last int) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	numbers := make(chan int)
	var wg sync.WaitGroup
	for range max(1, b.config.Parallel) {
		wg.Go(func() {
			for n := range numbers {
				if err := b.one(ctx, n); err != nil {
					b.mu.Lock()
					b.err = errors.Join(b.err, err)
					b.mu.Unlock()
					stop()
				}
			}
		})
	}
feed:
	for n := first; n < last; n++ {
		select {
		case numbers <- n:
		case <-ctx.Done():
			break feed
		}
	}
	close(numbers)
	wg.Wait()
	if b.err == nil {
		return ctx.Err()
	}
	return b.err
}

func (b *batch) one(ctx context.Context, n int) error {
	s := b.config.Scenarios[n%len(b.config.Scenarios)]
	seed := b.config.Seed + uint64(n)
	dir := filepath.Join(b.config.Dir, fmt.Sprintf("%s-%d", s.Name, seed))
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("trial: %s is there already: results of two trials in one directory cannot be told apart", dir)
	}
	// In every other run HTTP is instrumented by somebody else, too.
	run, err := Ask(ctx, s, seed, dir, Options{HTTPSpans: seed%2 == 0})
	if err != nil {
		return fmt.Errorf("trial: scenario %s, seed %d: %w", s.Name, seed, err)
	}
	if ctx.Err() != nil {
		return nil // cut short: nothing to judge
	}
	v := Judge(run)
	if !b.keep {
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("trial: %w", err)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.result.add(v)
	if b.config.Done != nil {
		b.config.Done()
	}
	return nil
}

// refused reports whether the agent asked back.
func refused(err error) bool {
	var input *agent.InputError
	return errors.As(err, &input)
}
