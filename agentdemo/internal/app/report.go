// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package app

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/otelfail/otelfail-go/exporter/report"
)

// WriteReport says what failed in the run, why, and what became of it, and
// where the log is. It reads the log, so it tells what a reader of the files
// will see. Without tracking it writes nothing.
func (a *App) WriteReport(w io.Writer) error {
	s := a.settings
	if a.tracking == nil || !s.ShowFailureSummary && !s.ShowFailureDetails {
		return nil
	}
	failures := a.tracking.failures
	summary, err := failures.Summary(s.RunID)
	if err != nil {
		return err
	}
	if summary.TotalFailures == 0 {
		if err := failures.WriteReport(w, s.RunID, report.Summarized); err != nil {
			return err
		}
		_, err := fmt.Fprintf(w, "Run ledger: %s\n", failures.LedgerFile())
		return err
	}
	if s.ShowFailureSummary {
		writeSummary(w, summary)
	}
	if s.ShowFailureDetails {
		level := report.Details
		if s.VerboseFailures {
			level = report.Verbose
		}
		banner(w, "FAILURE DETAILS")
		if err := failures.WriteReport(w, s.RunID, level); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(w, "\nFailure log saved to: %s\nRun ledger: %s\n", failures.LogFile(s.RunID), failures.LedgerFile())
	return err
}

// Failures returns the figures of the run; nil where nothing is tracked.
func (a *App) Failures() (*report.Summary, error) {
	if a.tracking == nil {
		return nil, nil
	}
	summary, err := a.tracking.failures.Summary(a.settings.RunID)
	return &summary, err
}

// Failed reports whether the run has a failure in the log.
func (a *App) Failed() bool {
	if a.tracking == nil {
		return false
	}
	s, err := a.tracking.failures.Summary(a.settings.RunID)
	return err != nil || s.TotalFailures > 0
}

func banner(w io.Writer, title string) {
	line := strings.Repeat("=", 60)
	_, _ = fmt.Fprintf(w, "\n%s\n%s\n%s\n", line, title, line)
}

func writeSummary(w io.Writer, s report.Summary) {
	banner(w, "FAILURE SUMMARY")
	_, _ = fmt.Fprintf(w, "Total Failures: %d\n", s.TotalFailures)
	_, _ = fmt.Fprintf(w, "Recovery Rate: %s (recovered or degraded)\n", percent(s.RecoveryRate))
	_, _ = fmt.Fprintf(w, "Strict Recovery Rate: %s (recovered)\n\n", percent(s.StrictRecoveryRate))
	_, _ = fmt.Fprintf(w, "By Outcome: %s\n", counts(s.ByOutcome))
	_, _ = fmt.Fprintf(w, "By Category: %s\n", counts(s.ByCategory))
	_, _ = fmt.Fprintf(w, "By Severity: %s\n", counts(s.BySeverity))
	_, _ = fmt.Fprintf(w, "By Node: %s\n", counts(s.ByNode))
}

func percent(rate *float64) string {
	if rate == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f%%", *rate)
}

// counts lists what occurred, most frequent first.
func counts[K ~string](m map[K]int) string {
	keys := slices.SortedFunc(maps.Keys(m), func(a, b K) int {
		if m[a] != m[b] {
			return m[b] - m[a]
		}
		return strings.Compare(string(a), string(b))
	})
	var parts []string
	for _, k := range keys {
		if m[k] > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", report.SafeText(string(k)), m[k]))
		}
	}
	return strings.Join(parts, ", ")
}
