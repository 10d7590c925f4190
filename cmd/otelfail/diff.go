// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/exporter/report"
)

var diffFormats = [...]string{"text", "json", "markdown"}

type diffFlags struct {
	filterFlags
	split  string
	alpha  float64
	format string
	output string
}

func newDiffCommand() *cobra.Command {
	var flags diffFlags
	cmd := &cobra.Command{
		Use:   "diff BASE NEW",
		Short: "Say which failures are new, gone, more or less frequent",
		Long: "Diff compares the failures of two logs by fingerprint. BASE and NEW are files,\n" +
			"directories or patterns as for report, or figures that report --format json wrote.\n" +
			"With --split, BASE is what happened before that time and NEW what happened since.\n\n" +
			"A difference counts if it is beyond chance: two logs of equal behaviour are told\n" +
			"apart in at most 5 of 100 comparisons. New groups are always named.\n\n" +
			"The exit code is 0 if nothing is worse, 1 if something is, 2 if that cannot be told.",
		Example: "  otelfail diff base/logs runtime/logs\n" +
			"  otelfail diff baseline.json runtime/logs --format markdown\n" +
			"  otelfail diff --split 24h runtime/logs",
		Args: cobra.RangeArgs(0, 2),
		RunE: func(cmd *cobra.Command, args []string) error { return flags.diff(cmd, args) },
	}
	flags.register(cmd)
	f := cmd.Flags()
	f.StringVar(&flags.split, "split", "", "compare one log before and since this `time`")
	f.Float64Var(&flags.alpha, "alpha", report.DefaultAlpha, "allow this `probability` of seeing a change where there is none")
	f.StringVar(&flags.format, "format", "text", "output `format`: text, json or markdown")
	f.StringVarP(&flags.output, "output", "o", "", "write to this `file` instead of standard output")
	complete(cmd, "format", diffFormats[:])
	return cmd
}

func (f *diffFlags) diff(cmd *cobra.Command, args []string) error {
	now := time.Now()
	opts, err := f.options(now)
	if err != nil {
		return err
	}
	opts.Details = -1
	switch {
	case !slices.Contains(diffFormats[:], f.format):
		return fmt.Errorf("unknown format %q: %s", f.format, strings.Join(diffFormats[:], ", "))
	case !(f.alpha > 0 && f.alpha < 1):
		return fmt.Errorf("--alpha %g is not between 0 and 1", f.alpha)
	case f.split == "" && len(args) != 2:
		return errors.New("diff needs BASE and NEW, or one log and --split TIME")
	case f.split != "" && len(args) > 1:
		return errors.New("--split is for one log")
	case f.split != "" && slices.Contains(args, "-"), len(args) == 2 && args[0] == "-" && args[1] == "-":
		return errors.New("standard input (-) can be read but once")
	}
	before, after := opts, opts
	if f.split != "" {
		split, err := parseTime(f.split, now)
		if err != nil {
			return fmt.Errorf("--split: %w", err)
		}
		before.Until, after.Since = split, split
		if len(args) == 0 {
			args = []string{defaultLogs}
		}
		args = []string{args[0], args[0]}
	}
	var names []string
	base, err := summaryOf(cmd, args[0], before, &names)
	if err != nil {
		return err
	}
	current, err := summaryOf(cmd, args[1], after, &names)
	if err != nil {
		return err
	}
	out, err := newOutput(cmd, f.output, names...)
	if err != nil {
		return err
	}
	for i, s := range []*report.Summary{&base, &current} {
		if s.Runs.Total == 0 && s.TotalFailures == 0 {
			return fmt.Errorf("nothing to compare: no runs and no failures in %s", [...]string{"BASE", "NEW"}[i])
		}
	}
	c, err := report.Compare(base, current, f.alpha)
	if err != nil {
		return err
	}
	if err := out.write(func(w output) error { return f.write(w, c) }); err != nil {
		return err
	}
	switch {
	case c.IsWorse():
		return errCheckFailed
	case c.ByStatus[report.Incomparable] > 0:
		return errors.New("fingerprints of different versions cannot be compared: write both logs with the same version")
	}
	return nil
}

func (f *diffFlags) write(w output, c report.Comparison) error {
	switch f.format {
	case "json":
		return c.WriteJSON(w)
	case "markdown":
		return c.WriteMarkdown(w)
	}
	return c.WriteText(w, styleOf(w.Writer))
}
