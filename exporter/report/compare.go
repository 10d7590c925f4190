// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// DefaultAlpha is the probability that [Compare] allows itself to see a
// difference where there is none.
const DefaultAlpha = 0.05

// Status says how a group of one summary compares with that of another.
type Status string

// The statuses, in the order in which comparisons list them.
const (
	Worse        Status = "worse"        // more frequent, beyond chance
	NewGroup     Status = "new"          // was not there before; Significant says whether beyond chance
	GoneGroup    Status = "gone"         // is not there any more
	Better       Status = "better"       // less frequent, beyond chance
	Same         Status = "same"         // no difference beyond chance
	Incomparable Status = "incomparable" // its fingerprint is of a version that the other side does not have
)

// Statuses lists the statuses.
func Statuses() []Status { return []Status{Worse, NewGroup, GoneGroup, Better, Same, Incomparable} }

// Comparison says what changed between two summaries.
type Comparison struct {
	Version int     `json:"version"` // of this format
	Alpha   float64 `json:"alpha"`
	Tested  int     `json:"tested"` // how many tests the correction is for
	Base    Side    `json:"base"`
	New     Side    `json:"new"`

	Overall  Change         `json:"overall"` // of all failures together
	Changes  []Change       `json:"changes"` // of each group, those that matter first
	ByStatus map[Status]int `json:"by_status"`
}

// Side is what a comparison says of one summary.
type Side struct {
	Runs                int      `json:"runs"`
	Operations          int      `json:"operations"`
	TotalFailures       int      `json:"total_failures"`
	FingerprintVersions []string `json:"fingerprint_versions"`
	LowerBound          bool     `json:"lower_bound"`
}

// Change is the difference in one group.
type Change struct {
	Name    string  `json:"name"` // of the group, by default its fingerprint
	Status  Status  `json:"status"`
	Unit    string  `json:"unit"` // what rates are of: "calls" of the operation, or "runs"
	Base    Rate    `json:"base"`
	New     Rate    `json:"new"`
	P       float64 `json:"p"`        // two-sided
	PAdjust float64 `json:"p_adjust"` // corrected for the number of tests
	// Significant is whether PAdjust is below alpha.
	Significant bool    `json:"significant"`
	Example     Example `json:"example,omitzero"` // the latest; none overall
}

// Rate is how often failures of a group happened.
type Rate struct {
	Failures int      `json:"failures"`
	Runs     int      `json:"runs"` // that were hit
	Of       int      `json:"of"`   // calls or runs; 0 where that is not known
	Rate     *float64 `json:"rate"` // failures per 100 of them
	squares  int
}

// ErrCompare means that two summaries cannot be compared.
var ErrCompare = errors.New("cannot compare")

// Compare says how failures changed from base to now, group by group. Both must
// be grouped by the same field and have all their groups.
//
// Rates are failures per call of the operation, or per run where a ledger does
// not tell the calls of both. Failures of a run come together, so the test does
// not take them for independent: it is the exact conditional binomial test of
// counts divided by their design effect, Σ n² / Σ n over runs with n failures,
// which never counts a group for more than the runs that it hit. It is
// two-sided; p values are corrected for the number of groups by Bonferroni's
// method, of the groups that are frequent enough to ever show a difference
// (Tarone, Biometrics 46, 1990). So two samples of one distribution give any
// significant change with a probability of alpha at most. An alpha of 0 is
// [DefaultAlpha].
func Compare(base, now Summary, alpha float64) (Comparison, error) {
	alpha = cmp.Or(alpha, DefaultAlpha)
	c := Comparison{Version: Version, Alpha: alpha, Base: sideOf(&base), New: sideOf(&now), ByStatus: map[Status]int{}}
	if base.GroupBy != now.GroupBy {
		return c, fmt.Errorf("%w: groups by %s and by %s", ErrCompare, base.GroupBy, now.GroupBy)
	}
	for _, s := range []*Summary{&base, &now} {
		if len(s.Groups) < s.GroupCount {
			return c, fmt.Errorf("%w: only %d of %d groups are there", ErrCompare, len(s.Groups), s.GroupCount)
		}
	}
	c.Overall = Change{
		Unit: unitRuns,
		Base: Rate{Failures: base.TotalFailures, Runs: base.Runs.WithFailures, Of: base.Runs.Total, squares: base.RunSquares},
		New:  Rate{Failures: now.TotalFailures, Runs: now.Runs.WithFailures, Of: now.Runs.Total, squares: now.RunSquares},
	}
	if base.Operations > 0 && now.Operations > 0 {
		c.Overall.Unit, c.Overall.Base.Of, c.Overall.New.Of = unitOperations, base.Operations, now.Operations
	}
	before, after := byName(base.Groups), byName(now.Groups)
	for _, name := range slices.Sorted(maps.Keys(union(before, after))) {
		c.Changes = append(c.Changes, changeOf(name, before[name], after[name], &base, &now))
	}
	c.test()
	for i := range c.Changes {
		c.Changes[i].Status = c.statusOf(&c.Changes[i], before, after)
		c.ByStatus[c.Changes[i].Status]++
	}
	c.Overall.Status = direction(&c.Overall)
	order := Statuses()
	slices.SortStableFunc(c.Changes, func(a, b Change) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Status), slices.Index(order, b.Status)),
			cmp.Compare(a.P, b.P), cmp.Compare(b.New.Failures+b.Base.Failures, a.New.Failures+a.Base.Failures),
		)
	})
	return c, nil
}

