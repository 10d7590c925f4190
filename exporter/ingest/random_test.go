// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
)

// tree is a random trace: the parent of each span, and which of them failed.
type tree struct {
	parent []int // 0 for the root; ids count from 1
	failed []bool
	lines  []string
}

func randomTree(r *rand.Rand, traceNo int) tree {
	n := 1 + r.IntN(25)
	t := tree{parent: make([]int, n), failed: make([]bool, n)}
	texts := []string{"", "no such table: users", "connection refused by peer", "short"}
	for i := range n {
		if i > 0 {
			t.parent[i] = 1 + r.IntN(i)
		}
		t.failed[i] = r.IntN(3) == 0
		more := ""
		if t.failed[i] {
			more = fmt.Sprintf(`,"status":{"code":2,"message":%q}`, texts[r.IntN(len(texts))])
		}
		if r.IntN(3) == 0 {
			more += fmt.Sprintf(`,"attributes":[{"key":"http.response.status_code","value":{"intValue":"%d"}}]`, []int{200, 404, 503}[r.IntN(3)])
		}
		// Children end before their parents, for the most part.
		end := 100 - i
		if r.IntN(8) == 0 {
			end += r.IntN(60)
		}
		t.lines = append(t.lines, within(time.Millisecond, traceNo, i+1, t.parent[i], i, end, more))
	}
	return t
}

// failures counts as the definition says: spans that failed without such a span
// below them, also over spans that did not fail.
func (t tree) failures() (n int) {
	below := make([]bool, len(t.parent)+1)
	for i := len(t.parent) - 1; i >= 0; i-- { // children have higher ids
		if t.failed[i] && !below[i+1] {
			n++
		}
		below[t.parent[i]] = below[t.parent[i]] || below[i+1] || t.failed[i]
	}
	return n
}

// TestRandomTraces counts the failures of random traces, in any order and read
// in any way, and checks that each has one outcome in the end.
func TestRandomTraces(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 7))
		var lines []string
		want := 0
		for i := range 1 + r.IntN(4) {
			x := randomTree(r, i+1)
			want += x.failures()
			lines = append(lines, x.lines...)
		}
		r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		half := r.IntN(len(lines) + 1)
		for name, entries := range map[string]iter.Seq2[failurelog.Entry, error]{
			"a file":    ingest.Read(stream("f", strings.Join(lines, "\n"))),
			"two files": ingest.Read(stream("a", strings.Join(lines[:half], "\n")), stream("b", strings.Join(lines[half:], "\n"))),
			"twice":     ingest.Read(stream("a", strings.Join(lines, "\n")), stream("b", strings.Join(lines[half:], "\n"))),
			"a request": ingest.Read(stream("f", merged(lines))),
			"a stream":  ingest.Stream(stream("f", merged(lines))),
		} {
			recorded, known := 0, map[string]failurelog.Outcome{}
			for e, err := range entries {
				if err != nil {
					t.Fatal(err)
				}
				if e.Record == nil {
					continue
				}
				key := e.Record.TraceID + e.Record.FailureID
				if e.Record.Event == failurelog.FailureRecorded {
					recorded++
				} else if have := known[key]; have != "" && have != e.Record.Recovery.Supersedes {
					t.Errorf("seed %d, %s: %s replaces %s", seed, name, e.Record.Recovery.Supersedes, have)
				}
				if e.Record.Recovery != nil {
					known[key] = e.Record.Recovery.Outcome
				}
			}
			if recorded != want || len(known) != want {
				t.Errorf("seed %d, %s: %d failures, %d with an outcome, want %d", seed, name, recorded, len(known), want)
			}
		}
	}
}

// merged puts the spans of many requests into one.
func merged(lines []string) string {
	var parts []string
	for _, line := range lines {
		parts = append(parts, strings.TrimSuffix(strings.TrimPrefix(line, `{"resourceSpans":[`), `]}`))
	}
	return `{"resourceSpans":[` + strings.Join(parts, ",") + `]}`
}
