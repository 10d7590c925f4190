// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/agentdemo/internal/trial"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
)

// compareFlags are those of the command compare.
type compareFlags struct {
	scenario, format string
	side             string
	runs             int
	seed             uint64
	limit            time.Duration
	instructions     bool
}

// instructionRuns is how many runs instructions are counted of: stepping through
// them is slow.
const instructionRuns = 4

func newCompare(p *printer) *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:   "compare",
		Short: "Run the same seeds with and without tracking, and compare",
		Long: `Run the same seeds with and without failure tracking, one after the other: the
answers must be equal. The costs are those of the whole process from the question
until all is written, model and services included: allocations, processor time,
time on the clock, and with --instructions the instructions in user space, counted
by perf or, where the machine does not let us, by valgrind's callgrind.

Exit codes: 0 all answers are equal, 1 some are not, 2 wrong usage.`,
		Example: `  agentdemo compare --runs 50
  agentdemo compare --runs 20 --instructions --format json`,
		Args: cobra.NoArgs,
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.IntVar(&f.runs, "runs", 20, "number of seeds")
	set.Uint64Var(&f.seed, "seed", 1, "first seed")
	set.StringVar(&f.scenario, "scenario", "broken-network", "scenario whose faults are met")
	set.StringVar(&f.side, "side", string(trial.Both), "both, with or without tracking")
	set.BoolVar(&f.instructions, "instructions", false, "count instructions as well, which takes minutes under callgrind")
	set.DurationVar(&f.limit, "time-limit", 10*time.Second, "time limit of one call, where the scenario has none")
	set.StringVar(&f.format, "format", "text", "text or json")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		ctx, stop := interruptible(cmd.Context())
		defer stop()
		return f.run(ctx, p)
	}
	return cmd
}

func (f compareFlags) run(ctx context.Context, p *printer) error {
	s, err := f.check()
	if err != nil {
		return &exitError{exitUsage, err}
	}
	c, err := trial.Compare(ctx, s, f.runs, f.seed, trial.Side(f.side))
	if err != nil {
		return exitOf(ctx, err)
	}
	if f.instructions {
		f.count(ctx, &c)
	}
	if err := writeResult(p, f.format, c, func(w io.Writer) error { return f.text(w, c) }); err != nil {
		return &exitError{exitFailed, err}
	}
	if len(c.Differ) > 0 {
		return &exitError{exitFailed, fmt.Errorf("answers differ with the seeds %d", c.Differ)}
	}
	return nil
}

func (f compareFlags) check() (scenarios.Scenario, error) {
	s, err := scenarios.Find(f.scenario)
	switch {
	case err != nil:
		return s, err
	case f.runs < 1 || f.runs > maxRuns:
		return s, fmt.Errorf("--runs: %d is not between 1 and %d", f.runs, maxRuns)
	case f.limit <= 0:
		return s, fmt.Errorf("--time-limit: %v is not above 0", f.limit)
	case f.format != "text" && f.format != "json":
		return s, fmt.Errorf("--format: %q: want text or json", f.format)
	}
	switch trial.Side(f.side) {
	case trial.Both, trial.With, trial.Without:
	default:
		return s, fmt.Errorf("--side: %q: want both, with or without", f.side)
	}
	if s.Agent.ToolTimeout == 0 {
		s.Agent.ToolTimeout = f.limit
	}
	if s.Agent.LLMTimeout == 0 {
		s.Agent.LLMTimeout = f.limit
	}
	return s, nil
}

// count has this very program run each side under an instruction counter, once
// with one run and once with more: the difference is free of what it costs to
// start.
func (f compareFlags) count(ctx context.Context, c *trial.Comparison) {
	program, err := os.Executable()
	if err != nil {
		c.NoInstructions = err.Error()
		return
	}
	counted := func(side trial.Side, runs int) uint64 {
		n, tool, countErr := trial.CountInstructions(ctx, program, "compare", "--side", string(side), "--scenario", f.scenario,
			"--runs", fmt.Sprint(runs), "--seed", fmt.Sprint(f.seed), "--time-limit", "5m", "--format", "json")
		if countErr != nil {
			err = countErr
		}
		c.CountedBy = tool
		return n
	}
	for side, cost := range map[trial.Side]*trial.Cost{trial.With: &c.With, trial.Without: &c.Without} {
		first, more := counted(side, 1), counted(side, 1+instructionRuns)
		if err != nil {
			c.NoInstructions = err.Error()
			return
		}
		cost.Instructions = (more - first) / instructionRuns * uint64(f.runs)
	}
}

func (f compareFlags) text(w io.Writer, c trial.Comparison) error {
	if trial.Side(f.side) == trial.Both {
		_, _ = fmt.Fprintf(w, "Scenario %s, seeds %d to %d: %d of %d answers are equal with and without tracking.\n",
			c.Scenario, c.Seed, c.Seed+uint64(c.Runs)-1, c.Equal, c.Runs)
		_, _ = fmt.Fprintf(w, "Failures recorded: %d\n\n", c.Failures)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(tw, "per run\twithout\twith\tratio\t")
	n := float64(c.Runs)
	row := func(name string, without, with float64, format string) {
		ratio := "–"
		if without > 0 && with > 0 {
			ratio = fmt.Sprintf("%.2f", with/without)
		}
		_, _ = fmt.Fprintf(tw, "%s\t"+format+"\t"+format+"\t%s\t\n", name, without/n, with/n, ratio)
	}
	row("allocations", float64(c.Without.Allocations), float64(c.With.Allocations), "%.0f")
	row("bytes allocated", float64(c.Without.Bytes), float64(c.With.Bytes), "%.0f")
	row("processor time, ms", ms(c.Without.CPU), ms(c.With.CPU), "%.2f")
	row("time on the clock, ms", ms(c.Without.Wall), ms(c.With.Wall), "%.2f")
	if c.With.Instructions > 0 {
		row("instructions ("+c.CountedBy+")", float64(c.Without.Instructions), float64(c.With.Instructions), "%.0f")
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if c.NoInstructions != "" {
		_, _ = fmt.Fprintf(w, "\nInstructions are not counted: %s\n", c.NoInstructions)
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
