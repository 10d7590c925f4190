// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package follow_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/otelfail/otelfail-go/cmd/otelfail/internal/follow"
	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func failure(runID string, n int) *failurelog.Record {
	return &failurelog.Record{
		Event: failurelog.FailureRecorded, FailureID: fmt.Sprint(n), TraceID: "t-" + runID, RunID: runID,
		Timestamp: noon.Add(time.Duration(n) * time.Millisecond), ErrorMessage: strings.Repeat("x", n%200),
	}
}

func outcome(r *failurelog.Record) *failurelog.Record {
	out := *r
	out.Event = failurelog.FailureRecovered
	out.Recovery = &failurelog.Recovery{Outcome: failurelog.Recovered, Action: "retry", Supersedes: failurelog.Unknown}
	return &out
}

func open(t *testing.T, dir string, opts failurelog.Options) *failurelog.Log {
	t.Helper()
	log, err := failurelog.Open(dir, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	return log
}

// steps runs the steps, each after a look at the files that followed the one
// before, and returns what was followed: "run id/failure id event", or an error.
func steps(t *testing.T, opts follow.Options, todo ...func()) []string {
	t.Helper()
	opts.Interval = time.Millisecond
	opts.Look = func() bool {
		if len(todo) == 0 {
			return false
		}
		todo[0]()
		todo = todo[1:]
		return true
	}
	var got []string
	for e, err := range follow.Follow(t.Context(), opts) {
		switch {
		case err != nil:
			got = append(got, err.Error())
		case e.Record != nil:
			got = append(got, fmt.Sprintf("%s/%s %s", e.Record.RunID, e.Record.FailureID, e.Record.Event))
		case e.Dropped != nil:
			got = append(got, "dropped")
		}
	}
	return got
}

// TestEveryLineOnce: processes write runs that begin one after the other, logs
// rotate and are compressed meanwhile.
func TestEveryLineOnce(t *testing.T) {
	const writers, runs, failures = 3, 4, 40
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()

	var wg sync.WaitGroup
	for w := range writers {
		log := open(t, dir, failurelog.Options{Rotation: failurelog.Rotation{Size: 4 << 10, Gzip: true}})
		wg.Go(func() {
			for run := range runs {
				runID := fmt.Sprintf("run-%d", run) // shared by all writers
				for n := range failures {
					r := failure(runID, w*failures+n)
					for _, line := range []*failurelog.Record{r, outcome(r)} {
						if err := log.Append(line); err != nil {
							t.Error(err)
						}
					}
				}
			}
			if err := log.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	written := make(chan struct{})
	go func() {
		wg.Wait()
		close(written)
	}()

	seen := map[string]int{}
	last := false
	for e, err := range follow.Follow(ctx, follow.Options{
		Paths: []string{dir}, Lines: 1 << 20, Interval: time.Millisecond,
		Look: func() bool { // one more look after all is written
			more := !last
			select {
			case <-written:
				last = true
			default:
			}
			return more
		},
	}) {
		if err != nil {
			t.Errorf("cannot read %v", err)
		} else if e.Record != nil {
			seen[fmt.Sprintf("%s/%s %s", e.Record.RunID, e.Record.FailureID, e.Record.Event)]++
		}
	}
	if ctx.Err() != nil {
		t.Fatal(ctx.Err())
	}
	if want := writers * runs * failures * 2; len(seen) != want {
		t.Errorf("%d lines, want %d", len(seen), want)
	}
	for line, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", line, n)
		}
	}
	if zipped, err := filepath.Glob(filepath.Join(dir, "*.gz")); err != nil || len(zipped) == 0 {
		t.Errorf("nothing was compressed meanwhile: %v", err)
	}
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func line(id string) string {
	return fmt.Sprintf(`{"event":"failure_recorded","schema":1,"failure_id":%q,"run_id":"r","trace_id":"t"}`+"\n", id)
}

func equal(t *testing.T, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFilesThatChange(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "logs") // made later
	path := filepath.Join(dir, "failures_r.jsonl")
	must := func(err error) {
		if err != nil {
			t.Error(err)
		}
	}
	got := steps(t, follow.Options{Paths: []string{dir}},
		func() { must(os.Mkdir(dir, 0o700)) },
		func() { appendTo(t, path, line("1")+line("2")) },
		func() { appendTo(t, path, line("3")[:20]) }, // not finished
		func() { appendTo(t, path, line("3")[20:]) },
		func() { must(os.Truncate(path, 0)) },
		func() { appendTo(t, path, line("4")) },
		func() { must(os.Remove(path)) },
		func() { appendTo(t, path, line("5")) }, // another file of this name
		func() { must(os.Remove(path)); appendTo(t, path, line("5")+line("6")) },
		func() { must(os.Rename(path, filepath.Join(dir, "failures_old.jsonl"))) },
		func() { appendTo(t, path, line("7")) },
		func() { must(os.RemoveAll(dir)) },
		func() { must(os.Mkdir(dir, 0o700)); appendTo(t, path, "garbage\n"+line("8")) },
		func() {},
	)
	var want []string
	for n := 1; n <= 7; n++ {
		want = append(want, fmt.Sprintf("r/%d failure_recorded", n))
	}
	equal(t, got, append(want, path+":1: invalid character 'g' looking for beginning of value", "r/8 failure_recorded")...)
}

func TestLinesThatAreThere(t *testing.T) {
	dir := t.TempDir()
	log := open(t, dir, failurelog.Options{Rotation: failurelog.Rotation{Size: 8 << 10, Gzip: true}})
	for n := range 40 {
		for _, run := range []string{"a", "b"} {
			if err := log.Append(failure(run, n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	more := func() {
		again := open(t, dir, failurelog.Options{})
		if err := again.Append(failure("a", 40)); err != nil {
			t.Error(err)
		}
	}
	a := func(e *failurelog.Entry) bool { return e.Record != nil && e.Record.RunID == "a" }
	for _, n := range []int{0, 1, 3, 39, 1000} {
		var want []string
		for id := max(40-n, 0); id < 40; id++ {
			want = append(want, fmt.Sprintf("a/%d failure_recorded", id))
		}
		equal(t, steps(t, follow.Options{Paths: []string{dir}, Lines: n, Match: a}, func() {}, func() {}), want...)
	}
	equal(t, steps(t, follow.Options{Paths: []string{dir}, Lines: 1, Match: a}, more, func() {}),
		"a/39 failure_recorded", "a/40 failure_recorded")
}

// TestLinesFarFromTheEnd: what matches is rare in a large file, whose last line
// is not finished.
func TestLinesFarFromTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "failures_r.jsonl")
	var text strings.Builder
	for n := range 20_000 {
		text.WriteString(line(fmt.Sprint(n)))
	}
	appendTo(t, path, text.String()+line("20000")[:30])
	got := steps(t, follow.Options{
		Paths: []string{path}, Lines: 3,
		Match: func(e *failurelog.Entry) bool { return e.Record != nil && strings.HasSuffix(e.Record.FailureID, "000") },
	}, func() {}, func() { appendTo(t, path, line("20000")[30:]+line("20001")+line("21000")) }, func() {})
	equal(t, got, "r/17000 failure_recorded", "r/18000 failure_recorded", "r/19000 failure_recorded",
		"r/20000 failure_recorded", "r/21000 failure_recorded")
}

// TestALineThatIsTooLong is one error, and the next line is read.
func TestALineThatIsTooLong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "failures_r.jsonl")
	got := steps(t, follow.Options{Paths: []string{path}},
		func() { appendTo(t, path, `{"event":"`+strings.Repeat("x", 17<<20)+"\n"+line("1")) }, func() {})
	equal(t, got, path+":1: line is too long", "r/1 failure_recorded")
}
