// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package recorder

import "github.com/otelfail/otelfail-go/exporter/failurelog"

// kept is a failure that is remembered for its outcome. Its record is the line
// that was appended last.
type kept struct {
	failurelog.Record
	recovery failurelog.Recovery // what the record points to once it has an outcome
	foreign  bool                // others refer to it, too
}

// maxSpare is how many forgotten failures are kept for the next ones.
const maxSpare = 1024

// spareRecords are failures that nothing refers to any more.
type spareRecords []*kept

func (s *spareRecords) take() *kept {
	last := len(*s) - 1
	if last < 0 {
		return &kept{}
	}
	k := (*s)[last]
	*s = (*s)[:last]
	return k
}

func (s *spareRecords) put(k *kept) {
	if len(*s) < maxSpare && !k.foreign {
		*k = kept{}
		*s = append(*s, k)
	}
}

// settle turns the record into the line of an outcome. It returns false, and
// changes nothing, where that is the one it has.
func (k *kept) settle(out *outcomeOf) bool {
	next := out.Recovery
	next.Supersedes = failurelog.Unknown
	old := k.Recovery
	if old != nil {
		if old.Outcome == out.Outcome && old.Action == out.Action && old.Basis == out.Basis && old.Detail == out.Detail {
			return false
		}
		next.Supersedes, next.SupersedesBasis = old.Outcome, old.Basis
	}
	k.Timestamp = out.time.UTC()
	k.WasRecovered = out.Outcome == failurelog.Recovered || out.Outcome == failurelog.Degraded
	k.RecoveryAction = ""
	if k.WasRecovered {
		k.RecoveryAction = orElse(out.Detail, out.Action)
	}
	k.Event = failurelog.FailureRevised
	if old == nil && k.WasRecovered {
		k.Event = failurelog.FailureRecovered
	}
	k.recovery = next
	k.Recovery = &k.recovery
	return true
}

// outcome returns the latest outcome.
func (k *kept) outcome() failurelog.Outcome {
	if k.Recovery == nil {
		return failurelog.Unknown
	}
	return k.Recovery.Outcome
}
