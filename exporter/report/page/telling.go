// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"cmp"
	"slices"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// mostTelling orders failures so that the first ones tell most: of each group
// the one that did most harm, then of each group the next. Harm is how it ended,
// then severity, then how recent it is.
func mostTelling(list []*failure) []*failure {
	ranked := make([]rankedFailure, len(list))
	for i, f := range list {
		ranked[i] = rankedFailure{failure: f, harm: harm(f)}
	}
	byHarm := func(a, b rankedFailure) int {
		return cmp.Or(cmp.Compare(b.harm, a.harm), b.at.Compare(a.at), cmp.Compare(a.key.id, b.key.id))
	}
	slices.SortFunc(ranked, byHarm)
	// Of each group the first, then of each the second: sorted by counting.
	seen, starts := map[string]int{}, []int{0}
	for i := range ranked {
		group := ranked[i].kind.group
		rank := seen[group]
		seen[group]++
		ranked[i].rank = rank
		if rank+1 == len(starts) {
			starts = append(starts, 0)
		}
		starts[rank+1]++
	}
	for rank := 1; rank < len(starts); rank++ {
		starts[rank] += starts[rank-1]
	}
	out := make([]*failure, len(ranked))
	for i := range ranked {
		at := &starts[ranked[i].rank]
		out[*at] = ranked[i].failure
		*at++
	}
	return out
}

type rankedFailure struct {
	*failure
	harm int
	rank int // within its group
}

func harm(f *failure) int {
	outcome := 0
	switch f.recovery.Outcome {
	case failurelog.Failed:
		outcome = 3
	case failurelog.Unknown:
		outcome = 2
	case failurelog.Degraded:
		outcome = 1
	}
	return outcome*8 + slices.Index(classify.Severities(), f.kind.severity)
}
