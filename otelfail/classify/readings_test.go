// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// readings are what two readers say of the held out texts, who saw neither labels
// nor rules. As far as they differ from the labels, and from each other, nobody can
// say who is right.
type readings map[place][2]classify.Verdict

func readReadings(t *testing.T) readings {
	t.Helper()
	f, err := os.Open("testdata/readings.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	type reading struct {
		Category  classify.Category  `json:"category"`
		Reason    classify.Reason    `json:"reason"`
		Retryable classify.Retryable `json:"retryable"`
	}
	all := readings{}
	verdict := func(r reading) classify.Verdict {
		return classify.Verdict{Category: r.Category, Reason: r.Reason, Retryable: r.Retryable}
	}
	for s := bufio.NewScanner(f); s.Scan(); {
		var row struct {
			place
			First  reading `json:"first"`
			Second reading `json:"second"`
		}
		if err := json.Unmarshal(s.Bytes(), &row); err != nil {
			t.Fatalf("readings.jsonl: %v", err)
		}
		all[row.place] = [2]classify.Verdict{verdict(row.First), verdict(row.Second)}
	}
	return all
}

// mean returns how often the readers say what the labels say, in percent.
func (r readings) mean(t *testing.T, rows []labelled) (category, strict, reason, retry float64) {
	t.Helper()
	for i := range 2 {
		s := measure(rows, func(l labelled) classify.Verdict {
			said, ok := r[l.place]
			if !ok {
				t.Fatalf("readings.jsonl has nothing about %s:%d", l.File, l.Line)
			}
			return said[i]
		}, nil)
		category, strict = category+s.category/2, strict+s.strict/2
		reason, retry = reason+s.reason/2, retry+s.retry/2
	}
	return category, strict, reason, retry
}
