// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

// answer has an agent answer one question, as a run of its own. However that
// ends, the report is printed.
func (c *conversation) answer(ctx context.Context, text string) error {
	p, s := c.p, c.runSettings()
	cfg := app.Config{
		Settings:  s,
		Progress:  p.step,
		Warn:      p.warnOnce,
		Stdout:    p,
		Getenv:    c.env.getenv,
		Transport: c.env.Transport,
		Log:       slog.New(slog.NewTextHandler(p.errLines(), &slog.HandlerOptions{Level: s.LogLevel})),
	}
	plain := s.Format == settings.FormatText
	if !plain {
		cfg.Progress, cfg.Stdout = nil, p.err
	}
	if c.env.Terminal && plain {
		cfg.Ask = c.console.ask
	}
	a, err := app.New(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() {
		if err := a.Close(ctx); err != nil {
			p.warnOnce(err.Error())
		}
	}()
	if s.ChaosMode && plain {
		p.line("Chaos mode: injecting faults, repeat with --chaos-mode --seed %d", s.Seed)
	}
	state, err := run(ctx, a, agent.Request{Query: text, Current: c.trip, AppendToCurrent: s.AppendToCurrent}, s.VerboseFailures, p)
	if err == nil {
		c.trip = &state.Trip
	}
	if !plain {
		if writeErr := writeJSON(p, a, s, state, outcomeOf(ctx, err), interruption(ctx, err)); writeErr != nil {
			p.warnOnce(writeErr.Error())
		}
		return err
	}
	if err == nil {
		writeAnswer(p, state, s.IncludeReasoning)
	}
	if s.ChaosMode {
		p.line("Chaos mode: %s", injected(a.Injections()))
	}
	var input *agent.InputError
	if !errors.As(err, &input) || a.Failed() { // a mistake of the user's is no failure to report
		if err := a.WriteReport(p); err != nil {
			p.warnOnce(err.Error())
		}
	}
	return err
}

// runSettings are the settings of the next run: each has an id of its own.
func (c *conversation) runSettings() settings.Settings {
	s := c.settings
	c.asked++
	if s.RunID != "" && c.asked > 1 {
		s.RunID = fmt.Sprintf("%s-%d", s.RunID, c.asked)
	}
	if s.ChaosMode && !s.SeedSet && !s.SeedFromEnv {
		s.Seed = rand.Uint64N(10_000) // short enough to type
	}
	return s
}

func writeAnswer(p *printer, state *agent.State, reasoning bool) {
	_, _ = fmt.Fprintln(p)
	p.text(state.Answer)
	if reasoning {
		_, _ = fmt.Fprint(p, "\n## Reasoning\n\n")
		for _, line := range state.Reasoning {
			p.line("- %s", line)
		}
	}
	_, _ = fmt.Fprintln(p)
	if state.Calendar != "" {
		p.line("Calendar saved to: %s", state.Calendar)
	}
}

// injected says what chaos did, to compare the report with.
func injected(all []chaos.Injection) string {
	surfaced := 0
	for _, in := range all {
		if in.Surfaced == chaos.Yes {
			surfaced++
		}
	}
	return fmt.Sprintf("faults injected: %d, of these reached the agent: %d", len(all), surfaced)
}

// panicked is a panic of the agent.
type panicked struct{ value any }

func (e *panicked) Error() string { return fmt.Sprintf("the agent panicked: %v", e.value) }

// run asks the agent and turns a panic into an error, so that the report is
// printed and the process ends in order.
func run(ctx context.Context, a *app.App, r agent.Request, verbose bool, p *printer) (state *agent.State, err error) {
	state = &agent.State{Request: r, Termination: agent.TerminatedByError}
	defer func() {
		if value := recover(); value != nil {
			err = &panicked{value}
			if verbose {
				_, _ = fmt.Fprintln(p.err, safeLines(string(debug.Stack())))
			}
		}
	}()
	return a.Run(ctx, r)
}
