// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package ingest_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
	"github.com/otelfail/otelfail-go/exporter/ingest"
)

// groups returns how many of the failures in a trace file that choose accepts
// have each fingerprint.
func groups(t *testing.T, name string, choose func(*failurelog.Record) bool) (by map[string]int, n int) {
	t.Helper()
	by = map[string]int{}
	for e, err := range ingest.Read(ingest.File(filepath.Join("testdata", name))) {
		if err != nil {
			t.Fatal(err)
		}
		if r := e.Record; r != nil && r.Event == failurelog.FailureRecorded && choose(r) {
			by[r.Fingerprint]++
			n++
		}
	}
	return by, n
}

// TestRepeatedFailuresAreOneGroup holds that what went wrong over and over is
// seen as one thing, or very few. An unexpected keyword argument, the usual
// example of such a failure, is in no text of trail.jsonl: package fingerprint
// has a test with a made one.
func TestRepeatedFailuresAreOneGroup(t *testing.T) {
	for _, tt := range []struct {
		what, file, text string
		failures, atMost int
	}{
		{"probes for files, by stat and by access", "highlight-fs.json.gz", "ENOENT", 112, 2},
		{"a tool that cannot convert one kind of file", "trail.jsonl.gz", "Could not convert", 5, 1},
		{"a search without results, with other words each time", "trail.jsonl.gz", "No results found", 3, 1},
		{"a missing file", "robotframework.jsonl.gz", "does not exist", 4, 1},
	} {
		t.Run(tt.what, func(t *testing.T) {
			by, n := groups(t, tt.file, func(r *failurelog.Record) bool { return strings.Contains(r.ErrorMessage, tt.text) })
			if n != tt.failures || len(by) > tt.atMost {
				t.Errorf("%d failures in %d groups, want %d in at most %d: %v", n, len(by), tt.failures, tt.atMost, by)
			}
		})
	}
}
