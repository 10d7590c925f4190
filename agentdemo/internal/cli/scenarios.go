// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/agentdemo/internal/showcase"
	"github.com/otelfail/otelfail-go/agentdemo/internal/trial"
	"github.com/otelfail/otelfail-go/agentdemo/scenarios"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

func newScenarios(p *printer) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scenarios",
		Short: "List and explain what can go wrong; run one of it",
		Long: `List the built-in scenarios, with what happens in each and what to look for.
agentdemo scenarios run NAME runs one; agentdemo chaos runs many and compares.`,
		Example: `  agentdemo scenarios
  agentdemo scenarios run timeout-cascade
  agentdemo scenarios run tracker-demo`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := scenarios.All()
			if err != nil {
				return &exitError{exitFailed, err}
			}
			explain(p, all)
			return nil
		},
	}
	cmd.AddCommand(newScenariosRun(p))
	return cmd
}

func explain(w io.Writer, all []scenarios.Scenario) {
	for _, s := range all {
		_, _ = fmt.Fprintf(w, "%s: %s\n", s.Name, s.Title)
		for line := range strings.Lines(s.Description) {
			_, _ = fmt.Fprintf(w, "    %s\n", strings.TrimSpace(line))
		}
		if s.Agent.LookFor != "" {
			_, _ = fmt.Fprintf(w, "    Look for: %s\n", s.Agent.LookFor)
		}
		_, _ = fmt.Fprintln(w)
	}
	_, _ = fmt.Fprintf(w, "%s: %s\n", showcase.Name, showcase.Title)
}

func newScenariosRun(p *printer) *cobra.Command {
	var (
		seed uint64
		out  string
	)
	cmd := &cobra.Command{
		Use:   "run NAME",
		Short: "Run one scenario: the answer, what was injected, what was recorded",
		Long: `Run one scenario and show the agent's answer, what was injected, what was recorded,
and the report. ` + showcase.Name + ` shows failure tracking in four parts.

Exit codes: 0 truth and log agree, 1 they do not, 2 wrong usage.`,
		Args: cobra.ExactArgs(1),
	}
	cmd.Flags().Uint64Var(&seed, "seed", 1, "decides the faults")
	cmd.Flags().StringVarP(&out, "output", "o", "", "directory that keeps truth and log (default: a temporary one)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx, stop := interruptible(cmd.Context())
		defer stop()
		return runScenario(ctx, p, args[0], seed, out)
	}
	return cmd
}

func runScenario(ctx context.Context, p *printer, name string, seed uint64, dir string) error {
	if dir == "" {
		temporary, err := os.MkdirTemp("", "agentdemo-scenario-")
		if err != nil {
			return &exitError{exitFailed, err}
		}
		defer func() { _ = os.RemoveAll(temporary) }()
		dir = temporary
	} else if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return &exitError{exitUsage, fmt.Errorf("%s is not empty: two runs in one directory cannot be told apart", dir)}
	}
	if name == showcase.Name {
		return exitOf(ctx, showcase.Show(ctx, p, dir, seed))
	}
	s, err := scenarios.Find(name)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	p.text(fmt.Sprintf("%s: %s\n\n%s\nQuestion: %s\nSeed: %d\n", s.Name, s.Title, s.Description, s.Agent.Query, seed))
	run, err := trial.Ask(ctx, s, seed, dir, trial.Options{})
	if err != nil {
		return exitOf(ctx, err)
	}
	if err := ctx.Err(); err != nil {
		return exitOf(ctx, err)
	}
	v := trial.Judge(run)
	show(p, run, v)
	if len(v.Problems) > 0 {
		return &exitError{exitFailed, fmt.Errorf("truth and log disagree: %s", v.Problems[0].Detail)}
	}
	return nil
}

func show(p *printer, run trial.Run, v *trial.Verdict) {
	for _, e := range run.Progress {
		p.step(e)
	}
	switch {
	case run.Err != nil:
		p.line("\nNo answer: %v", run.Err)
	default:
		p.text("\n" + strings.TrimSpace(run.State.Answer))
	}
	p.line("")
	writeInjected(p, v)
	p.line("")
	writeRecorded(p, run)
	p.text(run.Report)
	for _, problem := range v.Problems {
		p.line("Disagreement, %s: %s", problem.Kind, problem.Detail)
	}
	if len(v.Problems) == 0 {
		p.line("Truth and log agree.")
	}
}

// writeInjected lists the truth: what was done, and what the agent made of it.
func writeInjected(w io.Writer, v *trial.Verdict) {
	if len(v.Faults) == 0 {
		_, _ = fmt.Fprintln(w, "INJECTED: nothing")
		return
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(tw, "INJECTED\tcall\tfault\tdetail\twhat became of it")
	for _, f := range v.Faults {
		became := "nothing: the call ended well"
		switch {
		case f.Caught:
			became = "wrong data, refused by a gate: " + string(f.Truth)
		case f.Wrong:
			became = "wrong data, undetected"
		case f.Surfaced:
			became = string(f.Truth)
		}
		_, _ = fmt.Fprintf(tw, "%s\t%d\t%s\t%s\t%s\n", f.Injection.Operation, f.Injection.Call, f.Injection.Fault,
			report.SafeText(f.Injection.Detail), became)
	}
	_ = tw.Flush()
}

// writeRecorded lists the failure log.
func writeRecorded(w io.Writer, run trial.Run) {
	if len(run.Records) == 0 {
		_, _ = fmt.Fprintln(w, "RECORDED: nothing")
		return
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(tw, "RECORDED\treason\tat\toutcome\terror")
	for _, rec := range run.Records {
		outcome := failurelog.Unknown
		if rec.Recovery != nil {
			outcome = rec.Recovery.Outcome
		}
		where := ""
		if len(rec.Path) > 0 {
			where = rec.Path[0]
		}
		_, _ = fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\n", rec.Category, rec.Reason, report.SafeText(where), outcome, report.SafeText(brief(rec.ErrorMessage)))
	}
	_ = tw.Flush()
}

func brief(s string) string {
	const n = 60
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
