// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// defaultLogs is where agents write their logs unless told otherwise.
const defaultLogs = "runtime/logs"

// maxUnreadable bounds the unreadable lines that are named one by one.
const maxUnreadable = 20

// defaultTop is the number of groups that a text shows.
const defaultTop = 5

var reportFormats = [...]string{"text", "json", "markdown", "csv", formatHTML}

type reportFlags struct {
	filterFlags
	jaeger    jaegerFlags
	format    string
	groupBy   string
	top       int
	verbose   bool
	details   bool
	noDetails bool
	output    string
	page      pageFlags
}

func newReportCommand() *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:   "report [FILE | DIR | GLOB | -]...",
		Short: "Report the failures of one run or many",
		Long: "Report reads failure logs and run ledgers (.jsonl, .jsonl.gz, .json), directories of\n" +
			"them, or standard input (-), and prints what failed, why, and whether it recovered.\n" +
			"Without arguments it reads " + defaultLogs + ".\n\n" +
			"It reads traces of any program too: OTLP JSON, such as the file exporter of the\n" +
			"OpenTelemetry Collector writes. What a file holds is told by its content.\n\n" +
			"One run with failures is reported failure by failure, several as an overview;\n" +
			"--details has every failure of several too, --group-by figures of another kind.\n\n" +
			"Lines that cannot be read are named on standard error and skipped.",
		Example: "  otelfail report\n" +
			"  otelfail report runtime/logs/failures_run-1708000245.jsonl --verbose\n" +
			"  otelfail report 'logs/*.jsonl.gz' --format json -o failures.json\n" +
			"  otelfail report --format html -o report.html\n" +
			"  otelfail report traces.jsonl\n" +
			"  otelfail report --jaeger http://localhost:16686 --service travel-agent --since 1h\n" +
			"  ssh server 'cat runtime/logs/*.jsonl' | otelfail report -",
		RunE: func(cmd *cobra.Command, args []string) error { return flags.report(cmd, args) },
	}
	f := cmd.Flags()
	flags.register(cmd)
	flags.jaeger.register(cmd)
	f.StringVar(&flags.format, "format", "text", "output `format`: text, json, markdown, csv or html")
	f.StringVar(&flags.groupBy, "group-by", "", "group failures by this `field`: "+fieldList())
	f.IntVar(&flags.top, "top", 0, "show this `number` of groups; without it 5 in the overview, else all")
	f.BoolVarP(&flags.verbose, "verbose", "v", false, "with attempt, path, context and traceback of each failure")
	f.BoolVar(&flags.details, "details", false, "with a record of each failure, also of several runs")
	f.BoolVar(&flags.noDetails, "no-details", false, "figures and timeline, without a record of each failure")
	f.StringVarP(&flags.output, "output", "o", "", "write to this `file` instead of standard output")
	flags.page.register(cmd)
	cmd.MarkFlagsMutuallyExclusive("verbose", "no-details")
	cmd.MarkFlagsMutuallyExclusive("details", "no-details")
	complete(cmd, "format", reportFormats[:])
	complete(cmd, "group-by", report.GroupFields())
	return cmd
}

func (f *reportFlags) report(cmd *cobra.Command, args []string) error {
	if err := f.settle(cmd); err != nil {
		return err
	}
	opts, err := f.reportOptions()
	if err != nil {
		return err
	}
	in, err := f.jaeger.openInput(cmd, opts, args)
	if err != nil {
		return err
	}
	defer in.close()
	out, err := newOutput(cmd, f.output, in.names()...)
	if err != nil {
		return err
	}
	unreadable := unreadableLines{w: cmd.ErrOrStderr()}
	if f.format == formatHTML {
		defer unreadable.end()
		return f.writePage(cmd, in, out, opts, unreadable.add)
	}
	r := read(in, opts, unreadable.add)
	unreadable.end()
	if unreadable.n > 0 && in.entries == 0 {
		return fmt.Errorf("no line of %s could be read: is that a failure log?", strings.Join(in.names(), ", "))
	}
	if f.run != "" && r.Summary().Runs.Total == 0 {
		return fmt.Errorf("no line is about run %q", f.run)
	}
	intro := ""
	if id, ok := r.SoleRun(); ok && f.isOverview(r.Summary()) && !mayHide(r.Summary()) && in.again() {
		intro = fmt.Sprintf("%d runs, failures in one of them:\n\n", r.Summary().Runs.Total)
		opts.RunID = id
		r = read(in, opts, nil)
	}
	if f.format == "csv" {
		writeNotes(cmd, r.Summary()) // its rows have no place for them
	}
	return out.write(func(w output) error { return f.write(w.Writer, intro, r) })
}

