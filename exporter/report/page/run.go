// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// maxRuns bounds the runs that are known one by one, the latest ones.
const maxRuns = 50_000

// run is what the page knows of a run.
type run struct {
	id, traceID string
	began       time.Time // or the first failure, without a ledger line
	inLedger    bool
	status      failurelog.RunStatus // empty while no end was seen
}

type runKey struct{ id, traceID string }

type runs struct {
	byKey map[runKey]*run
	some  bool // older ones were let go
}

func newRuns() runs { return runs{byKey: map[runKey]*run{}} }

func (rs *runs) get(id, traceID string) *run {
	key := runKey{id, traceID}
	r := rs.byKey[key]
	if r == nil {
		if len(rs.byKey) >= maxRuns {
			rs.letGo()
		}
		r = &run{id: id, traceID: traceID}
		rs.byKey[key] = r
	}
	return r
}

// letGo forgets the older half of the runs. Failures still know theirs.
func (rs *runs) letGo() {
	rs.some = true
	list := rs.sorted(func(*run) bool { return true })
	for _, r := range list[:len(list)/2] {
		delete(rs.byKey, runKey{r.id, r.traceID})
	}
}

func (rs *runs) line(line *failurelog.Run) {
	r := rs.get(line.RunID, line.TraceID)
	r.inLedger = true
	if line.Event == failurelog.RunStarted {
		r.saw(line.Timestamp)
		return
	}
	r.saw(line.Timestamp.Add(-time.Duration(line.DurationMS * float64(time.Millisecond))))
	if r.status == "" || line.Status == failurelog.RunError { // the worst of several
		r.status = line.Status
	}
}

func (r *run) saw(t time.Time) {
	if !t.IsZero() && (r.began.IsZero() || t.Before(r.began)) {
		r.began = t
	}
}

// sorted returns the runs that are wanted, oldest first.
func (rs *runs) sorted(wanted func(*run) bool) []*run {
	var list []*run
	for r := range maps.Values(rs.byKey) {
		if wanted(r) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b *run) int {
		return cmp.Or(a.began.Compare(b.began), cmp.Compare(a.id, b.id), cmp.Compare(a.traceID, b.traceID))
	})
	return list
}
