// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"math"
	"slices"
)

// test fills in rates and p values.
func (c *Comparison) test() {
	tests := []*Change{&c.Overall}
	for i := range c.Changes {
		tests = append(tests, &c.Changes[i])
	}
	least := make([]float64, len(tests)) // the smallest p that each can have
	for i, ch := range tests {
		ch.Base.Rate, ch.New.Rate = rate(ch.Base.Failures, ch.Base.Of), rate(ch.New.Failures, ch.New.Of)
		ch.P, least[i] = ch.p()
	}
	c.Tested = tarone(least, c.Alpha)
	for i, ch := range tests {
		if ch.PAdjust = 1; least[i] <= c.Alpha/float64(c.Tested) {
			ch.PAdjust = min(1, ch.P*float64(c.Tested))
		}
		ch.Significant = ch.PAdjust <= c.Alpha
	}
}

// p returns the two-sided p value, and the smallest one that is possible with
// as many failures.
func (ch *Change) p() (p, least float64) {
	return compare(ch.Base.Failures, ch.Base.Of, ch.New.Failures, ch.New.Of, ch.Base.squared()+ch.New.squared())
}

// compare returns the two-sided p value of counts out of as many calls, or runs,
// and the smallest one that is possible with as many failures. Squares are those
// of the failures in each run, added up.
func compare(before, beforeOf, after, afterOf, squares int) (p, least float64) {
	total := before + after
	if total <= 0 || beforeOf <= 0 || afterOf <= 0 {
		return 1, 1
	}
	// The design effect: how many failures are as good as one. Never less than 1.
	effect := max(float64(squares)/float64(total), 1)
	n := int(float64(total)/effect + 1e-9)
	if n == 0 {
		return 1, 1
	}
	share := float64(afterOf) / float64(beforeOf+afterOf)
	x := float64(after) * float64(n) / float64(total)
	upper := binomialFrom(int(x+1e-9), n, share)
	lower := binomialFrom(n-int(math.Ceil(x-1e-9)), n, 1-share)
	return min(1, 2*min(upper, lower)), 2 * math.Pow(min(share, 1-share), float64(n))
}

// squared returns the sum over runs of the squared failures. Where it is not
// known, each run that was hit had as many.
func (r *Rate) squared() int {
	switch {
	case r.squares > 0:
		return r.squares
	case r.Runs > 0:
		return r.Failures * r.Failures / r.Runs
	}
	return r.Failures * r.Failures
}

// tarone returns the number of tests to correct for: of those whose smallest
// possible p value can stand that correction.
func tarone(least []float64, alpha float64) int {
	sorted := slices.Sorted(slices.Values(least))
	for k := 1; k < len(sorted); k++ {
		if sorted[k] > alpha/float64(k) { // at most k of them can
			return k
		}
	}
	return max(len(sorted), 1)
}

// binomialFrom returns the probability of k or more successes in n trials with
// probability p.
func binomialFrom(k, n int, p float64) float64 {
	switch {
	case k <= 0:
		return 1
	case k > n:
		return 0
	case float64(k) <= float64(n)*p: // fewer terms on the other side
		return max(0, 1-binomialFrom(n-k+1, n, 1-p))
	}
	lgamma := func(x int) float64 { v, _ := math.Lgamma(float64(x)); return v }
	term := math.Exp(lgamma(n+1) - lgamma(k+1) - lgamma(n-k+1) + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
	sum := 0.0
	for ; k <= n && term > sum*1e-17; k++ {
		sum += term
		term *= float64(n-k) / float64(k+1) * p / (1 - p)
	}
	return min(sum, 1)
}
