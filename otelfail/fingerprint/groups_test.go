// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
)

// TestGroups compares the groups that fingerprints make with those made by
// hand: testdata/groups.jsonl holds real repeated errors, group by group. Of
// all pairs that share a fingerprint at least 98 % must belong together, and
// of all pairs that belong together at least 85 % must share one.
func TestGroups(t *testing.T) {
	type row struct {
		Operation, Type, Message, Group string
		print                           string
	}
	var rows []row
	for _, name := range []string{"groups.jsonl", "groups_collected.jsonl"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(text) {
			var r row
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			r.print = fingerprint.Of(r.Operation, r.Type, r.Message)
			rows = append(rows, r)
		}
	}
	var together, belong, both int
	for i, a := range rows {
		for _, b := range rows[:i] {
			same, should := a.print == b.print, a.Group == b.Group
			if same {
				together++
			}
			if should {
				belong++
			}
			switch {
			case same && should:
				both++
			case same:
				t.Logf("wrongly together: %q and %q", fingerprint.Template(a.Message), fingerprint.Template(b.Message))
			case should:
				t.Logf("apart: %q and %q", fingerprint.Template(a.Message), fingerprint.Template(b.Message))
			}
		}
	}
	precision, recall := float64(both)/float64(together), float64(both)/float64(belong)
	t.Logf("%d errors, %d pairs that belong together: precision %.3f, recall %.3f", len(rows), belong, precision, recall)
	if precision < 0.98 || recall < 0.85 {
		t.Errorf("precision %.3f and recall %.3f, want 0.98 and 0.85", precision, recall)
	}
}
