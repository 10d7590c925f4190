// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

func TestOpenMakesThePrivateDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "runtime", "logs")
	open(t, dir, failurelog.Options{})
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 0 {
		t.Errorf("directory has %v, error %v; want it empty", entries, err)
	}
	if info, err := os.Stat(dir); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("directory mode %v, error %v", info.Mode(), err)
	}
}

func TestOpenSaysWhyNot(t *testing.T) {
	file := writeFile(t, t.TempDir(), "file", "")
	for _, dir := range []string{"", file, filepath.Join(file, "below")} {
		l, err := failurelog.Open(dir, failurelog.Options{})
		if err == nil {
			t.Errorf("Open(%q) = %v, want an error", dir, l)
			continue
		}
		if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), dir) {
			t.Errorf("Open(%q): %q", dir, err)
		}
	}
}

func TestOpenUnwritableDirectory(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("permissions do not bind this user")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil { //nolint:gosec // a directory needs x
		t.Fatal(err)
	}
	if _, err := failurelog.Open(dir, failurelog.Options{}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v, want permission denied", err)
	}
}

func TestAppendMakesOneLinePerRecord(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{Sync: true})
	appendAll(t, l, failure("a", "1"), failure("b", "2"), failure("a", "3"))
	for run, want := range map[string]string{"a": "1 3", "b": "2"} {
		records, errs := collect(failurelog.Records(sources(t, filepath.Join(dir, "failures_"+run+".jsonl"))...))
		if got := ids(records); got != want || len(errs) != 0 {
			t.Errorf("run %s: %q, errors %v, want %q", run, got, errs, want)
		}
	}
	info, err := os.Stat(l.RunFile("a"))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("file mode %v, error %v", info.Mode(), err)
	}
}

func TestRunFile(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	long := strings.Repeat("x", 5000)
	odd := []string{
		"", ".", "..", "../../x", "a/b", `a\b`, "a_b", "a:b", "con", "NUL", "x ", "x", "x.jsonl", "run\x00", "run\n", "run\u202e",
		"日本", "日木", "\xff", "\xfe", long, long + "y", `<>:"|?*`, "a_b~c14cddc033f64b9d", "\x1b[2J",
	}
	seen := map[string]string{}
	for _, id := range odd {
		path := l.RunFile(id)
		name := filepath.Base(path)
		if filepath.Dir(path) != dir {
			t.Errorf("RunFile(%.20q) = %q, not within the directory", id, path)
		}
		if len(name) > 140 || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`<>:"/\|?*`, r) }) {
			t.Errorf("RunFile(%.20q): unsafe name %q", id, name)
		}
		if other, ok := seen[strings.ToLower(name)]; ok {
			t.Errorf("%.20q and %.20q share %q", id, other, name)
		}
		seen[strings.ToLower(name)] = id
		appendAll(t, l, failure(id, "1"))
	}
	if got, want := filepath.Base(l.RunFile("run-1708000245")), "failures_run-1708000245.jsonl"; got != want {
		t.Errorf("plain run id: %q, want %q", got, want)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != len(odd) {
		t.Errorf("%d files for %d run ids, error %v", len(entries), len(odd), err)
	}
}

func TestAppendStartsOnAFreshLineAfterATornOne(t *testing.T) {
	tests := map[string]struct {
		before string
		errs   int
	}{
		"torn":  {`{"event":"failure_recorded","failu`, 1},
		"whole": {`{"event":"failure_recorded","failure_id":"0"}` + "\n", 0},
		"empty": {"", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := writeFile(t, dir, "failures_r.jsonl", tt.before)
			l := open(t, dir, failurelog.Options{})
			appendAll(t, l, failure("r", "1"), failure("r", "2"))
			records, errs := collect(failurelog.Records(sources(t, path)...))
			if got := ids(records); !strings.HasSuffix(got, "1 2") || len(errs) != tt.errs {
				t.Errorf("read %q, errors %v, want %d", got, errs, tt.errs)
			}
			if strings.Contains(readFile(t, path), "\n\n") {
				t.Error("an empty line was written")
			}
		})
	}
}

func TestManyRunsNeedFewFiles(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	const runs = 200
	for _, id := range []string{"1", "2"} {
		for run := range runs {
			appendAll(t, l, failure(fmt.Sprint(run), id))
		}
	}
	if fds, err := os.ReadDir("/proc/self/fd"); err == nil && len(fds) > runs/2 {
		t.Errorf("%d files are open", len(fds))
	}
	records, errs := collect(failurelog.Records(sources(t, dir)...))
	if len(records) != 2*runs || len(errs) != 0 {
		t.Errorf("read %d records, errors %v", len(records), errs)
	}
}

