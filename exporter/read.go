// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package exporter

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/report"
)

// errNoFiles says that there is nothing to read back.
var errNoFiles = fmt.Errorf("otelfail: the exporter writes to a stream: %w", errors.ErrUnsupported)

// LogFile returns the path of a run's failure log. The file exists once the run
// has had a failure. It is empty for an Exporter made by [NewWriter].
func (e *Exporter) LogFile(runID string) string {
	if e.log == nil {
		return ""
	}
	return e.log.RunFile(runID)
}

// LedgerFile returns the path of the run ledger. It is empty for an Exporter
// made by [NewWriter].
func (e *Exporter) LedgerFile() string {
	if e.log == nil {
		return ""
	}
	return e.log.LedgerFile()
}

// Failures returns the failures of a run, oldest first, each with its latest
// outcome, read from the log. A line that cannot be read is yielded as a
// [failurelog.LineError], and reading goes on.
func (e *Exporter) Failures(runID string) iter.Seq2[failurelog.Record, error] {
	return func(yield func(failurelog.Record, error) bool) {
		if e.log == nil {
			yield(failurelog.Record{}, errNoFiles)
			return
		}
		sources, err := e.log.RunSources(runID)
		if err != nil {
			yield(failurelog.Record{}, fmt.Errorf("otelfail: reading the failure log: %w", err))
			return
		}
		failurelog.Join(failurelog.Records(sources...))(yield)
	}
}

// Summary returns the figures of a run, read from the log and the ledger.
func (e *Exporter) Summary(runID string) (report.Summary, error) {
	r, err := e.report(runID)
	if err != nil {
		return report.Summary{}, err
	}
	return r.Summary(), nil
}

// WriteReport writes a run's report for people, read from the log and the
// ledger. Without failures it is one line.
func (e *Exporter) WriteReport(w io.Writer, runID string, level report.Level) error {
	r, err := e.report(runID)
	if err != nil {
		return err
	}
	return r.WriteText(w, level)
}

func (e *Exporter) report(runID string) (*report.Report, error) {
	if e.log == nil {
		return nil, errNoFiles
	}
	// The failures of a run are written before its end is, so they are looked for
	// after the ledger was read.
	r := report.New(report.Options{RunID: runID})
	for _, find := range []func() ([]failurelog.Source, error){
		e.log.LedgerSources, func() ([]failurelog.Source, error) { return e.log.RunSources(runID) },
	} {
		sources, err := find()
		if err != nil {
			return nil, fmt.Errorf("otelfail: reading the failure log: %w", err)
		}
		r.Read(failurelog.Read(sources...), nil)
	}
	return r, nil
}
