// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app_test

import (
	"context"
	"flag"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killedDir); dir != "" {
		runToBeKilled(dir)
		return
	}
	flag.Parse()
	// Chaos tests mostly wait for deadlines, so the number of CPUs is no bound.
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// today is the day on which all tests ask.
var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

const parisQuery = "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"

// run is what is left of one run.
type run struct {
	state   *agent.State
	err     error
	app     *app.App // closed
	records []failurelog.Record
	lines   []string // of progress
	warned  []string
}

// ask has a fresh app answer one question.
func ask(t *testing.T, query string, edit func(*app.Config)) (r run) {
	t.Helper()
	return askIn(t.Context(), t, query, edit)
}

func askIn(ctx context.Context, t *testing.T, query string, edit func(*app.Config)) (r run) {
	t.Helper()
	s := settings.Default()
	s.RuntimeDir = t.TempDir()
	s.RunID = "run-test"
	c := app.Config{
		Settings: s,
		Now:      func() time.Time { return today },
		Getenv:   func(string) string { return "" },
		Progress: func(e agent.Event) { r.lines = append(r.lines, e.Text) },
		Warn:     func(text string) { r.warned = append(r.warned, text) },
	}
	if edit != nil {
		edit(&c)
	}
	a, err := app.New(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	r.app = a
	defer func() {
		if err := a.Close(ctx); err != nil {
			t.Error(err)
		}
		r.records = records(t, c.Settings.LogDir())
	}()
	r.state, r.err = a.Ask(ctx, query)
	return
}

// records reads the failures of a log directory, each with its last outcome.
func records(t *testing.T, dir string) []failurelog.Record {
	t.Helper()
	sources, err := failurelog.Sources(dir)
	if err != nil {
		return nil // nothing was tracked
	}
	var all []failurelog.Record
	for rec, err := range failurelog.Join(failurelog.Records(sources...)) {
		if err != nil {
			t.Error(err)
			continue
		}
		all = append(all, rec)
	}
	return all
}

func chaosSeed(seed uint64) func(*app.Config) {
	return func(c *app.Config) {
		c.Settings.ChaosMode, c.Settings.Seed = true, seed
		c.Settings.ToolTimeout, c.Settings.LLMTimeout = chaosLimit, chaosLimit
	}
}

// chaosLimit ends injected hangs soon, and leaves a loaded machine time for
// calls that are well.
const chaosLimit = 2000 * time.Millisecond