func TestConcurrentSafe(t *testing.T) {
	for _, direct := range []bool{false, true} {
		t.Run(fmt.Sprintf("direct=%v", direct), func(t *testing.T) { testConcurrentSafe(t, failurelog.Options{Direct: direct}) })
	}
}

func testConcurrentSafe(t *testing.T, opts failurelog.Options) {
	t.Helper()
	const goroutines, each, runs = 16, 100, 80 // more runs than open files
	dir := t.TempDir()
	logs := []*failurelog.Log{open(t, dir, opts), open(t, dir, opts)}
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			l := logs[g%len(logs)]
			for i := range each {
				r := failure(fmt.Sprint((g+i)%runs), fmt.Sprintf("%d-%d", g, i))
				if err := l.Append(&r); err != nil {
					t.Error(err)
				}
				if i%10 == 0 {
					if err := l.FinishRun(r.RunID); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	records, errs := collect(failurelog.Records(sources(t, dir)...))
	distinct := map[string]bool{}
	for _, r := range records {
		distinct[r.FailureID] = true
	}
	if len(records) != goroutines*each || len(distinct) != len(records) || len(errs) != 0 {
		t.Errorf("read %d records, %d distinct, errors %v, want %d", len(records), len(distinct), errs, goroutines*each)
	}
}

func TestFinishRunWithJSONWritesTheArray(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{Format: failurelog.JSON})
	first, second := failure("r", "1"), failure("r", "2")
	outcome := first
	outcome.Event = failurelog.FailureRecovered
	outcome.WasRecovered, outcome.RecoveryAction = true, "retry"
	outcome.Recovery = &failurelog.Recovery{Outcome: failurelog.Recovered, Action: "retry", Supersedes: failurelog.Unknown}
	appendAll(t, l, first, outcome)
	finish := func() (array []failurelog.Record) {
		t.Helper()
		if err := l.FinishRun("r"); err != nil {
			t.Fatal(err)
		}
		text := readFile(t, filepath.Join(dir, "failures_r.json"))
		if !strings.Contains(text, "\n    \"run_id\": \"r\"") {
			t.Errorf("not indented: %s", text)
		}
		if err := json.Unmarshal([]byte(text), &array); err != nil {
			t.Fatal(err)
		}
		return array
	}
	if array := finish(); ids(array) != "1" || !array[0].WasRecovered || array[0].Recovery.Action != "retry" {
		t.Errorf("array: %+v", array)
	}
	appendAll(t, l, second) // a late one
	if array := finish(); ids(array) != "1 2" {
		t.Errorf("after a late failure: %s", ids(array))
	}
	records, errs := collect(failurelog.Records(sources(t, filepath.Join(dir, "failures_r.json"))...))
	if ids(records) != "1 2" || len(errs) != 0 {
		t.Errorf("array read: %s, errors %v", ids(records), errs)
	}
	records, _ = collect(failurelog.Records(sources(t, dir)...))
	if ids(records) != "1 1 2" {
		t.Errorf("directory read: %s, want the lines alone", ids(records))
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("left in the directory: %v, error %v", entries, err)
	}
}

func TestCloseBringsArraysUpToDate(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{Format: failurelog.JSON})
	appendAll(t, l, failure("r", "1"))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	records, errs := collect(failurelog.Records(sources(t, filepath.Join(dir, "failures_r.json"))...))
	if ids(records) != "1" || len(errs) != 0 {
		t.Errorf("array read: %s, errors %v", ids(records), errs)
	}
}

func TestFinishRunWithoutFailuresWritesNothing(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{Format: failurelog.JSON})
	if err := l.FinishRun("r"); err != nil {
		t.Fatal(err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("directory has %v, error %v", entries, err)
	}
}

func TestAppendAfterClose(t *testing.T) {
	l := open(t, t.TempDir(), failurelog.Options{})
	r := failure("r", "1")
	appendAll(t, l, r)
	if err := errors.Join(l.Close(), l.Close()); err != nil {
		t.Fatal(err)
	}
	if err := l.Append(&r); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Append after Close: %v", err)
	}
	if err := l.AppendRun(&failurelog.Run{}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("AppendRun after Close: %v", err)
	}
}

func TestAppendMakesARemovedDirectoryAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "logs")
	l := open(t, dir, failurelog.Options{})
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	appendAll(t, l, failure("r", "1"))
	if records, _ := collect(failurelog.Records(sources(t, dir)...)); ids(records) != "1" {
		t.Errorf("read %q", ids(records))
	}
}

func TestAppendReportsErrors(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	if err := os.Mkdir(l.RunFile("r"), 0o700); err != nil {
		t.Fatal(err)
	}
	r := failure("r", "1")
	err := l.Append(&r)
	if _, ok := errors.AsType[*fs.PathError](err); !ok {
		t.Errorf("error %v, want a path error", err)
	}
	if err := os.Remove(l.RunFile("r")); err != nil {
		t.Fatal(err)
	}
}
