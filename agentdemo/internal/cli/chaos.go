// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/otelfail/otelfail-go/agentdemo/internal/trial"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
)

// Bounds of what one command may ask for.
const (
	maxRuns     = 1_000_000
	maxParallel = 256
)

// chaosFlags are those of the command chaos.
type chaosFlags struct {
	dir, out, format string
	only             []string
	runs, parallel   int
	seed             uint64
	soak             bool
}

func newChaos(env Environment, p *printer) *cobra.Command {
	var f chaosFlags
	cmd := &cobra.Command{
		Use:   "chaos",
		Short: "Inject faults into many runs, and compare truth and log",
		Long: `Ask the agent many questions while faults are injected, and compare what was
injected with what was recorded: recall, double counts, false alarms, category,
reason and outcome. What became of a failure is judged by what the agent did, not
by what the log says.

Every run has the next seed and the next scenario; the same seeds give the same
faults. Model and services are the embedded sandbox.

Exit codes: 0 all goals are met, 1 some are not, 2 wrong usage.`,
		Example: `  agentdemo chaos --runs 500
  agentdemo chaos --scenarios my-scenarios --runs 100 --seed 7 -o results
  agentdemo chaos --runs 2000 --soak`,
		Args: cobra.NoArgs,
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&f.dir, "scenarios", "", "directory of scenario files (default: those that are built in)")
	set.StringSliceVar(&f.only, "scenario", nil, "only the scenario of this name; may be repeated")
	set.IntVar(&f.runs, "runs", 100, "number of runs")
	set.Uint64Var(&f.seed, "seed", 1, "seed of the first run")
	set.IntVar(&f.parallel, "parallel", 8, "runs at a time")
	set.StringVar(&f.format, "format", "text", "text or json")
	set.StringVarP(&f.out, "output", "o", "", "directory that keeps truth and logs of each run, and the result")
	set.BoolVar(&f.soak, "soak", false, "also compare heap and goroutines early and late")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx, stop := interruptible(cmd.Context())
		defer stop()
		return f.run(ctx, env, p)
	}
	return cmd
}

// interruptible ends with Ctrl-C. A second one ends the process at once.
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

func (f chaosFlags) run(ctx context.Context, env Environment, p *printer) error {
	chosen, err := f.check()
	if err != nil {
		return &exitError{exitUsage, err}
	}
	done := 0
	r, err := trial.Try(ctx, trial.Config{
		Scenarios: chosen, Runs: f.runs, Seed: f.seed, Parallel: f.parallel, Dir: f.out, Soak: f.soak,
		Done: func() { done++; showProgress(env.Err, done, f.runs) },
	})
	if err != nil {
		return exitOf(ctx, err)
	}
	if err := f.keep(r); err != nil {
		return &exitError{exitFailed, err}
	}
	if err := writeResult(p, f.format, r, r.WriteText); err != nil {
		return &exitError{exitFailed, err}
	}
	if missed := r.Goals(); len(missed) > 0 {
		return &exitError{exitFailed, fmt.Errorf("goals missed: %s", strings.Join(missed, "; "))}
	}
	return nil
}

func (f chaosFlags) check() ([]scenarios.Scenario, error) {
	switch {
	case f.runs < 1 || f.runs > maxRuns:
		return nil, fmt.Errorf("--runs: %d is not between 1 and %d", f.runs, maxRuns)
	case f.parallel < 1 || f.parallel > maxParallel:
		return nil, fmt.Errorf("--parallel: %d is not between 1 and %d", f.parallel, maxParallel)
	case f.format != "text" && f.format != "json":
		return nil, fmt.Errorf("--format: %q: want text or json", f.format)
	}
	all, err := scenarios.All()
	if f.dir != "" {
		all, err = scenarios.Load(f.dir)
	}
	if err != nil || len(f.only) == 0 {
		return all, err
	}
	var chosen []scenarios.Scenario
	for _, name := range f.only {
		s, err := scenarios.Choose(all, name)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, s)
	}
	return chosen, nil
}

// keep writes the result beside the logs of the runs.
func (f chaosFlags) keep(r trial.Result) error {
	if f.out == "" {
		return nil
	}
	for _, format := range []string{"text", "json"} {
		ext := map[string]string{"text": ".txt", "json": ".json"}[format]
		file, err := os.OpenFile(filepath.Join(f.out, "result"+ext), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		if err := errors.Join(writeResult(file, format, r, r.WriteText), file.Close()); err != nil {
			return err
		}
	}
	return nil
}

func writeResult(w io.Writer, format string, v any, text func(io.Writer) error) error {
	if format != "json" {
		return text(w)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// showProgress counts for a person who waits at a terminal.
func showProgress(w io.Writer, done, of int) {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return
	}
	_, _ = fmt.Fprintf(w, "\r%d of %d runs", done, of)
	if done == of {
		_, _ = fmt.Fprint(w, "\r\x1b[K")
	}
}
