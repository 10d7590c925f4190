// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"iter"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Version is the version of the JSON that a [Summary] and a [Comparison] are
// written as. Keys are added under the same version, none is renamed.
const Version = 1

// Summary is a report as figures. Its JSON keys are stable; those of the
// original's get_summary are among them.
type Summary struct {
	Version       int    `json:"version"` // of this format
	RunID         string `json:"run_id"`  // empty with several runs
	UserID        string `json:"user_id"`
	Runs          Runs   `json:"runs"`
	Operations    int    `json:"operations"` // spans of the runs that ended
	TotalFailures int    `json:"total_failures"`
	// RunSquares is the sum, over the runs, of the square of the failures in
	// each: it says how much failures come together. See [Compare].
	RunSquares int `json:"run_squares"`

	BySeverity map[classify.Severity]int                       `json:"by_severity"` // all four
	ByCategory map[classify.Category]int                       `json:"by_category"` // those that occurred
	ByNode     map[string]int                                  `json:"by_node"`
	ByTool     map[string]int                                  `json:"by_tool"`
	ByReason   map[string]int                                  `json:"by_reason"`
	ByTag      map[string]int                                  `json:"by_tag"`
	ByOutcome  map[failurelog.Outcome]int                      `json:"by_outcome"` // all four
	ByBasis    map[failurelog.Basis]map[failurelog.Outcome]int `json:"by_basis"`   // declared, inferred

	ByCategorySeverity map[classify.Category]map[classify.Severity]int `json:"by_category_severity"`
	ByOperation        map[string]Calls                                `json:"by_operation"`

	// RecoveryRate is the percentage of failures that were recovered or
	// degraded, StrictRecoveryRate that of those recovered. Nil, in JSON null,
	// without failures.
	RecoveryRate       *float64 `json:"recovery_rate"`
	StrictRecoveryRate *float64 `json:"strict_recovery_rate"`

	Timeline Timeline `json:"timeline"`
	Trend    *Trend   `json:"trend"` // nil where the ledger does not tell enough
	GroupBy  Field    `json:"group_by"`
	Groups   []Group  `json:"groups"` // most frequent first
	// GroupCount is the number of groups, also of those left out of Groups.
	GroupCount int `json:"group_count"`

	LogFile         string   `json:"log_file"`  // the first of LogFiles
	LogFiles        []string `json:"log_files"` // files that held failures
	Dropped         int      `json:"dropped"`   // failures that the writer could not log
	UnreadableLines int      `json:"unreadable_lines"`
	// Missing is the number of failures that the ledger counts beyond those in the
	// log and those dropped, MissingRuns the first runs that they are of.
	Missing     int      `json:"missing"`
	MissingRuns []string `json:"missing_runs"`
	LowerBound  bool     `json:"lower_bound"` // failures were dropped or are missing, or lines unreadable: there may have been more
}

// Runs counts runs by how they ended. Runs that only failure lines tell of are
// in Total alone.
type Runs struct {
	Total        int `json:"total"`
	WithFailures int `json:"with_failures"` // of those that the report is about
	OK           int `json:"ok"`
	OKRecovered  int `json:"ok_recovered"` // of those ok: with failures, all recovered
	OKDegraded   int `json:"ok_degraded"`  // of those ok: with failures, not all recovered
	Error        int `json:"error"`
	Unknown      int `json:"unknown"`     // closed before their end was seen, or on another host
	Interrupted  int `json:"interrupted"` // never ended, and the process is gone
	Running      int `json:"running"`     // not ended, and the process is there
}

// Calls says how often an operation was called, and how often it failed.
type Calls struct {
	Calls    int `json:"calls"`    // spans of runs that ended; 0 where the ledger does not tell
	Failed   int `json:"failed"`   // of these ended in error, also by a failure within
	Attempts int `json:"attempts"` // calls that were a second or later attempt
	Failures int `json:"failures"` // that began here
	// FailureRate is the percentage of failures in calls. Nil, in JSON null,
	// where the calls are not known.
	FailureRate *float64 `json:"failure_rate"`
}

// Summarize counts records, in any order. Errors count as unreadable lines.
func Summarize(records iter.Seq2[failurelog.Record, error]) Summary {
	r := New(Options{Details: -1})
	for rec, err := range records {
		if err != nil {
			r.AddError(err)
		} else {
			r.AddRecord(&rec)
		}
	}
	return r.Summary()
}

// rate returns the percentage that n is of total, nil for a total of 0.
func rate(n, total int) *float64 {
	if total == 0 {
		return nil
	}
	return new(100 * float64(n) / float64(total))
}