// writeNotes says on standard error why the figures are not the whole truth.
func writeNotes(cmd *cobra.Command, s report.Summary) {
	for _, note := range s.Notes() {
		_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "otelfail: %s\n", note)
	}
}

func read(in *input, opts report.Options, unreadable func(error)) *report.Report {
	r := report.New(opts)
	readInto(r, in, unreadable)
	return r
}

// reader is what takes in the lines of logs: a report or a page.
type reader interface {
	Read(entries iter.Seq2[failurelog.Entry, error], unreadable func(error))
}

// readInto reads all of in. While that takes long, a terminal shows how far it
// is.
func readInto(r reader, in *input, unreadable func(error)) {
	defer in.watch()()
	r.Read(in.counting(failurelog.Read(in.logs...)), unreadable)
	r.Read(in.counting(in.judge.Read(in.traces...)), unreadable)
}

// mayHide says whether failures of other runs than the one with failures are not
// in the log.
func mayHide(s report.Summary) bool { return s.Missing+s.Dropped > 0 }

// isOverview says whether the report is an overview over several runs.
func (f *reportFlags) isOverview(s report.Summary) bool {
	return f.format == "text" && f.groupBy == "" && !f.verbose && !f.noDetails && !f.details &&
		s.Runs.Total > 1 && s.TotalFailures > 0
}

// reportOptions checks the flags and says what to count.
func (f *reportFlags) reportOptions() (report.Options, error) {
	opts, err := f.options(time.Now())
	if err != nil {
		return opts, err
	}
	opts.GroupBy, opts.Top = report.Field(f.groupBy), f.top
	switch {
	case !slices.Contains(reportFormats[:], f.format):
		return opts, fmt.Errorf("unknown format %q: %s", f.format, strings.Join(reportFormats[:], ", "))
	case f.groupBy != "" && !slices.Contains(report.GroupFields(), opts.GroupBy):
		return opts, fmt.Errorf("cannot group by %q: %s", f.groupBy, fieldList())
	case f.top < 0:
		return opts, fmt.Errorf("--top %d is less than 0", f.top)
	}
	if f.format == "text" && f.groupBy == "" && f.top == 0 {
		opts.Top = defaultTop
	}
	if f.format != "text" || f.groupBy != "" {
		opts.Details = -1
	}
	return opts, nil
}

func fieldList() string {
	var names []string
	for _, field := range report.GroupFields() {
		names = append(names, string(field))
	}
	return strings.Join(names, ", ")
}

func (f *reportFlags) write(w io.Writer, intro string, r *report.Report) error {
	if _, err := io.WriteString(w, intro); err != nil {
		return err
	}
	s := r.Summary()
	switch {
	case f.format == "json":
		return s.WriteJSON(w)
	case f.format == "markdown":
		return s.WriteMarkdown(w)
	case f.format == "csv":
		return s.WriteCSV(w)
	case f.groupBy != "":
		return s.WriteGroups(w, styleOf(w))
	case f.verbose:
		return r.WriteStyled(w, report.Verbose, styleOf(w))
	case f.noDetails:
		return r.WriteStyled(w, report.Summarized, styleOf(w))
	case f.isOverview(s):
		return s.WriteOverview(w, styleOf(w))
	}
	return r.WriteStyled(w, report.Details, styleOf(w))
}

// unreadableLines names lines that could not be read, up to a limit.
type unreadableLines struct {
	w io.Writer
	n int
}

func (u *unreadableLines) add(err error) {
	if u.n++; u.n <= maxUnreadable {
		_, _ = fmt.Fprintf(u.w, "%sotelfail: skipped %s\n", clearLine(u.w), shown(err.Error()))
	}
}

func (u *unreadableLines) end() {
	if more := u.n - maxUnreadable; more > 0 {
		_, _ = fmt.Fprintf(u.w, "otelfail: skipped %d more lines\n", more)
	}
}
