// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// dropped returns the lines of a directory that stand for missing ones.
func dropped(t *testing.T, dir string) (all []failurelog.Dropped) {
	t.Helper()
	for e, err := range failurelog.Read(sources(t, dir)...) {
		if err == nil && e.Dropped != nil {
			all = append(all, *e.Dropped)
		}
	}
	return all
}

func TestDropsAreCountedInTheLog(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	if err := os.Mkdir(l.RunFile("r"), 0o700); err != nil {
		t.Fatal(err)
	}
	lost, outcome := failure("r", "1"), failure("r", "1")
	outcome.Event = failurelog.FailureRevised
	for _, r := range []*failurelog.Record{&lost, &outcome} {
		if err := l.Append(r); err == nil {
			t.Fatal("no error")
		}
	}
	if err := os.Remove(l.RunFile("r")); err != nil {
		t.Fatal(err)
	}
	appendAll(t, l, failure("r", "2"))
	appendAll(t, l, failure("r", "3"))
	got := dropped(t, dir)
	if len(got) != 1 || got[0].Failures != 1 || got[0].Lines != 2 || got[0].RunID != "r" ||
		got[0].Cause != failurelog.CauseWrite || got[0].Error == "" || got[0].Since.IsZero() || got[0].Timestamp.Before(got[0].Since) {
		t.Errorf("dropped: %+v", got)
	}
	wantOnce(t, dir, 2)
}

func TestDropsOfManyRunsAreBounded(t *testing.T) {
	const runs = 1100
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	for i := range runs {
		r := failure(fmt.Sprint(i), "1")
		if err := os.Mkdir(l.RunFile(r.RunID), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := l.Append(&r); err == nil {
			t.Fatal("no error")
		}
		if err := os.Remove(l.RunFile(r.RunID)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range dropped(t, dir) {
		n += d.Failures
	}
	if n != runs {
		t.Errorf("%d failures are counted as dropped, want %d", n, runs)
	}
}

func TestShutdownCountsInTheLedgerWhatItsFileRefuses(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{Limit: 1})
	for _, run := range []string{"r", "s"} {
		if err := os.Mkdir(l.RunFile(run), 0o700); err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			r := failure(run, fmt.Sprint(i))
			r.Fingerprint = run // one is tried, two are too many
			if err := l.Append(&r); err == nil {
				t.Fatal("no error")
			}
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	found, err := l.LedgerSources()
	if err != nil {
		t.Fatal(err)
	}
	lost := map[string]int{}
	for e, err := range failurelog.Read(found...) {
		if err != nil || e.Dropped == nil {
			t.Errorf("%+v, error %v", e, err)
			continue
		}
		lost[e.Dropped.RunID] += e.Dropped.Failures
	}
	if len(lost) != 2 || lost["r"] != 3 || lost["s"] != 3 {
		t.Errorf("the ledger counts %v, want 3 of r and of s", lost)
	}
}
