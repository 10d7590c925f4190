// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"math"
	"math/rand/v2"
	"slices"
)

const (
	// minTrendRuns is how many runs it takes to tell a trend from chance.
	minTrendRuns = 8

	// minChange is the least relative change worth telling: among many runs even
	// the smallest is beyond chance.
	minChange = 0.1

	// chance is how often equal runs may be told to differ.
	chance = 0.01

	// permutations is how often runs are dealt anew to see what chance does, and
	// maxDealt up to how many: of more runs the normal distribution tells as well.
	permutations = 2_000
	maxDealt     = 1_000
)

// trend compares the failures of each run in the later half of runs with those
// in the earlier half.
type trend struct {
	runs           int     // that the ledger knows
	earlier, later float64 // failures per run
	first          *run    // of the later half
	change         int     // 1 more, -1 fewer, 0 none beyond chance
}

// newTrend takes the runs, oldest first, and the failures of each. Whether there
// is a change is told by a permutation test of the difference of means: it asks
// nothing of how failures spread over runs, which is never evenly.
func newTrend(list []*run, failures map[*run]int) trend {
	half := len(list) / 2
	t := trend{runs: len(list)}
	if half == 0 {
		return t
	}
	counts := make([]float64, len(list))
	for i, r := range list {
		counts[i] = float64(failures[r])
	}
	t.earlier, t.later, t.first = mean(counts[:half]), mean(counts[half:]), list[half]
	switch {
	case len(list) < minTrendRuns:
	case t.later > t.earlier*(1+minChange) && byChance(counts, half) <= chance:
		t.change = 1
	case t.later < t.earlier*(1-minChange) && byChance(counts, half) <= chance:
		t.change = -1
	}
	return t
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// byChance returns how probable a difference of means as great as that of the
// two parts of counts is, if the parts do not differ.
func byChance(counts []float64, half int) float64 {
	found := math.Abs(mean(counts[half:]) - mean(counts[:half]))
	if len(counts) > maxDealt {
		m, squares := mean(counts), 0.0
		for _, v := range counts {
			squares += (v - m) * (v - m)
		}
		n, na := float64(len(counts)), float64(half)
		deviation := math.Sqrt(squares / (n - 1) * (1/na + 1/(n-na)))
		return math.Erfc(found / deviation / math.Sqrt2)
	}
	dealt := slices.Clone(counts)
	random := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // the same report says the same
	asGreat := 1
	for range permutations {
		random.Shuffle(len(dealt), func(i, j int) { dealt[i], dealt[j] = dealt[j], dealt[i] })
		if math.Abs(mean(dealt[half:])-mean(dealt[:half])) >= found*(1-1e-9) {
			asGreat++
		}
	}
	return float64(asGreat) / (permutations + 1)
}
