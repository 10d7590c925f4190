// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

var rotationLines = flag.Int("rotation.lines", 20_000, "failures that TestRotationLosesNothing writes")

func TestRotationLosesNothing(t *testing.T) {
	for _, zipped := range []bool{false, true} {
		t.Run(fmt.Sprintf("gzip=%v", zipped), func(t *testing.T) {
			const goroutines = 4
			const size = 1 << 20
			dir := t.TempDir()
			l := open(t, dir, failurelog.Options{Rotation: failurelog.Rotation{Size: size, Gzip: zipped}})
			var writers, reader sync.WaitGroup
			var written [goroutines]atomic.Int64 // by each
			done := make(chan struct{})
			reader.Go(func() {
				for {
					readAllWritten(t, dir, written[:])
					select {
					case <-done:
						return
					default:
					}
				}
			})
			each := *rotationLines / goroutines
			for g := range goroutines {
				writers.Go(func() {
					for i := range each {
						r := failure("r", fmt.Sprintf("%d-%d", g, i))
						if err := l.Append(&r); err != nil {
							t.Error(err)
						}
						written[g].Store(int64(i + 1))
					}
				})
			}
			writers.Wait()
			close(done)
			reader.Wait()
			readAllWritten(t, dir, written[:])
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			wantOnce(t, dir, each*goroutines)
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			plain := 0
			for _, e := range entries {
				if info, err := e.Info(); err != nil || info.Size() > size {
					t.Errorf("%s has %d bytes, error %v", e.Name(), info.Size(), err)
				}
				if strings.HasSuffix(e.Name(), ".jsonl") {
					plain++
				}
			}
			if len(entries) < 3 || zipped && plain != 1 {
				t.Errorf("%d files, %d of them plain", len(entries), plain)
			}
		})
	}
}

// readAllWritten reads a directory beside its writers. Each failure that was
// written before is in it, once. All that may not read well is a line that is
// being written: the last one that a file has had.
func readAllWritten(t *testing.T, dir string, written []atomic.Int64) {
	t.Helper()
	before := make([]int64, len(written))
	for g := range written {
		before[g] = written[g].Load()
	}
	seen := map[string]bool{}
	lines, torn := map[string]int{}, map[string]int{}
	for e, err := range failurelog.Read(sources(t, dir)...) {
		if err != nil {
			bad, ok := errors.AsType[*failurelog.LineError](err)
			if !ok || !errors.Is(err, failurelog.ErrTorn) || torn[bad.File] > 0 {
				t.Errorf("beside writers: %v", err)
				continue
			}
			torn[bad.File] = bad.Line
			continue
		}
		lines[e.File] = e.Line
		if id := e.Record.FailureID; seen[id] {
			t.Errorf("failure %s was read twice", id)
		} else {
			seen[id] = true
		}
	}
	for file, line := range torn {
		if line <= lines[file] {
			t.Errorf("%s:%d is torn, and lines come after it", file, line)
		}
	}
	missing := 0
	for g, n := range before {
		for i := range n {
			if !seen[fmt.Sprintf("%d-%d", g, i)] {
				missing++
			}
		}
	}
	if missing > 0 {
		t.Errorf("%d failures that were written before are not read", missing)
	}
}

func TestRotationByAge(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-time.Hour).Format(time.RFC3339)
	writeFile(t, dir, "failures_r.jsonl", `{"event":"failure_recorded","failure_id":"1","timestamp":"`+old+`"}`+"\n")
	l := open(t, dir, failurelog.Options{Rotation: failurelog.Rotation{Age: time.Minute}})
	now := failure("r", "2")
	now.Timestamp = time.Now()
	next := now
	next.FailureID = "3"
	appendAll(t, l, now, next)
	records, errs := collect(failurelog.Records(sources(t, filepath.Join(dir, "failures_r~0002.jsonl"))...))
	if ids(records) != "2 3" || len(errs) != 0 {
		t.Errorf("second segment: %q, errors %v", ids(records), errs)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("files %v, error %v: want one new segment", entries, err)
	}
	wantOnce(t, dir, 3)
}

func TestRotationKeeps(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{Rotation: failurelog.Rotation{Size: 1, Keep: 2}})
	for i := range 6 {
		appendAll(t, l, failure("r", fmt.Sprint(i)))
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	records, _ := collect(failurelog.Records(sources(t, dir)...))
	if got := ids(records); got != "3 4 5" {
		t.Errorf("kept %q, want the last and two closed segments", got)
	}
	again := open(t, dir, failurelog.Options{Rotation: failurelog.Rotation{Size: 1, Keep: 2}})
	appendAll(t, again, failure("r", "6"))
	found, err := again.RunSources("r")
	if err != nil {
		t.Fatal(err)
	}
	if records, _ = collect(failurelog.Records(found...)); !strings.HasSuffix(ids(records), "5 6") {
		t.Errorf("the next writer left %q", ids(records))
	}
}

func TestAfterAGzippedSegmentComesAnother(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "failures_r.jsonl.gz", zip(t, l("1")+"\n"))
	log := open(t, dir, failurelog.Options{Format: failurelog.JSON})
	appendAll(t, log, failure("r", "2"))
	if err := log.FinishRun("r"); err != nil {
		t.Fatal(err)
	}
	wantOnce(t, dir, 2)
	records, _ := collect(failurelog.Records(sources(t, filepath.Join(dir, "failures_r.json"))...))
	if len(records) != 2 {
		t.Errorf("the array holds %q", ids(records))
	}
}

func TestAPlainSegmentIsReadOnceBesideItsCopy(t *testing.T) {
	dir := t.TempDir()
	text := l("1") + "\n"
	writeFile(t, dir, "failures_r~0002.jsonl", text)
	writeFile(t, dir, "failures_r~0002.jsonl.gz", zip(t, text))
	wantOnce(t, dir, 1)
	log := open(t, dir, failurelog.Options{})
	found, err := log.RunSources("r")
	if err != nil || len(found) != 1 {
		t.Errorf("sources %v, error %v", found, err)
	}
	if err := os.Remove(filepath.Join(dir, "failures_r~0002.jsonl")); err != nil {
		t.Fatal(err)
	}
	if records, errs := collect(failurelog.Records(found...)); ids(records) != "1" || len(errs) != 0 {
		t.Errorf("compressed since it was found: %q, errors %v", ids(records), errs)
	}
}