// The units of rates.
const (
	unitCalls      = "calls"
	unitRuns       = "runs"
	unitOperations = "operations"
)

// IsWorse reports whether failures became more frequent beyond chance: of any
// group, a new one too, or overall.
func (c Comparison) IsWorse() bool {
	return c.Overall.Status == Worse || slices.ContainsFunc(c.Changes, func(ch Change) bool {
		return ch.Status == Worse || ch.Status == NewGroup && ch.Significant
	})
}

func sideOf(s *Summary) Side {
	versions := map[string]bool{}
	for i := range s.Groups {
		if v := versionOf(s.Groups[i].Name); v != "" && s.GroupBy == Fingerprint {
			versions[v] = true
		}
	}
	side := Side{
		Runs: s.Runs.Total, Operations: s.Operations, TotalFailures: s.TotalFailures,
		FingerprintVersions: slices.Sorted(maps.Keys(versions)), LowerBound: s.LowerBound,
	}
	if side.FingerprintVersions == nil {
		side.FingerprintVersions = []string{}
	}
	return side
}

// versionOf returns the version of a fingerprint, nothing for one that a program
// chose.
func versionOf(fingerprint string) string {
	version, rest, ok := strings.Cut(fingerprint, ":")
	if !ok || version == "" || rest == "" || strings.Trim(version, "0123456789") != "" {
		return ""
	}
	return version
}

func byName(groups []Group) map[string]*Group {
	out := make(map[string]*Group, len(groups))
	for i := range groups {
		out[groups[i].Name] = &groups[i]
	}
	return out
}

func union(a, b map[string]*Group) map[string]*Group {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

func changeOf(name string, before, after *Group, base, now *Summary) Change {
	ch := Change{Name: name, Unit: unitRuns, Base: rateOf(before, base), New: rateOf(after, now)}
	if before != nil {
		ch.Example = before.Example
	}
	if after != nil {
		ch.Example = after.Example
	}
	was, is := base.ByOperation[ch.Example.Operation], now.ByOperation[ch.Example.Operation]
	if was.FailureRate != nil && is.FailureRate != nil {
		ch.Unit, ch.Base.Of, ch.New.Of = unitCalls, was.Calls, is.Calls
	}
	return ch
}

func rateOf(g *Group, s *Summary) Rate {
	r := Rate{Of: s.Runs.Total}
	if g != nil {
		r.Failures, r.Runs, r.squares = g.Count, g.Runs, g.RunSquares
	}
	return r
}

func (c *Comparison) statusOf(ch *Change, before, after map[string]*Group) Status {
	mine, other := c.New.FingerprintVersions, c.Base.FingerprintVersions
	if after[ch.Name] == nil {
		mine, other = other, mine
	}
	version := versionOf(ch.Name)
	switch {
	case version != "" && len(mine) > 0 && len(other) > 0 && !slices.Contains(other, version):
		return Incomparable
	case before[ch.Name] == nil:
		return NewGroup
	case after[ch.Name] == nil:
		return GoneGroup
	}
	return direction(ch)
}

func direction(ch *Change) Status {
	switch {
	case !ch.Significant:
		return Same
	case ch.Base.Rate == nil || ch.New.Rate == nil || *ch.New.Rate > *ch.Base.Rate:
		return Worse
	}
	return Better
}
