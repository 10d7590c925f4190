// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
	"github.com/otelfail/otelfail-go/otelfail/chaos"
)

func newChat(env Environment, p *printer) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "chat [QUERY]",
		Short: "Plan a trip",
		Long: `Plan a trip from a question in plain words. Without QUERY the question is asked
for in a terminal, or read from what is piped in.

By default the model and all services are an embedded sandbox: no key is needed
and nothing leaves the machine. Settings are also read from the environment, in
upper case (TRACK_FAILURES, FAILURE_LOG_DIR, …); flags win.`,
		Example: `  agentdemo chat "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"
  agentdemo chat --chaos-mode --seed 7 "3 days in Rome"`,
		Args: cobra.ArbitraryArgs,
	}
	f := newFlags(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once

		fromEnv, err := settings.FromEnv(env.LookupEnv)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		s, err := f.apply(fromEnv)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		text, err := query(ctx, args, env, p)
		if err != nil {
			if ctx.Err() != nil {
				return &exitError{exitInterrupted, errInterrupted}
			}
			return &exitError{exitUsage, err}
		}
		return chat(ctx, text, s, env, p)
	}
	return cmd
}

var errInterrupted = errors.New("interrupted")

// chat asks the agent one question. However that ends, the report is printed.
func chat(ctx context.Context, text string, s settings.Settings, env Environment, p *printer) error {
	if s.ChaosMode && !s.SeedSet && !s.SeedFromEnv {
		s.Seed = rand.Uint64N(10_000) // short enough to type
	}
	a, err := app.New(ctx, app.Config{
		Settings:  s,
		Progress:  p.step,
		Warn:      p.warnOnce,
		Stdout:    p,
		Getenv:    env.getenv,
		Transport: env.Transport,
	})
	if err != nil {
		code := exitFailed
		var config *app.ConfigError
		if errors.As(err, &config) {
			code = exitUsage
		}
		return &exitError{code, err}
	}
	defer func() {
		if err := a.Close(ctx); err != nil {
			p.warnOnce(err.Error())
		}
	}()
	if s.ChaosMode {
		p.line("Chaos mode: injecting faults, repeat with --chaos-mode --seed %d", s.Seed)
	}

	answer, err := ask(ctx, a, text, s.VerboseFailures, p)
	if err == nil {
		_, _ = fmt.Fprintln(p)
		p.text(answer)
		_, _ = fmt.Fprintln(p)
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
	return exitOf(ctx, err)
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

// ask runs the agent and turns a panic into an error, so that the report is
// printed and the process ends in order.
func ask(ctx context.Context, a *app.App, text string, verbose bool, p *printer) (answer string, err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicked{value}
			if verbose {
				_, _ = fmt.Fprintln(p.err, safeLines(string(debug.Stack())))
			}
		}
	}()
	state, err := a.Ask(ctx, text)
	return state.Answer, err
}

// exitOf says how the program ends.
func exitOf(ctx context.Context, err error) error {
	var (
		input *agent.InputError
		panic *panicked
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &input):
		return &exitError{exitUsage, err}
	case errors.As(err, &panic):
		return &exitError{exitFailed, err}
	case ctx.Err() != nil:
		return &exitError{exitInterrupted, errInterrupted}
	}
	return &exitError{exitFailed, err}
}
