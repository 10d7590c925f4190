// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// ErrUndecided means that a check could not be decided.
var ErrUndecided = errors.New("cannot be told")

// Limits are what a check demands. What is nil or empty demands nothing.
type Limits struct {
	MaxFailed   *int              // failures that ended their run
	MaxRate     *float64          // failures in 100 operations
	MinRecovery *float64          // recovery rate, in percent
	MaxSeverity classify.Severity // of any failure, recovered or not

	// NoNew demands that every group is one of Baseline. A nil Baseline has none.
	NoNew    bool
	Baseline *Summary

	// Known are the accepted groups. Whoever counts leaves their failures out,
	// with [Filter.AcceptKnown]; here it is demanded that none has expired at Now.
	Known []Known
	Now   time.Time
}

// Verdict says which limits hold.
type Verdict struct {
	Version int      `json:"version"` // of this format
	Passed  bool     `json:"passed"`
	Limits  []Result `json:"limits"`
	// Trouble says why the verdict cannot be relied on; empty if it can.
	Trouble string `json:"trouble"`
	LogFile string `json:"log_file"`
}

// Result says whether one limit holds.
type Result struct {
	Name   string  `json:"name"`
	Passed bool    `json:"passed"`
	Text   string  `json:"text"`
	Groups []Group `json:"groups"` // that break it
}

// Check says which limits hold for a summary, which has to be grouped by
// fingerprint. A limit that cannot be told, and a summary that may miss failures
// while all limits hold, are [Verdict.Trouble].
func (l Limits) Check(s Summary) (Verdict, error) {
	v := Verdict{Version: Version, Limits: []Result{}, LogFile: s.LogFile}
	if s.Runs.Total == 0 && s.TotalFailures == 0 {
		return v, fmt.Errorf("%w, there is nothing to check: no runs and no failures were found", ErrUndecided)
	}
	for _, check := range []func(*Verdict, *Summary) error{l.failed, l.rate, l.recovery, l.severity, l.fresh, l.known} {
		if err := check(&v, &s); err != nil {
			return v, err
		}
	}
	v.Passed = !slices.ContainsFunc(v.Limits, func(r Result) bool { return !r.Passed })
	if v.Passed && s.LowerBound {
		v.Trouble = "lines are unreadable or missing: there may have been more failures than the limits allow"
		if s.Missing > 0 {
			v.Trouble = s.missingNote(nil) + ": there may have been more than the limits allow"
		}
	}
	return v, nil
}

// add adds a result, with the groups that break it.
func (v *Verdict) add(name string, passed bool, text string, groups []Group, breaks func(*Group) bool) {
	r := Result{Name: name, Passed: passed, Text: name + ": " + text, Groups: []Group{}}
	for i := range groups {
		if !passed && breaks(&groups[i]) {
			r.Groups = append(r.Groups, groups[i])
		}
	}
	v.Limits = append(v.Limits, r)
}

func (l *Limits) failed(v *Verdict, s *Summary) error {
	if l.MaxFailed == nil {
		return nil
	}
	n := s.ByOutcome[failurelog.Failed]
	v.add("max-failed", n <= *l.MaxFailed, fmt.Sprintf("%d ended their run, %d allowed", n, *l.MaxFailed),
		s.Groups, func(g *Group) bool { return g.ByOutcome[failurelog.Failed] > 0 })
	return nil
}

func (l *Limits) rate(v *Verdict, s *Summary) error {
	if l.MaxRate == nil {
		return nil
	}
	if s.Operations == 0 {
		return fmt.Errorf("max-rate %w: the run ledger, which counts the operations, was not found", ErrUndecided)
	}
	rate := 100 * float64(s.TotalFailures) / float64(s.Operations)
	v.add("max-rate", rate <= *l.MaxRate,
		fmt.Sprintf("%s in %s, %.2f%%, %g%% allowed", plural(s.TotalFailures, "failure"), plural(s.Operations, "operation"), rate, *l.MaxRate),
		s.Groups, func(*Group) bool { return true })
	return nil
}

