// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/classify"
)

// labelled is a line of the data sets in testdata; see testdata/README.md.
type labelled struct {
	Text      string              `json:"text"`
	Type      string              `json:"go_type"`
	Category  classify.Category   `json:"category"`
	Reason    classify.Reason     `json:"reason"`
	Retryable classify.Retryable  `json:"retryable"`
	Also      []classify.Category `json:"also"`
	Source    string              `json:"source"`
}

func readLabelled(t testing.TB, name string) []labelled {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var rows []labelled
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var r labelled
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		rows = append(rows, r)
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// score holds shares of right answers in percent.
type score struct {
	n                                         int
	strict, category, reason, retry, majority float64
}

func (s score) String() string {
	return fmt.Sprintf("%d texts: category %.1f %% (strict %.1f %%), reason %.1f %%, retryable %.1f %%; most frequent category %.1f %%",
		s.n, s.category, s.strict, s.reason, s.retry, s.majority)
}

// measure classifies texts alone: no operation, no Go error.
func measure(rows []labelled, wrong func(labelled, classify.Verdict)) score {
	var strict, category, reason, retry int
	counts := map[classify.Category]int{}
	most := 0
	for _, r := range rows {
		v := (*classify.Chain)(nil).Classify(classify.Input{Text: r.Text})
		counts[r.Category]++
		most = max(most, counts[r.Category])
		ok := v.Category == r.Category
		if ok {
			strict++
		}
		if ok = ok || slices.Contains(r.Also, v.Category); ok {
			category++
		}
		if v.Reason == r.Reason {
			reason++
		}
		if v.Retryable == r.Retryable {
			retry++
		}
		if wrong != nil && (!ok || v.Reason != r.Reason || v.Retryable != r.Retryable) {
			wrong(r, v)
		}
	}
	share := func(k int) float64 { return 100 * float64(k) / float64(len(rows)) }
	return score{len(rows), share(strict), share(category), share(reason), share(retry), share(most)}
}

func TestAccuracyStudied(t *testing.T) {
	rows := slices.Concat(readLabelled(t, "written_from.jsonl"), readLabelled(t, "collected_studied.jsonl"))
	got := measure(rows, func(r labelled, v classify.Verdict) {
		t.Logf("%s/%s/%d != %s/%s/%d %s also %v %s: %.200q", v.Category, v.Reason, v.Retryable, r.Category, r.Reason, r.Retryable, v.Rule, r.Also, r.Source, r.Text)
	})
	t.Log(got)
}

var update = flag.Bool("update", false, "write the measured figures into docs/classification.md")

// TestAccuracy measures texts that no rule was written from and holds the
// figures that docs/classification.md states.
func TestAccuracy(t *testing.T) {
	var b strings.Builder
	b.WriteString("| texts | number | category | without `also` | reason | retryable | most frequent category |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for _, set := range []struct {
		name  string
		files []string
	}{
		{"rules were written from", []string{"written_from.jsonl", "collected_studied.jsonl"}},
		{"held out of the first set", []string{"held_out.jsonl"}},
		{"held out of the collected set", []string{"collected.jsonl"}},
		{"both held out", []string{"held_out.jsonl", "collected.jsonl"}},
	} {
		var rows []labelled
		for _, f := range set.files {
			rows = append(rows, readLabelled(t, f)...)
		}
		s := measure(rows, nil)
		fmt.Fprintf(&b, "| %s | %d | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |\n", set.name, s.n, s.category, s.strict, s.reason, s.retry, s.majority)
	}
	t.Log("\n" + b.String())
	const doc, open, end = "../../docs/classification.md", "<!-- figures -->\n", "<!-- end of figures -->"
	text, err := os.ReadFile(doc)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), open)
	old, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the figures", doc)
	}
	if *update {
		if err := os.WriteFile(doc, []byte(before+open+b.String()+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if old != b.String() {
		t.Errorf("%s states other figures than measured; run go test -run Accuracy -update\n%s", doc, b.String())
	}
}
