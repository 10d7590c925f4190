// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"maps"
	"slices"
)

const (
	// maxTally bounds the names that are counted apart: models make up tools.
	maxTally = 1_000

	none  = "(none)"
	other = "(other)"
)

// tally counts by name.
type tally map[string]int

func (t tally) add(name string, n int) {
	if name == "" {
		name = none
	}
	if _, ok := t[name]; !ok && len(t) >= maxTally {
		name = other
	}
	t[name] += n
}

// counts returns what occurred.
func (t tally) counts() map[string]int {
	out := make(map[string]int, len(t))
	for name, n := range t {
		if n > 0 {
			out[name] = n
		}
	}
	return out
}

// names returns the names, most frequent first.
func (t tally) names() []string { return byCount(t.counts()) }

// byCount returns the keys, most frequent first.
func byCount[K cmp.Ordered](counts map[K]int) []K {
	return slices.SortedFunc(maps.Keys(counts), func(a, b K) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}
