// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

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

// inBubble runs a test in which time passes when nothing else happens. A bubble's
// channels must not meet those of others, as they could in pools: these are empty
// after the second collection.
func inBubble(t *testing.T, test func(*testing.T)) {
	t.Helper()
	empty := func() { runtime.GC(); runtime.GC() }
	empty()
	defer empty()
	synctest.Test(t, test)
}

// loop appends n failures of one kind and returns how many were written in full.
func loop(t *testing.T, l *failurelog.Log, run string, n int) (written int) {
	t.Helper()
	for range n {
		r := failure(run, fmt.Sprint(time.Now().UnixNano(), run, written))
		r.Fingerprint = "1:loop"
		switch err := l.Append(&r); {
		case err == nil:
			written++
		case !errors.Is(err, failurelog.ErrLimited):
			t.Fatal(err)
		}
	}
	return written
}

// counted returns the failures that the log counts as too many, by run.
func counted(t *testing.T, dir string) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, d := range dropped(t, dir) {
		if d.Cause != failurelog.CauseLimit || d.Fingerprint == "" || d.Failures != d.Lines || d.Timestamp.Before(d.Since) {
			t.Errorf("dropped: %+v", d)
		}
		counts[d.RunID] += d.Failures
	}
	return counts
}

func TestLimitCountsAreWrittenWhenTheMinuteIsOver(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		dir := t.TempDir()
		l := open(t, dir, failurelog.Options{Limit: 3})
		if n := loop(t, l, "r", 10); n != 3 {
			t.Errorf("%d written in full, want 3", n)
		}
		time.Sleep(30 * time.Second)
		other := failure("s", "other")
		other.Fingerprint = "1:other"
		appendAll(t, l, other)
		time.Sleep(29 * time.Second)
		synctest.Wait()
		if got := dropped(t, dir); len(got) != 0 {
			t.Errorf("within the minute: %+v", got)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		// Nothing is flushed or closed: this is what a kill leaves.
		if got := dropped(t, dir); len(got) != 1 || got[0].Failures != 7 || got[0].RunID != "r" {
			t.Errorf("after the minute: %+v, want 7 failures", got)
		}
		if n := loop(t, l, "r", 5); n != 3 {
			t.Errorf("%d written in full in the second minute, want 3", n)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := dropped(t, dir); len(got) != 2 || got[1].Failures != 2 {
			t.Errorf("after the second minute: %+v, want 2 failures more", got)
		}
	})
}

func TestLimitHoldsForAllRunsTogether(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		dir := t.TempDir()
		l := open(t, dir, failurelog.Options{Limit: 3})
		written := 0
		want := map[string]int{}
		for i := range 20 {
			run := fmt.Sprint("run-", i)
			n := loop(t, l, run, 2)
			if written += n; n < 2 {
				want[run] = 2 - n
			}
			if i%2 == 0 {
				if err := l.FinishRun(run); err != nil {
					t.Fatal(err)
				}
				if got := counted(t, dir); got[run] != want[run] {
					t.Errorf("%s has ended with %d counted, want %d", run, got[run], want[run])
				}
			}
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := counted(t, dir); written != 3 || !maps.Equal(got, want) {
			t.Errorf("%d written in full, want 3; counted %v, want %v", written, got, want)
		}
	})
}

func TestLimitCountsOfManyRunsAreBounded(t *testing.T) {
	const runs = 3_000
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{Limit: 1})
	for i := range runs {
		loop(t, l, fmt.Sprint(i), 1)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 1_100 {
		t.Errorf("%d files, error %v", len(entries), err)
	}
	got, sum := counted(t, dir), 0
	for run, n := range got {
		if sum += n; run != "" && n != 1 {
			t.Errorf("run %s: %d counted", run, n)
		}
	}
	if sum != runs-1 || got[""] == 0 {
		t.Errorf("%d are counted, %d of them of no run; want %d", sum, got[""], runs-1)
	}
}

func TestLimitLeavesNothingBehind(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	l := open(t, t.TempDir(), failurelog.Options{Limit: 1})
	loop(t, l, "r", 5)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r := failure("r", "late")
	if err := l.Append(&r); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Append after Close: %v", err)
	}
}
