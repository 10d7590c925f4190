// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// Summary returns the figures.
func (r *Report) Summary() Summary {
	begun := r.runs.history()
	whole := begun.with(&r.history)
	s := Summary{
		Version:            Version,
		Runs:               r.runs.count(),
		TotalFailures:      max(r.total, 0),
		RunSquares:         r.runs.failureSquares(),
		BySeverity:         map[classify.Severity]int{},
		ByCategory:         map[classify.Category]int{},
		ByCategorySeverity: map[classify.Category]map[classify.Severity]int{},
		ByNode:             r.nodes.counts(),
		ByTool:             r.tools.counts(),
		ByReason:           r.reasons.counts(),
		ByTag:              r.tags.counts(),
		ByOperation:        map[string]Calls{},
		ByOutcome:          map[failurelog.Outcome]int{},
		ByBasis:            map[failurelog.Basis]map[failurelog.Outcome]int{failurelog.Declared: {}, failurelog.Inferred: {}},
		Timeline:           timelineOf(&whole, &r.history, &begun),
		GroupBy:            r.opts.GroupBy,
		Groups:             r.groups.list(&whole),
		LogFiles:           append([]string{}, r.files.names...),
		Dropped:            r.dropped,
		UnreadableLines:    r.low,
	}
	s.Missing, s.MissingRuns = r.missing.failures()
	s.MissingRuns = append([]string{}, s.MissingRuns[:min(len(s.MissingRuns), maxMissingRuns)]...)
	s.LowerBound = r.low > 0 || r.gaps > 0 || s.Missing > 0
	s.RunID = cmp.Or(r.opts.RunID, r.runs.onlyID())
	if users := r.users.names(); len(users) == 1 && users[0] != none {
		s.UserID = users[0]
	}
	if len(s.LogFiles) > 0 {
		s.LogFile = s.LogFiles[0]
	}
	if s.GroupCount = len(s.Groups); r.opts.Top > 0 {
		s.Groups = s.Groups[:min(r.opts.Top, s.GroupCount)]
	}
	r.operations(&s)
	s.Trend = trendOf(&s)
	for _, severity := range classify.Severities() {
		s.BySeverity[severity] = max(r.severities[severity], 0)
	}
	for key, n := range r.categories {
		if n <= 0 {
			continue
		}
		s.ByCategory[key.category] += n
		if s.ByCategorySeverity[key.category] == nil {
			s.ByCategorySeverity[key.category] = map[classify.Severity]int{}
		}
		s.ByCategorySeverity[key.category][key.severity] = n
	}
	for _, outcome := range failurelog.Outcomes() {
		s.ByOutcome[outcome] = 0
	}
	for key, n := range r.outcomes {
		s.ByOutcome[key.outcome] += n
		if key.basis != "" && n > 0 {
			s.ByBasis[key.basis][key.outcome] = n
		}
	}
	// An outcome whose failure's own line is lost leaves less than nothing.
	for outcome, n := range s.ByOutcome {
		s.ByOutcome[outcome] = max(n, 0)
	}
	s.RecoveryRate, s.StrictRecoveryRate = rates(s.ByOutcome, s.TotalFailures)
	return s
}

// operations fills in calls and failures of each operation.
func (r *Report) operations(s *Summary) {
	for name, c := range r.runs.operations {
		s.Operations += c.Calls
		s.ByOperation[name] = Calls{Calls: c.Calls, Failed: c.Failed, Attempts: c.Attempts}
	}
	for name, n := range r.origins.counts() {
		c := s.ByOperation[name]
		c.Failures = n
		s.ByOperation[name] = c
	}
	for name, c := range s.ByOperation {
		if c.Failures <= c.Calls { // else the ledger does not know all calls
			c.FailureRate = rate(c.Failures, c.Calls)
			s.ByOperation[name] = c
		}
	}
}
