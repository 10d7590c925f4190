// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

// history returns when runs began, as far as the ledger tells.
func (rs *runs) history() histogram {
	h := rs.begun
	if !rs.ledger {
		return histogram{}
	}
	for _, r := range rs.sorted() { // the columns depend on the order
		h.add(r.began, 1)
	}
	return h
}

// failureSquares returns the sum of the squares of the failures in each run.
func (rs *runs) failureSquares() int {
	sum := rs.squares
	for _, r := range rs.byKey {
		sum += r.failures * r.failures
	}
	return sum
}

func (rs *runs) count() Runs {
	counts := rs.gone
	for _, r := range rs.byKey {
		counts.count(r, rs.state(r))
	}
	if !rs.ledger {
		counts.Total += rs.sparse
	}
	counts.WithFailures = min(counts.WithFailures+rs.sparse, counts.Total)
	return counts
}

func (c *Runs) count(r *run, st state) {
	c.Total++
	if r.failures > 0 {
		c.WithFailures++
	}
	switch st {
	case stateOK:
		c.OK++
		switch recovered, degraded := r.went(); {
		case recovered:
			c.OKRecovered++
		case degraded:
			c.OKDegraded++
		}
	case stateError:
		c.Error++
	case stateUnknown:
		c.Unknown++
	case stateInterrupted:
		c.Interrupted++
	case stateRunning:
		c.Running++
	}
}
