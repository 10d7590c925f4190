// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// inProgress returns the names of the operations that a directory tells of.
func inProgress(t *testing.T, dir string) (names []string) {
	t.Helper()
	for e, err := range failurelog.Read(sources(t, dir)...) {
		if err != nil {
			t.Error(err)
		} else if e.Operation != nil {
			names = append(names, e.Operation.Name)
		}
	}
	slices.Sort(names)
	return names
}

// wantInProgress waits until a directory tells of these operations.
func wantInProgress(t *testing.T, dir string, want ...string) {
	t.Helper()
	var got []string
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); runtime.Gosched() {
		if got = inProgress(t, dir); slices.Equal(got, want) {
			return
		}
	}
	t.Errorf("in progress: %q, want %q", got, want)
}

func operationsFiles(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "operations_*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestOperationsInProgress(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	ops := l.Operations("r", "0af7651916cd43dd8448eb211c80319c")
	agent, tool, other := failurelog.SpanID{1}, failurelog.SpanID{2}, failurelog.SpanID{3}
	ops.Started(agent, failurelog.SpanID{}, "invoke_agent a")
	ops.Started(tool, agent, "execute_tool \"t\"\n")
	ops.Started(other, agent, "chat m")
	ops.Ended(other)
	wantInProgress(t, dir, "execute_tool \"t\"\n", "invoke_agent a")
	var got []failurelog.Operation
	for e, err := range failurelog.Read(sources(t, dir)...) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, *e.Operation)
	}
	slices.SortFunc(got, func(a, b failurelog.Operation) int { return strings.Compare(a.SpanID, b.SpanID) })
	want := []failurelog.Operation{
		{
			Event: failurelog.OperationStarted, Schema: 1, RunID: "r", TraceID: "0af7651916cd43dd8448eb211c80319c",
			SpanID: "0100000000000000", ParentSpanID: "0000000000000000", Name: "invoke_agent a",
		},
		{
			Event: failurelog.OperationStarted, Schema: 1, RunID: "r", TraceID: "0af7651916cd43dd8448eb211c80319c",
			SpanID: "0200000000000000", ParentSpanID: "0100000000000000", Name: "execute_tool \"t\"\n",
		},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
	ops.Ended(tool)
	ops.Ended(agent)
	wantInProgress(t, dir)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if files := operationsFiles(t, dir); len(files) != 0 {
		t.Errorf("left after Close: %q", files)
	}
	ops.Started(agent, failurelog.SpanID{}, "after Close")
	ops.Ended(agent)
}

func TestOperationsAreNotedBesideOthers(t *testing.T) {
	const goroutines, each = 16, 500
	dir := t.TempDir()
	ops := open(t, dir, failurelog.Options{}).Operations("r", "t")
	stop := make(chan struct{})
	var reader, writers sync.WaitGroup
	reader.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				inProgress(t, dir) // reports what it cannot read
			}
		}
	})
	var left failurelog.SpanID
	for g := range goroutines {
		writers.Go(func() {
			for i := range each {
				var id failurelog.SpanID
				binary.BigEndian.PutUint64(id[:], uint64(g*each+i+1)*0x9e3779b97f4a7c15) //nolint:gosec // it may wrap
				ops.Started(id, failurelog.SpanID{}, strings.Repeat("x", i))
				ops.Ended(id)
			}
		})
	}
	writers.Wait()
	close(stop)
	reader.Wait()
	left[0] = 9
	ops.Started(left, failurelog.SpanID{}, "left")
	wantInProgress(t, dir, "left")
}

func TestOperationsThatDoNotFit(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	ops := l.Operations("r", "t")
	ops.Started(failurelog.SpanID{1}, failurelog.SpanID{}, strings.Repeat("\x00", 1000))
	for len(inProgress(t, dir)) == 0 {
		runtime.Gosched()
	}
	if names := inProgress(t, dir); len(names) != 1 || len(names[0]) < 20 || strings.Trim(names[0], "\x00") != "" {
		t.Errorf("a long name is %q", names)
	}
	long := l.Operations(strings.Repeat("r", 1000), "t")
	long.Started(failurelog.SpanID{2}, failurelog.SpanID{}, "of a run with a long id")
	long.Ended(failurelog.SpanID{2})
	for i := range 2000 {
		ops.Started(failurelog.SpanID{byte(i), byte(i >> 8), 1}, failurelog.SpanID{}, "one of many")
	}
	for len(inProgress(t, dir)) < 100 {
		runtime.Gosched()
	}
}

func TestOperationsFileTakenAway(t *testing.T) {
	for name, take := range map[string]func(file string) error{
		"removed":   os.Remove,
		"cut short": func(file string) error { return os.Truncate(file, 0) },
		"directory": func(file string) error { return os.RemoveAll(filepath.Dir(file)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "logs")
			ops := open(t, dir, failurelog.Options{}).Operations("r", "t")
			ops.Started(failurelog.SpanID{1}, failurelog.SpanID{}, "first")
			wantInProgress(t, dir, "first")
			if err := take(operationsFiles(t, dir)[0]); err != nil {
				t.Fatal(err)
			}
			ops.Ended(failurelog.SpanID{1})
			ops.Started(failurelog.SpanID{2}, failurelog.SpanID{}, "second")
			for {
				if _, err := os.Stat(dir); err == nil {
					break
				}
				runtime.Gosched()
			}
			wantInProgress(t, dir, "second")
		})
	}
}
