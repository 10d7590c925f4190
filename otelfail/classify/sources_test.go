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

// projectOf returns the project that a text is from.
func projectOf(source string) string {
	if end := strings.IndexAny(source, "#:"); end >= 0 && !strings.HasPrefix(source, "http") {
		source = source[:end]
	}
	return strings.ToLower(strings.TrimSpace(source))
}

// TestHeldOutProjectsAreOthers: what rules were written from and what they are
// measured on come from different projects, so that no rule has seen the wording
// of a project that it is measured on. Of the sets collected later the few rows
// do not count whose project turned up again.
func TestHeldOutProjectsAreOthers(t *testing.T) {
	const first, rest = "written_from.jsonl", "held_out.jsonl"
	studiedFrom := map[string]bool{}
	for _, name := range slices.Concat(studied.files, studiedLast.files) {
		for _, source := range readSources(t, name) {
			studiedFrom[projectOf(source)] = true
		}
	}
	for _, name := range []string{rest, "collected.jsonl", "blind.jsonl", "blind_second.jsonl", "blind_third.jsonl"} {
		sources, again := readSources(t, name), 0
		for i, source := range sources {
			switch project := projectOf(source); {
			case project == "":
				t.Errorf("%s:%d has no source", name, i+1)
			case studiedFrom[project] && name == rest:
				t.Errorf("%s is a source of %s and of a studied set", project, name)
			case studiedFrom[project]:
				again++
			}
		}
		if again > len(sources)/10 {
			t.Errorf("%s: %d of %d rows are from projects that were studied", name, again, len(sources))
		}
		measured := set{files: []string{name}}.rows(t)
		if len(measured)+again > len(sources) || len(measured) < len(sources)*9/10 {
			t.Errorf("%s: %d of %d rows are measured, %d are from projects that were studied", name, len(measured), len(sources), again)
		}
	}
	held := len(readSources(t, rest))
	if share := float64(held) / float64(held+len(readSources(t, first))); share < 0.27 || share > 0.40 {
		t.Errorf("%.0f %% of the first set are held out, want about a third", 100*share)
	}
}
