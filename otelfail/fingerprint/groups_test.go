// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package fingerprint_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"testing"

	"github.com/otelfail/otelfail-go/otelfail/fingerprint"
)

// grouped is a line of testdata/groups*.jsonl, and its fingerprint.
type grouped struct {
	Operation, Type, Message, Group string
	print                           string
}

func readGroups(t *testing.T) []grouped {
	t.Helper()
	var rows []grouped
	for _, name := range []string{"groups.jsonl", "groups_collected.jsonl"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(text) {
			var r grouped
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			r.print = fingerprint.Of(r.Operation, r.Type, r.Message)
			rows = append(rows, r)
		}
	}
	return rows
}

// TestValuesOfGroups holds all fingerprints of testdata/groups*.jsonl by a hash
// of theirs. It changes with the lines of these files, and with the method,
// which then needs a new Version.
func TestValuesOfGroups(t *testing.T) {
	sum := sha256.New()
	for _, r := range readGroups(t) {
		_, _ = io.WriteString(sum, r.print+"\n")
	}
	const want = "e5fc75e0528fa845"
	if got := hex.EncodeToString(sum.Sum(nil)[:8]); got != want {
		t.Errorf("the fingerprints of all lines have the hash %s, want %s: a new method needs a new Version", got, want)
	}
}

// TestGroups compares the groups that fingerprints make with those made by
// hand: testdata/groups.jsonl holds real repeated errors, group by group. Of
// all pairs that share a fingerprint at least 98 % must belong together, and
// of all pairs that belong together at least 85 % must share one.
func TestGroups(t *testing.T) {
	rows := readGroups(t)
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
