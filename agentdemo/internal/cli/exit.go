// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/otelfail/otelfail-go/agentdemo/internal/agent"
	"github.com/otelfail/otelfail-go/agentdemo/internal/app"
)

// The exit codes.
const (
	exitOK          = 0
	exitFailed      = 1   // the agent failed or panicked
	exitUsage       = 2   // it was asked for something that cannot be
	exitInterrupted = 130 // Ctrl-C
)

var errInterrupted = errors.New("interrupted")

// exitError ends the program with a code, after a line if there is an error.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// exitOf says how the program ends.
func exitOf(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	return &exitError{outcomeOf(ctx, err), interruption(ctx, err)}
}

// interruption names an error that Ctrl-C caused.
func interruption(ctx context.Context, err error) error {
	if outcomeOf(ctx, err) == exitInterrupted {
		return errInterrupted
	}
	return err
}

// outcomeOf returns the exit code that an error stands for.
func outcomeOf(ctx context.Context, err error) int {
	var (
		exit   *exitError
		input  *agent.InputError
		config *app.ConfigError
		panic  *panicked
	)
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return exit.code
	case errors.As(err, &input), errors.As(err, &config):
		return exitUsage
	case errors.As(err, &panic):
		return exitFailed
	case ctx.Err() != nil:
		return exitInterrupted
	}
	return exitFailed
}
