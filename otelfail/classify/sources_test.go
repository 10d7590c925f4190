// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// readSources returns the source of each line of a data set, and nothing of its
// texts: those of held out sets nobody should see.
func readSources(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var out []string
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var row struct {
			Source string `json:"source"`
		}
		if json.Unmarshal(s.Bytes(), &row) != nil {
			t.Fatalf("%s:%d is no JSON", name, len(out)+1) // the error would quote it
		}
		out = append(out, strings.TrimSpace(row.Source))
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestHeldOutProjectsAreOthers: what rules were written from and what they are
// measured on come from different projects, so that no rule has seen the wording
// of a project that it is measured on.
func TestHeldOutProjectsAreOthers(t *testing.T) {
	from := studied.files
	heldOut := []string{"held_out.jsonl", "collected.jsonl", "blind.jsonl"}
	projects := map[string]map[string]bool{}
	rows := map[string]int{}
	for _, name := range slices.Concat(from, heldOut) {
		projects[name] = map[string]bool{}
		for i, source := range readSources(t, name) {
			project := source
			if end := strings.IndexAny(source, "#:"); end >= 0 {
				project = source[:end]
			}
			if project == "" {
				t.Errorf("%s:%d has no source", name, i+1)
			}
			projects[name][strings.ToLower(project)] = true
			rows[name]++
		}
	}
	disjoint := func(a, b string) {
		for project := range projects[a] {
			if projects[b][project] {
				t.Errorf("%s is a source of %s and of %s", project, a, b)
			}
		}
	}
	for i, held := range heldOut {
		for _, other := range slices.Concat(from, heldOut[i+1:]) {
			disjoint(held, other)
		}
	}
	disjoint("written_from.jsonl", "collected_studied.jsonl")
	first := rows["written_from.jsonl"] + rows["held_out.jsonl"]
	if share := float64(rows["held_out.jsonl"]) / float64(first); share < 0.27 || share > 0.40 {
		t.Errorf("%.0f %% of the first set are held out, want about a third", 100*share)
	}
}
