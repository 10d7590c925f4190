// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

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
	noNew       bool
	baseline    string
	known       string

	format string
	junit  string
	sarif  string
	github bool
}

var checkFormats = [...]string{"text", "json", "markdown"}

func newCheckCommand() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check [FILE | DIR | GLOB | -]...",
		Short: "Fail if there were more or worse failures than allowed",
		Long: "Check reads what report reads and tells for each given limit whether it holds.\n" +
			"The exit code is 0 if all hold, 1 if one does not, 2 if that cannot be told.\n\n" +
			"Failures of the groups in --known are accepted: they count for no limit. It is a YAML\n" +
			"list; each entry has a fingerprint, a reason and the last day on which it holds\n" +
			"(expires: 2026-12-31). Entries that expired fail the check.",
		Example: "  otelfail check --max-failed 0 --min-recovery 90 --max-severity high\n" +
			"  otelfail check --no-new --baseline baseline.json --known known-failures.yaml\n" +
			"  otelfail check --max-failed 0 --junit otelfail.xml --sarif otelfail.sarif --github",
		RunE: func(cmd *cobra.Command, args []string) error { return flags.check(cmd, args) },
	}
	flags.register(cmd)
	f := cmd.Flags()
	f.IntVar(&flags.maxFailed, "max-failed", 0, "allow this `number` of failures that ended their run")
	f.Float64Var(&flags.maxRate, "max-rate", 0, "allow failures in this `percentage` of operations")
	f.Float64Var(&flags.minRecovery, "min-recovery", 0, "demand this recovery rate, in `percent`")
	f.StringVar(&flags.maxSeverity, "max-severity", "", "allow failures up to this `severity`, recovered or not")
	f.BoolVar(&flags.noNew, "no-new", false, "allow only groups that are in --baseline or --known")
	f.StringVar(&flags.baseline, "baseline", "", "`log` or figures of report --format json that tell which groups are not new")
	f.StringVar(&flags.known, "known", "", "YAML `file` of accepted groups")
	f.StringVar(&flags.format, "format", "text", "output `format`: text, json or markdown")
	f.StringVar(&flags.junit, "junit", "", "also write JUnit XML to this `file`")
	f.StringVar(&flags.sarif, "sarif", "", "also write SARIF 2.1.0 to this `file`")
	f.BoolVar(&flags.github, "github", false, "also annotate the GitHub Actions step and write its summary")
	cmd.MarkFlagsOneRequired("max-failed", "max-rate", "min-recovery", "max-severity", "no-new", "known")
	complete(cmd, "max-severity", classify.Severities())
	complete(cmd, "format", checkFormats[:])
	return cmd
}

func (f *checkFlags) check(cmd *cobra.Command, args []string) error {
	now := time.Now()
	opts, err := f.options(now)
	if err != nil {
		return err
	}
	var names []string
	limits, err := f.limits(cmd, now, &names)
	if err != nil {
		return err
	}
	opts.Where = opts.Where.AcceptKnown(limits.Known, now)
	in, err := openInput(cmd, args)
	if err != nil {
		return err
	}
	defer in.close()
	names = append(names, in.names()...)
	opts.Details = -1
	unreadable := unreadableLines{w: cmd.ErrOrStderr()}
	r := read(in, opts, unreadable.add)
	unreadable.end()
	summary := r.Summary()
	v, err := limits.Check(summary)
	if err != nil {
		return err
	}
	if v.Trouble != "" {
		writeNotes(cmd, summary)
	}
	if err := f.write(cmd, v, now, names); err != nil {
		return err
	}
	switch {
	case v.Trouble != "":
		return errors.New(v.Trouble)
	case !v.Passed:
		return errCheckFailed
	}
	return nil
}

// limits returns what the flags demand, and adds the names of files that it
// read.
func (f *checkFlags) limits(cmd *cobra.Command, now time.Time, names *[]string) (report.Limits, error) {
	l := report.Limits{NoNew: f.noNew, Now: now}
	given := func(flag string) bool { return cmd.Flags().Changed(flag) }
	if given("max-failed") {
		l.MaxFailed = &f.maxFailed
	}
	if given("max-rate") {
		l.MaxRate = &f.maxRate
	}
	if given("min-recovery") {
		l.MinRecovery = &f.minRecovery
	}
	if _, ok := classify.ParseSeverity(f.maxSeverity); !ok && given("max-severity") {
		return l, fmt.Errorf("--max-severity: unknown severity %q", f.maxSeverity)
	}
	l.MaxSeverity = classify.Severity(f.maxSeverity)
	switch {
	case f.maxFailed < 0:
		return l, fmt.Errorf("--max-failed %d is less than 0", f.maxFailed)
	case !(f.maxRate >= 0):
		return l, fmt.Errorf("--max-rate %g is no percentage", f.maxRate)
	case !(f.minRecovery >= 0 && f.minRecovery <= 100):
		return l, fmt.Errorf("--min-recovery %g is no percentage", f.minRecovery)
	case !slices.Contains(checkFormats[:], f.format):
		return l, fmt.Errorf("unknown format %q: %s", f.format, strings.Join(checkFormats[:], ", "))
	case f.baseline != "" && !f.noNew:
		return l, errors.New("--baseline is for --no-new")
	case f.noNew && f.baseline == "" && f.known == "":
		return l, errors.New("--no-new needs to know what is not new: --baseline or --known")
	}
	if f.known != "" {
		file, err := os.Open(f.known)
		if err != nil {
			return l, fmt.Errorf("--known: %w", err)
		}
		l.Known, err = report.ReadKnown(file)
		if err = errors.Join(err, file.Close()); err != nil {
			return l, fmt.Errorf("--known %s: %w", f.known, err)
		}
		*names = append(*names, f.known)
	}
	if f.baseline != "" {
		base, err := summaryOf(cmd, f.baseline, report.Options{Details: -1}, names)
		if err != nil {
			return l, fmt.Errorf("--baseline: %w", err)
		}
		l.Baseline = &base
	}
	return l, nil
}

func (f *checkFlags) write(cmd *cobra.Command, v report.Verdict, now time.Time, reads []string) error {
	files := []struct {
		path  string
		write func(io.Writer) error
	}{
		{f.junit, func(w io.Writer) error { return v.WriteJUnit(w, now) }},
		{f.sarif, v.WriteSARIF},
	}
	for _, file := range files {
		if file.path == "" {
			continue
		}
		out, err := newOutput(cmd, file.path, reads...)
		if err == nil {
			err = out.write(func(o output) error { return file.write(o.Writer) })
		}
		if err != nil {
			return err
		}
	}
	if f.github {
		to := cmd.OutOrStdout()
		if f.format != "text" {
			to = cmd.ErrOrStderr() // the runner reads both
		}
		if err := writeGitHub(cmd, to, v); err != nil {
			return err
		}
	}
	out := cmd.OutOrStdout()
	switch f.format {
	case "json":
		return v.WriteJSON(out)
	case "markdown":
		return v.WriteMarkdown(out)
	}
	return v.WriteText(out, styleOf(out))
}

// writeGitHub annotates the step, and adds to its summary.
func writeGitHub(cmd *cobra.Command, to io.Writer, v report.Verdict) error {
	if err := v.WriteGitHub(to); err != nil {
		return err
	}
	path := os.Getenv("GITHUB_STEP_SUMMARY")
	if path == "" {
		_, _ = fmt.Fprintln(cmd.ErrOrStderr(), "otelfail: GITHUB_STEP_SUMMARY is not set: no summary written")
		return nil
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("step summary: %w", err)
	}
	return errors.Join(v.WriteMarkdown(file), file.Close())
}
