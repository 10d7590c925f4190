// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// filterFields are the fields that have a flag.
var filterFields = [...]report.Field{
	report.Category, report.Severity, report.Reason, report.Node, report.Tool, report.Outcome, report.Tag,
	report.Fingerprint, report.Text,
}

// filterFlags choose failures.
type filterFlags struct {
	since, until string
	run          string
	values       [len(filterFields)][]string
}

func (f *filterFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.since, "since", "", "only failures from this `time` on: 2006-01-02, RFC 3339, or how long ago, as 36h")
	flags.StringVar(&f.until, "until", "", "only failures before this `time`")
	flags.StringVar(&f.run, "run", "", "only the run with this `id`")
	for i, field := range filterFields {
		flags.StringArrayVar(&f.values[i], string(field), nil, usageOf(field))
	}
	complete(cmd, string(report.Category), classify.Categories())
	complete(cmd, string(report.Severity), classify.Severities())
	complete(cmd, string(report.Outcome), failurelog.Outcomes())
}

func usageOf(field report.Field) string {
	switch field {
	case report.Text:
		return "only failures with this `text` in error type or message; repeatable, ! negates"
	case report.Tag:
		return "only failures with this `tag`; repeatable, ! negates"
	}
	return fmt.Sprintf("only failures of this `%s`; repeatable, ! negates", field)
}

// complete offers the words of a closed set for a flag.
func complete[T ~string](cmd *cobra.Command, flag string, set []T) {
	words := make([]string, len(set))
	for i, word := range set {
		words[i] = string(word)
	}
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// options returns what the flags ask for. Times that are not absolute count back
// from now.
func (f *filterFlags) options(now time.Time) (report.Options, error) {
	opts := report.Options{RunID: f.run, Where: report.Filter{}}
	for i, field := range filterFields {
		if len(f.values[i]) > 0 {
			opts.Where[field] = f.values[i]
		}
	}
	if err := opts.Where.Check(); err != nil {
		return opts, err
	}
	var err error
	if opts.Since, err = parseTime(f.since, now); err != nil {
		return opts, fmt.Errorf("--since: %w", err)
	}
	if opts.Until, err = parseTime(f.until, now); err != nil {
		return opts, fmt.Errorf("--until: %w", err)
	}
	return opts, nil
}

func parseTime(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if ago, err := time.ParseDuration(s); err == nil {
		return now.Add(-ago), nil
	}
	for _, layout := range []string{time.RFC3339Nano, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time such as 2006-01-02, 2006-01-02T15:04:05Z or 36h", s)
}
