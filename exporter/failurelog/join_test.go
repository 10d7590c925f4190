// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

func settled(id string, after time.Duration, outcome failurelog.Outcome) failurelog.Record {
	r := failure("r", id)
	r.Event = failurelog.FailureRevised
	r.Timestamp = noon.Add(after)
	r.Recovery = &failurelog.Recovery{Outcome: outcome}
	return r
}

func TestJoinerTakesTheLatestOutcomeInAnyOrder(t *testing.T) {
	lines := []failurelog.Record{failure("r", "1"), settled("1", 1, failurelog.Degraded), settled("1", 2, failurelog.Failed)}
	for _, order := range [][3]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		t.Run(fmt.Sprint(order), func(t *testing.T) {
			var j failurelog.Joiner
			for _, i := range order {
				j.Add(&lines[i])
			}
			got := j.Records()
			if len(got) != 1 || got[0].Recovery == nil || got[0].Recovery.Outcome != failurelog.Failed || !got[0].Timestamp.Equal(noon) {
				t.Errorf("joined %+v", got)
			}
		})
	}
}

func TestJoinerAtOneInstantGoesByWhatIsSuperseded(t *testing.T) {
	degraded, failed := settled("1", 0, failurelog.Degraded), settled("1", 0, failurelog.Failed)
	degraded.Recovery.Supersedes, failed.Recovery.Supersedes = failurelog.Unknown, failurelog.Degraded
	recorded := failure("r", "1")
	recorded.Timestamp = noon.Add(time.Second) // clocks differ: after its outcomes
	for _, lines := range [][]failurelog.Record{{recorded, degraded, failed}, {failed, degraded, recorded}, {failed, recorded, degraded}} {
		var j failurelog.Joiner
		for i := range lines {
			j.Add(&lines[i])
		}
		if got := j.Records(); len(got) != 1 || got[0].Recovery.Outcome != failurelog.Failed {
			t.Errorf("joined %+v", got)
		}
	}
}

func TestJoinerKeepsTracesApart(t *testing.T) {
	a, b := failure("r", "1"), failure("r", "1")
	b.TraceID = "other"
	var j failurelog.Joiner
	j.Add(&a)
	j.Add(&b)
	j.Add(&a) // the same line again
	if n := len(j.Records()); n != 2 {
		t.Errorf("%d failures, want 2", n)
	}
}

func TestJoinerLeavesOutOutcomesWithoutFailure(t *testing.T) {
	var j failurelog.Joiner
	r := settled("1", 1, failurelog.Degraded)
	j.Add(&r)
	if got := j.Records(); len(got) != 0 {
		t.Errorf("joined %+v", got)
	}
}

func TestJoinerLimitKeepsTheLatest(t *testing.T) {
	const limit, n = 10, 1000
	j := failurelog.Joiner{Limit: limit}
	for i := range n {
		r := failure("r", fmt.Sprint(i))
		r.Timestamp = noon.Add(time.Duration(i*7%n) * time.Second)
		j.Add(&r)
		outcome := settled(r.FailureID, n*time.Second, failurelog.Recovered)
		j.Add(&outcome)
		stray := settled("stray"+r.FailureID, 1, failurelog.Failed)
		j.Add(&stray)
	}
	got := j.Records()
	if len(got) != limit || j.Dropped() != n-limit {
		t.Fatalf("%d failures, %d dropped", len(got), j.Dropped())
	}
	for i, r := range got {
		if want := noon.Add(time.Duration(n-limit+i) * time.Second); !r.Timestamp.Equal(want) || r.Recovery == nil {
			t.Errorf("failure %d: time %v, want %v; recovery %v", i, r.Timestamp, want, r.Recovery)
		}
	}
}
