// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package report

import (
	"cmp"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

const (
	// maxRuns bounds the runs that are known one by one. Of older ones only the
	// counts are kept.
	maxRuns = 20_000

	// maxOperations bounds the operations that are counted apart.
	maxOperations = 1_000
)

// runs holds what is known of each run.
type runs struct {
	byKey map[runKey]*run
	gone  Runs // the counts of those let go
	// squares is the sum of the squares of the failures in those let go.
	squares int
	// begun is when those let go began.
	begun histogram
	// sparse is how many runs without a line in the ledger were let go; where
	// there is a ledger they are most likely in it.
	sparse     int
	ledger     bool
	operations map[string]*failurelog.OperationCount
	inProgress inProgress
	processes  processes
}

type runKey struct{ runID, traceID string }

// state says how a run ended.
type state uint8

const (
	stateNone state = iota // the ledger does not know the run
	stateOK
	stateError
	stateUnknown
	stateInterrupted
	stateRunning
)

// run is one run, put together from ledger and failure lines.
type run struct {
	runID   string
	traceID string
	began   time.Time // or the first failure, without ledger
	started int       // lines of the ledger
	ended   int
	end     failurelog.RunStatus
	process
	processStart time.Time // zero where the ledger does not tell
	duration     time.Duration
	operations   int
	failures     int
	outcomes     map[failurelog.Outcome]int
	told         map[failurelog.Outcome]int // by the ledger
}

func newRuns() *runs {
	return &runs{byKey: map[runKey]*run{}, operations: map[string]*failurelog.OperationCount{}, inProgress: inProgress{}, processes: processes{}}
}

func (rs *runs) get(runID, traceID string) *run {
	key := runKey{runID, traceID}
	r := rs.byKey[key]
	if r == nil {
		if len(rs.byKey) >= maxRuns {
			rs.letGo()
		}
		r = &run{runID: runID, traceID: traceID, outcomes: map[failurelog.Outcome]int{}}
		rs.byKey[key] = r
	}
	return r
}

// letGo counts the older half of the runs and forgets them.
func (rs *runs) letGo() {
	keys := slices.SortedFunc(maps.Keys(rs.byKey), func(a, b runKey) int {
		return cmp.Or(rs.byKey[a].began.Compare(rs.byKey[b].began), cmp.Compare(a.runID, b.runID))
	})
	for _, key := range keys[:len(keys)/2] {
		r := rs.byKey[key]
		rs.begun.add(r.began, 1)
		if rs.squares += r.failures * r.failures; rs.state(r) == stateNone {
			rs.sparse++
		} else {
			rs.gone.count(r, rs.state(r))
		}
		delete(rs.byKey, key)
	}
}

// sole returns the run that has all the failures, or nil where there are
// several or some are no longer known.
func (rs *runs) sole() *run {
	if rs.gone.Total > 0 || rs.sparse > 0 {
		return nil
	}
	var sole *run
	for _, r := range rs.byKey {
		if r.failures == 0 {
			continue
		}
		if sole != nil {
			return nil
		}
		sole = r
	}
	return sole
}

// line takes in a line of the run ledger.
func (rs *runs) line(line *failurelog.Run) {
	rs.ledger = true
	rs.get(line.RunID, line.TraceID).line(line)
	for name, c := range line.Operations {
		sum := rs.operations[name]
		if sum == nil && len(rs.operations) >= maxOperations {
			name = other
			sum = rs.operations[name]
		}
		if sum == nil {
			sum = &failurelog.OperationCount{}
			rs.operations[name] = sum
		}
		sum.Calls += c.Calls
		sum.Failed += c.Failed
		sum.Attempts += c.Attempts
	}
}

// line takes in a line of the run ledger.
func (r *run) line(line *failurelog.Run) {
	r.process = process{line.Host, line.PID}
	if line.Event == failurelog.RunStarted {
		r.processStart = line.ProcessStart
		r.started++
		r.first(line.Timestamp)
		return
	}
	r.ended++
	if r.end == "" || line.Status == failurelog.RunError { // the worst of several
		r.end = line.Status
	}
	r.duration += time.Duration(line.DurationMS * float64(time.Millisecond))
	for _, c := range line.Operations {
		r.operations += c.Calls
	}
	for outcome, n := range line.Failures {
		if r.told == nil {
			r.told = map[failurelog.Outcome]int{}
		}
		r.told[outcome] += n
	}
}

// went returns how a run that ended well got there: with every failure
// recovered, or with some degraded or of unknown outcome. The ledger knows best;
// failure lines may be chosen from.
func (r *run) went() (recovered, degraded bool) {
	outcomes := r.told
	if outcomes == nil {
		outcomes = r.outcomes
	}
	for outcome, n := range outcomes {
		if n > 0 {
			recovered = recovered || outcome == failurelog.Recovered
			degraded = degraded || outcome != failurelog.Recovered
		}
	}
	return recovered && !degraded, degraded
}

func (r *run) first(t time.Time) {
	if r.began.IsZero() || t.Before(r.began) {
		r.began = t
	}
}

// clockSlack is how much earlier than its process a run may seem to have begun,
// since clocks are set.
const clockSlack = 10 * time.Second

// state looks at the process of a run that has not ended. Another host's
// processes cannot be seen, so such a run's end is unknown unless a later process
// found that it was gone. A process with the same id need not be the same one: a
// container that was started again has the ids that it had before.
func (rs *runs) state(r *run) state {
	switch {
	case r.started == 0 && r.ended == 0:
		return stateNone
	case r.ended >= r.started:
		switch r.end {
		case failurelog.RunOK:
			return stateOK
		case failurelog.RunError:
			return stateError
		}
		return stateUnknown
	}
	host, err := os.Hostname()
	here := err == nil && host == r.host
	switch {
	case rs.inProgress.leftOver(r, here), rs.processes.after(r):
		return stateInterrupted
	case !here:
		return stateUnknown
	case !processExists(r.pid):
		return stateInterrupted
	}
	if start, ok := processStart(r.pid); ok && !r.began.IsZero() && r.began.Add(clockSlack).Before(start) {
		return stateInterrupted
	}
	return stateRunning
}

// onlyID returns the run id that all runs have, if there is one.
func (rs *runs) onlyID() string {
	id, n := "", 0
	for key := range rs.byKey {
		if n++; n > 1 && key.runID != id {
			return ""
		}
		id = key.runID
	}
	return id
}

// sorted returns the runs, oldest first.
func (rs *runs) sorted() []*run {
	return slices.SortedFunc(maps.Values(rs.byKey), func(a, b *run) int {
		return cmp.Or(a.began.Compare(b.began), cmp.Compare(a.runID, b.runID))
	})
}
