// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// errCheckFailed means that the answer was no: exit code 1, and nothing more to
// say.
var errCheckFailed = errors.New("check failed")

type checkFlags struct {
	filterFlags
	maxFailed   int
	maxRate     float64
	minRecovery float64
	maxSeverity string
}

func newCheckCommand() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [FILE | DIR | GLOB | -]...",
		Short: "Fail if there were more or worse failures than allowed",
		Long: "Check reads what report reads and tells for each given limit whether it holds.\n" +
			"The exit code is 0 if all hold, 1 if one does not, 2 if that cannot be told.",
		Example: "  otelfail check --max-failed 0 --min-recovery 90 --max-severity high",
		RunE:    func(cmd *cobra.Command, args []string) error { return flags.check(cmd, args) },
	}
	flags.register(cmd)
	f := cmd.Flags()
	f.IntVar(&flags.maxFailed, "max-failed", 0, "allow this `number` of failures that ended their run")
	f.Float64Var(&flags.maxRate, "max-rate", 0, "allow failures in this `percentage` of operations")
	f.Float64Var(&flags.minRecovery, "min-recovery", 0, "demand this recovery rate, in `percent`")
	f.StringVar(&flags.maxSeverity, "max-severity", "", "allow failures up to this `severity`, recovered or not")
	cmd.MarkFlagsOneRequired("max-failed", "max-rate", "min-recovery", "max-severity")
	complete(cmd, "max-severity", classify.Severities())
	return cmd
}

func (f *checkFlags) check(cmd *cobra.Command, args []string) error {
	opts, err := f.options(time.Now())
	if err != nil {
		return err
	}
	if _, ok := classify.ParseSeverity(f.maxSeverity); !ok && f.maxSeverity != "" {
		return fmt.Errorf("--max-severity: unknown severity %q", f.maxSeverity)
	}
	in, err := openInput(cmd.InOrStdin(), args)
	if err != nil {
		return err
	}
	defer in.close()
	opts.Details = -1
	r := report.New(opts)
	unreadable := unreadableLines{w: cmd.ErrOrStderr()}
	r.Read(failurelog.Read(in.logs...), unreadable.add)
	r.Read(ingest.Read(in.traces...), unreadable.add)
	unreadable.end()
	s := r.Summary()
	if s.Runs.Total == 0 && s.TotalFailures == 0 {
		return errors.New("nothing to check: no runs and no failures were found")
	}
	failed := false
	for _, l := range f.limits(cmd, &s) {
		if l.err != nil {
			return l.err
		}
		word := "pass"
		if !l.holds {
			word, failed = "FAIL", true
		}
		if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s  %s\n", word, l.text); err != nil {
			return err
		}
	}
	switch {
	case failed:
		return errCheckFailed
	case s.LowerBound:
		return errors.New("lines are unreadable or missing: there may have been more failures than the limits allow")
	}
	return nil
}

// limit is one demand, and whether it holds.
type limit struct {
	holds bool
	text  string
	err   error // it cannot be told
}

func (f *checkFlags) limits(cmd *cobra.Command, s *report.Summary) []limit {
	var out []limit
	given := func(flag string) bool { return cmd.Flags().Changed(flag) }
	if given("max-failed") {
		n := s.ByOutcome[failurelog.Failed]
		out = append(out, limit{holds: n <= f.maxFailed, text: fmt.Sprintf("max-failed: %d ended their run, %d allowed", n, f.maxFailed)})
	}
	if given("max-rate") {
		rate := 100 * float64(s.TotalFailures) / float64(max(s.Operations, 1))
		l := limit{
			holds: rate <= f.maxRate,
			text:  fmt.Sprintf("max-rate: %d failures in %d operations, %.2f%%, %g%% allowed", s.TotalFailures, s.Operations, rate, f.maxRate),
		}
		if s.Operations == 0 {
			l.err = errors.New("--max-rate: the run ledger, which counts the operations, was not found")
		}
		out = append(out, l)
	}
	if given("min-recovery") {
		l := limit{holds: true, text: "min-recovery: no failures"}
		if s.RecoveryRate != nil {
			l = limit{holds: *s.RecoveryRate >= f.minRecovery, text: fmt.Sprintf("min-recovery: %.1f%%, %g%% demanded", *s.RecoveryRate, f.minRecovery)}
		}
		out = append(out, l)
	}
	if allowed, ok := classify.ParseSeverity(f.maxSeverity); ok {
		above := 0
		order := classify.Severities()
		for _, severity := range order[slices.Index(order, allowed)+1:] {
			above += s.BySeverity[severity]
		}
		out = append(out, limit{holds: above == 0, text: fmt.Sprintf("max-severity: %d failures above %s", above, allowed)})
	}
	return out
}
