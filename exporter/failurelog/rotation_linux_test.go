// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

var rotatedLines = flag.Int("rotated.lines", 3_000, "failures that each of the processes of TestManyProcessesRotate writes")

// rotateMany writes failures of a run that other processes write too, into
// segments that each of them compresses.
func rotateMany(args []string) error {
	dir, id := args[0], args[1]
	n, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	l, err := failurelog.Open(dir, failurelog.Options{Rotation: failurelog.Rotation{Size: 64 << 10, Gzip: true}})
	if err != nil {
		return err
	}
	for i := range n {
		r := failure("shared", id+"-"+strconv.Itoa(i))
		if err := l.Append(&r); err != nil {
			return errors.Join(err, l.Close())
		}
	}
	return l.Close()
}

// TestManyProcessesRotate: no segment is compressed, and removed, to which another
// process writes or is about to.
func TestManyProcessesRotate(t *testing.T) {
	const processes = 8
	dir := t.TempDir()
	done := make(chan struct{})
	var twice []string
	reader := make(chan struct{})
	go func() { // reads all the while, each failure once
		defer close(reader)
		for {
			seen := map[string]bool{}
			for r, err := range failurelog.Records(sources(t, dir)...) {
				if err == nil && seen[r.FailureID] {
					twice = append(twice, r.FailureID)
				}
				seen[r.FailureID] = true
			}
			select {
			case <-done:
				return
			default:
			}
		}
	}()
	var started []*exec.Cmd
	for i := range processes {
		started = append(started, startChild(t, "rotate", dir, strconv.Itoa(i), strconv.Itoa(*rotatedLines)))
	}
	for _, cmd := range started {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
	close(done)
	<-reader
	if len(twice) > 0 {
		t.Errorf("a reader found %d failures twice, %s among them", len(twice), twice[0])
	}
	wantOnce(t, dir, processes**rotatedLines)
	files, err := filepath.Glob(filepath.Join(dir, "failures_shared*"))
	if err != nil {
		t.Fatal(err)
	}
	zipped := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".gz") {
			zipped++
		} else if info, err := os.Stat(file); err != nil || info.Size() > 64<<10+processes*1024 {
			t.Errorf("%s has %d bytes, error %v", file, info.Size(), err)
		}
	}
	if zipped < processes**rotatedLines*100/(64<<10) || len(files)-zipped > processes {
		t.Errorf("%d of %d segments are compressed", zipped, len(files))
	}
}

// TestSegmentsThatOthersWriteToAreLeftAlone: what one writer has closed another
// may be writing to.
func TestSegmentsThatOthersWriteToAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	opts := failurelog.Options{Rotation: failurelog.Rotation{Size: 4_000, Gzip: true, Keep: 100}}
	slow, fast := open(t, dir, opts), open(t, dir, opts)
	appendAll(t, slow, failure("r", "slow"))
	for i := range 20 {
		appendAll(t, fast, failure("r", "fast-"+strconv.Itoa(i)))
	}
	if err := fast.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(slow.RunFile("r")); err != nil {
		t.Errorf("the segment of the slow writer is gone: %v", err)
	}
	if zipped, err := filepath.Glob(filepath.Join(dir, "*.gz")); err != nil || len(zipped) == 0 {
		t.Errorf("no segment of the fast writer is compressed, error %v", err)
	}
	for i := range 10 { // until it has left the segment
		appendAll(t, slow, failure("r", "slow-"+strconv.Itoa(i)))
	}
	if err := slow.Close(); err != nil {
		t.Fatal(err)
	}
	wantOnce(t, dir, 31)
	if _, err := os.Stat(slow.RunFile("r")); err == nil {
		t.Error("the segment that nobody writes to is not compressed")
	}
}

// TestAnEmptySegmentHidesNoCompressedOne: a process that was about to write to a
// segment, and died, has left its file beside the compressed one.
func TestAnEmptySegmentHidesNoCompressedOne(t *testing.T) {
	dir := t.TempDir()
	opts := failurelog.Options{Rotation: failurelog.Rotation{Size: 2_000, Gzip: true}}
	write := func(from, to int) {
		t.Helper()
		l := open(t, dir, opts)
		for i := from; i < to; i++ {
			appendAll(t, l, failure("r", strconv.Itoa(i)))
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	write(0, 20)
	zipped, err := filepath.Glob(filepath.Join(dir, "*.gz"))
	if err != nil || len(zipped) < 2 {
		t.Fatalf("compressed: %q, error %v", zipped, err)
	}
	for _, file := range zipped {
		writeFile(t, dir, strings.TrimSuffix(filepath.Base(file), ".gz"), "")
	}
	wantOnce(t, dir, 20)
	write(20, 40)
	wantOnce(t, dir, 40)
}
