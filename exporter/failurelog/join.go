// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog

import (
	"cmp"
	"container/heap"
	"iter"
	"slices"
	"time"
)

// Join returns each failure once, with its latest outcome, ordered by time. It
// reads all records before it yields the first, and holds each failure in
// memory. Errors are passed on as they come.
func Join(records iter.Seq2[Record, error]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		var j Joiner
		for r, err := range records {
			if err != nil {
				if !yield(Record{}, err) {
					return
				}
				continue
			}
			j.Add(&r)
		}
		for _, r := range j.Records() {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Joiner puts failures and their outcomes together, in whatever order the lines
// come. The zero value is ready to use.
type Joiner struct {
	// Limit bounds the failures that are held, 0 means all. Beyond it the oldest
	// are let go.
	Limit int

	byKey   map[joinKey]*joined
	oldest  joinedHeap // recorded failures, with a Limit
	waiting []joinKey  // outcomes without a failure, with a Limit
	dropped int
	seq     int
}

type joinKey struct{ traceID, failureID string }

type joined struct {
	key      joinKey
	record   Record
	recorded bool      // false while only an outcome was seen
	settled  time.Time // when the outcome that record has was written
	seq      int
}

// Add takes in one line. It keeps a copy of r.
func (j *Joiner) Add(r *Record) {
	if j.byKey == nil {
		j.byKey = map[joinKey]*joined{}
	}
	key := joinKey{r.TraceID, r.FailureID}
	f := j.byKey[key]
	if f == nil {
		f = &joined{key: key}
		j.byKey[key] = f
		if r.Event != FailureRecorded {
			j.wait(key)
		}
	}
	if r.Event != FailureRecorded {
		if f.supersededBy(r) {
			settle(&f.record, r)
			f.settled = r.Timestamp
		}
		return
	}
	if f.recorded {
		return
	}
	outcome := f.record
	f.record, f.recorded = *r, true
	if outcome.Recovery != nil {
		settle(&f.record, &outcome)
	} else {
		f.settled = r.Timestamp
	}
	j.seq++
	f.seq = j.seq
	j.hold(f)
}

// supersededBy reports whether r has a later outcome than f. Of two written at
// the same time, the one that the other supersedes is earlier.
func (f *joined) supersededBy(r *Record) bool {
	now := f.record.Recovery
	if now == nil || r.Recovery == nil {
		return r.Recovery != nil
	}
	if !r.Timestamp.Equal(f.settled) {
		return r.Timestamp.After(f.settled)
	}
	return now.Supersedes != r.Recovery.Outcome || r.Recovery.Supersedes == now.Outcome
}

// Records returns the failures held, oldest first.
func (j *Joiner) Records() []Record {
	list := make([]*joined, 0, len(j.byKey))
	for _, f := range j.byKey {
		if f.recorded {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, compareJoined)
	out := make([]Record, len(list))
	for i, f := range list {
		out[i] = f.record
	}
	return out
}

// Dropped returns how many failures were let go because of Limit.
func (j *Joiner) Dropped() int { return j.dropped }

func settle(r, outcome *Record) {
	r.WasRecovered = outcome.WasRecovered
	r.RecoveryAction = outcome.RecoveryAction
	r.Recovery = outcome.Recovery
}

func (j *Joiner) hold(f *joined) {
	if j.Limit <= 0 {
		return
	}
	heap.Push(&j.oldest, f)
	if len(j.oldest) > j.Limit {
		delete(j.byKey, heap.Pop(&j.oldest).(*joined).key)
		j.dropped++
	}
}

// wait bounds the outcomes whose failure has not been seen, and may never be.
func (j *Joiner) wait(key joinKey) {
	if j.Limit <= 0 {
		return
	}
	j.waiting = append(j.waiting, key)
	if len(j.waiting) > j.Limit {
		if f := j.byKey[j.waiting[0]]; f != nil && !f.recorded {
			delete(j.byKey, f.key)
		}
		j.waiting = j.waiting[1:]
	}
}

func compareJoined(a, b *joined) int {
	return cmp.Or(a.record.Timestamp.Compare(b.record.Timestamp), cmp.Compare(a.seq, b.seq))
}

type joinedHeap []*joined

func (h joinedHeap) Len() int           { return len(h) }
func (h joinedHeap) Less(i, j int) bool { return compareJoined(h[i], h[j]) < 0 }
func (h joinedHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *joinedHeap) Push(x any)        { *h = append(*h, x.(*joined)) }
func (h *joinedHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	return last
}
