// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/settings"
)

func newChat(env Environment, p *printer) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "chat [QUERY]",
		Short: "Plan a trip",
		Long: `Plan a trip from a question in plain words. Without QUERY a conversation begins
in a terminal; else the question is read from what is piped in.

In a terminal the agent asks back where something is missing or ambiguous.
Elsewhere it says what it assumes, or refuses.

By default the model and all services are an embedded sandbox: no key is needed
and nothing leaves the machine. Settings are also read from the environment, in
upper case (TRACK_FAILURES, FAILURE_LOG_DIR, …); flags win.`,
		Example: `  agentdemo chat "Plan a trip to Paris, 2026-12-01 to 2026-12-05, from London"
  agentdemo chat --append-to-current "add Rome, and make it 8 days"
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
		c := newConversation(s, env, p)
		switch {
		case len(args) > 0:
			err = c.once(ctx, strings.Join(args, " "))
		case env.Terminal:
			err = c.loop(ctx)
		default:
			var text string
			if text, err = piped(ctx, env.In); err == nil {
				err = c.once(ctx, text)
			}
		}
		return exitOf(ctx, err)
	}
	return cmd
}

// conversation is a series of questions about one trip.
type conversation struct {
	settings settings.Settings
	env      Environment
	p        *printer
	console  *console
	trip     *agent.Trip // of the last answer
	asked    int
}

func newConversation(s settings.Settings, env Environment, p *printer) *conversation {
	prompts := io.Writer(p)
	if s.Format == settings.FormatJSON {
		prompts = p.err // the output is for a program
	}
	return &conversation{settings: s, env: env, p: p, console: newConsole(env, prompts)}
}

// once answers one question.
func (c *conversation) once(ctx context.Context, text string) error {
	text, err := checkQuery(text)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	return c.answer(ctx, text)
}

// loop answers questions until the person has no more. What went wrong with one
// is said, and the conversation goes on.
func (c *conversation) loop(ctx context.Context) error {
	prompt := "Where would you like to go? "
	for {
		text, err := c.console.line(ctx, prompt)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, io.EOF):
			_, _ = fmt.Fprintln(c.console.out)
			return c.ended()
		case err != nil:
			return &exitError{exitUsage, fmt.Errorf("the question cannot be read: %w", err)}
		case isFarewell(text):
			return c.ended()
		}
		if err := c.once(ctx, text); err != nil {
			if ctx.Err() != nil {
				return err
			}
			c.p.fail(err)
		}
		prompt = "\nAnything to change? (Enter ends the conversation) "
	}
}

// ended is an error where nothing was asked at all.
func (c *conversation) ended() error {
	if c.asked == 0 {
		_, err := checkQuery("")
		return &exitError{exitUsage, err}
	}
	return nil
}
