// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/cmd/otelfail/internal/follow"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
	"github.com/otelfail/otelfail-go/exporter/report"
)

type tailFlags struct {
	filterFlags
	lines int
	json  bool
}

func newTailCommand() *cobra.Command {
	var flags tailFlags
	cmd := &cobra.Command{
		Use:   "tail [FILE | DIR | GLOB | -]...",
		Short: "Show failures and their outcomes as they happen",
		Long: "Tail shows a line for each failure and each outcome as it is written to a failure\n" +
			"log, also of runs that start later, across rotation, truncation and deletion. A\n" +
			"directory that does not exist yet is waited for; without arguments it is " + defaultLogs + ".\n\n" +
			"Standard input (-) may hold traces as the OpenTelemetry Collector's file exporter\n" +
			"writes them: what a trace tells is shown once later spans say that it is over.\n\n" +
			"It ends on interrupt, or when nobody reads what it writes any more.",
		Example: "  otelfail tail\n" +
			"  otelfail tail --severity high --severity critical\n" +
			"  otelfail tail --json -n 0 | jq -r .error_message\n" +
			"  kubectl logs -f deploy/agent | otelfail tail -\n" +
			"  tail -F traces.jsonl | otelfail tail -",
		RunE: func(cmd *cobra.Command, args []string) error { return flags.tail(cmd, args) },
	}
	flags.register(cmd)
	f := cmd.Flags()
	f.IntVarP(&flags.lines, "lines", "n", 10, "show this `number` of lines that are there already")
	f.BoolVar(&flags.json, "json", false, "write the lines as JSON")
	return cmd
}

func (f *tailFlags) tail(cmd *cobra.Command, args []string) error {
	opts, err := f.options(time.Now())
	if err != nil {
		return err
	}
	if f.lines < 0 {
		return fmt.Errorf("--lines %d is less than 0", f.lines)
	}
	match := func(e *failurelog.Entry) bool { return matches(e, &opts) }
	if slices.Contains(args, "-") {
		judge, err := judgeTraces()
		if err != nil {
			return err
		}
		if len(args) > 1 {
			return errors.New("standard input (-) is followed alone")
		}
		return f.show(cmd, pipe(cmd.InOrStdin(), judge, match))
	}
	if len(args) == 0 {
		args = []string{defaultLogs}
	}
	for _, path := range args {
		if _, err := failurelog.Sources(path); errors.Is(err, os.ErrNotExist) {
			_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "otelfail: waiting for %s\n", shown(path))
		}
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return f.show(cmd, follow.Follow(ctx, follow.Options{
		Paths: args, Lines: f.lines, Match: match,
		Look: func() bool { return !closed(cmd.OutOrStdout()) },
	}))
}

// show writes entries as they come.
func (f *tailFlags) show(cmd *cobra.Command, entries iter.Seq2[failurelog.Entry, error]) error {
	out := cmd.OutOrStdout()
	for e, err := range entries {
		switch {
		case err != nil:
			_, err = fmt.Fprintf(cmd.ErrOrStderr(), "otelfail: skipped %s\n", shown(err.Error()))
		case f.json:
			err = report.WriteJSONLine(out, &e)
		default:
			err = report.WriteLine(out, &e, styleOf(out)) // the window may have another size by now
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// matches says whether a line is one to show.
func matches(e *failurelog.Entry, opts *report.Options) bool {
	runID, at := "", time.Time{}
	switch {
	case e.Record != nil:
		if !opts.Where.Match(e.Record, report.OutcomeOf(e.Record)) {
			return false
		}
		runID, at = e.Record.RunID, e.Record.Timestamp
	case e.Dropped != nil:
		runID, at = e.Dropped.RunID, e.Dropped.Timestamp
	default:
		return false
	}
	return (opts.RunID == "" || runID == opts.RunID) &&
		(opts.Since.IsZero() || !at.Before(opts.Since)) && (opts.Until.IsZero() || at.Before(opts.Until))
}

// pipe yields what comes through a pipe: lines of failure logs, or traces. It
// waits for no more than the first of it to tell which.
func pipe(in io.Reader, judge ingest.Options, match func(*failurelog.Entry) bool) iter.Seq2[failurelog.Entry, error] {
	return func(yield func(failurelog.Entry, error) bool) {
		br := bufio.NewReaderSize(in, maxPeek)
		_, _ = br.Peek(1) // an error comes again when it is read
		head, _ := br.Peek(br.Buffered())
		entries := failurelog.Read(failurelog.FromReader(standardInput, br))
		if ingest.IsOTLP(bytes.NewReader(head)) {
			entries = judge.Stream(ingest.Source{Name: standardInput, Open: func() (io.ReadCloser, error) { return io.NopCloser(br), nil }})
		}
		for e, err := range entries {
			if (err != nil || match(&e)) && !yield(e, err) {
				return
			}
		}
	}
}
