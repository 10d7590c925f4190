// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
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
			done := make(chan struct{})
			reader.Go(func() {
				for {
					seen := map[string]bool{}
					for r, err := range failurelog.Records(sources(t, dir)...) {
						if err == nil && seen[r.FailureID] {
							t.Errorf("failure %s was read twice", r.FailureID)
						}
						seen[r.FailureID] = true
					}
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
					}
				})
			}
			writers.Wait()
			close(done)
			reader.Wait()
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

func TestRotationByAge(t *testing.T) {
	dir := t.TempDir()
	old := time.Now().Add(-time.Hour).Format(time.RFC3339)
	writeFile(t, dir, "failures_r.jsonl", `{"event":"failure_recorded","failure_id":"1","timestamp":"`+old+`"}`+"\n")
	l := open(t, dir, failurelog.Options{Rotation: failurelog.Rotation{Age: time.Minute}})
	appendAll(t, l, failure("r", "2"), failure("r", "3"))
	records, errs := collect(failurelog.Records(sources(t, filepath.Join(dir, "failures_r~0002.jsonl"))...))
	if ids(records) != "2 3" && ids(records) != "2" || len(errs) != 0 {
		t.Errorf("second segment: %q, errors %v", ids(records), errs)
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