func (l *Limits) recovery(v *Verdict, s *Summary) error {
	if l.MinRecovery == nil {
		return nil
	}
	if s.RecoveryRate == nil {
		v.add("min-recovery", true, "no failures", nil, nil)
		return nil
	}
	v.add("min-recovery", *s.RecoveryRate >= *l.MinRecovery, fmt.Sprintf("%.1f%%, %g%% demanded", *s.RecoveryRate, *l.MinRecovery),
		s.Groups, func(g *Group) bool { return g.ByOutcome[failurelog.Failed]+g.ByOutcome[failurelog.Unknown] > 0 })
	return nil
}

func (l *Limits) severity(v *Verdict, s *Summary) error {
	if l.MaxSeverity == "" {
		return nil
	}
	allowed, ok := classify.ParseSeverity(string(l.MaxSeverity))
	if !ok {
		return fmt.Errorf("max-severity %w: unknown severity %q", ErrUndecided, l.MaxSeverity)
	}
	above, order := 0, classify.Severities()
	for _, severity := range order[slices.Index(order, allowed)+1:] {
		above += s.BySeverity[severity]
	}
	v.add("max-severity", above == 0, fmt.Sprintf("%s above %s", plural(above, "failure"), allowed),
		s.Groups, func(g *Group) bool { return worse(g.Severity, allowed) })
	return nil
}

// fresh looks for new groups.
func (l *Limits) fresh(v *Verdict, s *Summary) error {
	if !l.NoNew {
		return nil
	}
	var base Summary
	if l.Baseline != nil {
		base = *l.Baseline
	}
	before := byName(base.Groups)
	if was, is := sideOf(&base).FingerprintVersions, sideOf(s).FingerprintVersions; len(was) > 0 && len(is) > 0 && !slices.Equal(was, is) {
		return fmt.Errorf("no-new %w: fingerprint versions differ, %s and %s: make the baseline anew", ErrUndecided, strings.Join(was, ", "), strings.Join(is, ", "))
	}
	if len(base.Groups) < base.GroupCount || len(s.Groups) < s.GroupCount {
		return fmt.Errorf("no-new %w: not all groups are there", ErrUndecided)
	}
	isNew := func(g *Group) bool { return before[g.Name] == nil }
	n := 0
	for i := range s.Groups {
		if isNew(&s.Groups[i]) {
			n++
		}
	}
	v.add("no-new", n == 0, fmt.Sprintf("%s, %d known before", plural(n, "new group"), len(base.Groups)), s.Groups, isNew)
	return nil
}

// known looks for accepted groups whose time is over.
func (l *Limits) known(v *Verdict, s *Summary) error {
	if l.Known == nil {
		return nil
	}
	expired := map[string]bool{}
	var texts []string
	for i := range l.Known {
		if k := &l.Known[i]; k.Expired(l.Now) {
			expired[k.Fingerprint] = true
			texts = append(texts, fmt.Sprintf("%s (line %d) expired on %s", SafeText(k.Fingerprint), k.Line, k.Expires.Format(time.DateOnly)))
		}
	}
	text := cmp.Or(strings.Join(texts, ", "), plural(len(l.Known), "accepted group")+", none expired")
	if n := l.outdated(s); n > 0 {
		text += fmt.Sprintf("; without effect, as their fingerprints are of another version: %d", n)
	}
	v.add("known", len(expired) == 0, text, s.Groups, func(g *Group) bool { return expired[g.Name] })
	return nil
}

// outdated counts the accepted groups, not yet expired, whose fingerprints are of a version that
// no group of s has: whatever fails is another group now.
func (l *Limits) outdated(s *Summary) int {
	versions, n := sideOf(s).FingerprintVersions, 0
	if len(versions) == 0 {
		return 0
	}
	for i := range l.Known {
		k := &l.Known[i]
		if v := versionOf(k.Fingerprint); v != "" && !slices.Contains(versions, v) && !k.Expired(l.Now) {
			n++
		}
	}
	return n
}
