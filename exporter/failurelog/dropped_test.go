// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"errors"
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

func TestLimit(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{Limit: 3})
	for i := range 10 {
		loop, other := failure("r", fmt.Sprintf("a%d", i)), failure("r", fmt.Sprintf("b%d", i))
		loop.Fingerprint, other.Fingerprint = "1:a", fmt.Sprintf("1:b%d", i)
		err := l.Append(&loop)
		if limited := errors.Is(err, failurelog.ErrLimited); limited != (i >= 3) {
			t.Errorf("failure %d: %v", i, err)
		}
		appendAll(t, l, other)
	}
	if err := l.FinishRun("r"); err != nil {
		t.Fatal(err)
	}
	got := dropped(t, dir)
	if len(got) != 1 || got[0].Failures != 7 || got[0].Lines != 7 || got[0].Fingerprint != "1:a" || got[0].Cause != failurelog.CauseLimit {
		t.Errorf("dropped: %+v", got)
	}
	wantOnce(t, dir, 13)
}
