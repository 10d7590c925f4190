// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// callLimit is the time limit of one call in a trial. An injected hang ends soon;
// a call that is well has time enough on a busy machine.
const callLimit = 2 * time.Second

// runLimit ends a run that hangs for good, which none should.
const runLimit = time.Minute

// today is the day on which all trials ask, so that a seed means the same trip
// in every year.
var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// Run is one question and what the three witnesses say of its answer.
type Run struct {
	Scenario scenarios.Scenario
	Seed     uint64
	State    *agent.State
	Err      error // that ended the run
	Panicked bool
	Report   string // that the run itself prints
	Cost     Cost   // of answering, from the question until all is written

	Progress   []agent.Event
	Calls      []app.Call          // in the order in which they ended
	Injections []chaos.Injection   // as read from the truth log
	Records    []failurelog.Record // each with its last outcome
}

// Name tells the run from others.
func (r Run) Name() string { return fmt.Sprintf("%s-%d", r.Scenario.Name, r.Seed) }

// Options say what is around the agent.
type Options struct {
	Untracked bool // no failure tracking
	HTTPSpans bool // somebody else makes a span of each request
}

// Ask makes one run, with its files in dir. The error is one of the machinery, not
// of the agent.
func Ask(ctx context.Context, s scenarios.Scenario, seed uint64, dir string, o Options) (r Run, err error) {
	r = Run{Scenario: s, Seed: seed}
	set := s.Apply(settings.Default())
	set.Seed, set.SeedSet, set.ChaosMode = seed, true, true
	set.RunID, set.RuntimeDir = r.Name(), dir
	set.TrackFailures = !o.Untracked
	set.ToolTimeout, set.LLMTimeout = limit(set.ToolTimeout), limit(set.LLMTimeout)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return r, err
	}
	truth, err := os.OpenFile(filepath.Join(dir, "truth.jsonl"), os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, truth.Close()) }()

	var mu sync.Mutex
	var warned []error
	config := app.Config{
		Settings: set,
		Scenario: &s.Scenario,
		Truth:    truth,
		Now:      func() time.Time { return today },
		Getenv:   func(string) string { return "" },
		Progress: func(e agent.Event) { r.Progress = append(r.Progress, e) },
		Warn: func(text string) {
			mu.Lock()
			defer mu.Unlock()
			warned = append(warned, errors.New(text))
		},
		Watch: func(c app.Call) {
			mu.Lock()
			defer mu.Unlock()
			r.Calls = append(r.Calls, c)
		},
	}
	if o.HTTPSpans {
		config.Transport = func(base http.RoundTripper) http.RoundTripper { return httpSpans{base} }
	}
	a, err := app.New(ctx, config)
	if err != nil {
		return r, err
	}
	meter := startMeter()
	limited, cancel := context.WithTimeout(ctx, runLimit)
	defer cancel()
	r.State, r.Panicked, r.Err = answer(limited, a, s.Agent.Query)
	var report bytes.Buffer
	r.Cost = meter.stop()
	err = a.WriteReport(&report)
	meter = startMeter() // what is left is written now
	err = errors.Join(err, a.Close(ctx))
	r.Cost = r.Cost.plus(meter.stop())
	r.Report = report.String()
	mu.Lock()
	err = errors.Join(append(warned, err)...)
	mu.Unlock()
	if err == nil {
		err = r.read(truth, set.LogDir(), o)
	}
	return r, err
}

func limit(given time.Duration) time.Duration {
	if given > 0 {
		return given
	}
	return callLimit
}

// answer asks the question. The state is that of the answer, or an empty one.
func answer(ctx context.Context, a *app.App, query string) (state *agent.State, panicked bool, err error) {
	defer func() {
		if value := recover(); value != nil {
			state, panicked, err = &agent.State{}, true, fmt.Errorf("the agent panicked: %v", value)
		}
	}()
	state, err = a.Ask(ctx, query)
	return state, false, err
}

// read hears the two witnesses that write files.
func (r *Run) read(truth *os.File, logs string, o Options) error {
	if _, err := truth.Seek(0, 0); err != nil {
		return err
	}
	for i, err := range chaos.ReadTruth(truth) {
		if err != nil {
			return err
		}
		r.Injections = append(r.Injections, i)
	}
	if o.Untracked {
		return nil
	}
	sources, err := failurelog.Sources(logs)
	if err != nil {
		return err
	}
	for rec, err := range failurelog.Join(failurelog.Records(sources...)) {
		if err != nil {
			return err
		}
		r.Records = append(r.Records, rec)
	}
	return nil
}
