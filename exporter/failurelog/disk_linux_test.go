// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package failurelog_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// writeBeyondLimit has files end after a number of bytes that cuts a line, as a
// full disk does.
func writeBeyondLimit(args []string) error {
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	limit := syscall.Rlimit{Cur: 1000, Max: before.Max}
	l, err := failurelog.Open(args[0], failurelog.Options{})
	if err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	failed := 0
	for i := range 10 {
		r := failure("r", fmt.Sprint(i))
		if err := l.Append(&r); err != nil {
			failed++
		}
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	r := failure("r", "after")
	if err := l.Append(&r); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(args[0], "failed"), fmt.Append(nil, failed), 0o600); err != nil {
		return err
	}
	return l.Close()
}

func TestShortWrites(t *testing.T) {
	dir := t.TempDir()
	if err := startChild(t, "beyond limit", dir).Wait(); err != nil {
		t.Fatal(err)
	}
	var failed int
	if _, err := fmt.Sscan(readFile(t, filepath.Join(dir, "failed")), &failed); err != nil || failed == 0 {
		t.Fatalf("%d writes failed, error %v", failed, err)
	}
	records, errs := collect(failurelog.Records(sources(t, dir)...))
	if len(records) != 11-failed || records[len(records)-1].FailureID != "after" || len(errs) != 1 {
		t.Errorf("%d records, want %d; errors %v, want one torn line", len(records), 11-failed, errs)
	}
	if d := dropped(t, dir); len(d) != 1 || d[0].Failures != failed || d[0].Error != "file too large" {
		t.Errorf("dropped: %+v, want %d", d, failed)
	}
}

func TestDevFull(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	if err := os.Symlink("/dev/full", l.RunFile("r")); err != nil {
		t.Fatal(err)
	}
	r := failure("r", "1")
	if err := l.Append(&r); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("error %v, want no space", err)
	}
	if err := errors.Join(os.Remove(l.RunFile("r")), l.FinishRun("r")); err != nil {
		t.Fatal(err)
	}
	appendAll(t, l, failure("r", "2"))
	if d := dropped(t, dir); len(d) != 1 || d[0].Failures != 1 || d[0].Error != syscall.ENOSPC.Error() {
		t.Errorf("dropped: %+v", d)
	}
}

// mountTmpfs mounts a small file system, where the user may.
func mountTmpfs(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k,mode=700"); err != nil {
		t.Skipf("no mount of a tmpfs: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestFullDisk(t *testing.T) {
	dir := mountTmpfs(t)
	l := open(t, dir, failurelog.Options{})
	filler := writeFile(t, dir, "filler", string(make([]byte, 56<<10)))
	failed, written := 0, 0
	for i := range 100 {
		r := failure("r", fmt.Sprint(i))
		if err := l.Append(&r); errors.Is(err, syscall.ENOSPC) {
			failed++
		} else if err == nil {
			written++
		}
	}
	if failed == 0 || failed+written != 100 {
		t.Fatalf("%d written, %d failed for want of space", written, failed)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	appendAll(t, l, failure("r", "after"))
	records, _ := collect(failurelog.Records(sources(t, dir)...))
	if len(records) != written+1 {
		t.Errorf("%d records, want %d", len(records), written+1)
	}
	if d := dropped(t, dir); len(d) != 1 || d[0].Failures != failed {
		t.Errorf("dropped: %+v, want %d", d, failed)
	}
}

func TestReadOnlyFileSystem(t *testing.T) {
	dir := mountTmpfs(t)
	l := open(t, dir, failurelog.Options{})
	remount := func(flags uintptr) {
		t.Helper()
		if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|flags, "size=64k"); err != nil {
			t.Skipf("no remount: %v", err)
		}
	}
	remount(syscall.MS_RDONLY)
	r := failure("r", "1")
	if err := l.Append(&r); !errors.Is(err, syscall.EROFS) {
		t.Errorf("error %v, want a read-only file system", err)
	}
	remount(0)
	appendAll(t, l, failure("r", "2"))
	if d := dropped(t, dir); len(d) != 1 || d[0].Failures != 1 {
		t.Errorf("dropped: %+v", d)
	}
}

func TestFilesTakenAway(t *testing.T) {
	for name, take := range map[string]func(path string) error{
		"removed":           os.Remove,
		"directory removed": func(path string) error { return os.RemoveAll(filepath.Dir(path)) },
		"truncated":         func(path string) error { return os.Truncate(path, 0) },
		"replaced":          func(path string) error { return errors.Join(os.Remove(path), os.WriteFile(path, nil, 0o600)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "logs")
			l := open(t, dir, failurelog.Options{})
			appendAll(t, l, failure("r", "1"), failure("r", "2"))
			if err := take(l.RunFile("r")); err != nil {
				t.Fatal(err)
			}
			appendAll(t, l, failure("r", "3"), failure("r", "4"))
			records, errs := collect(failurelog.Records(sources(t, dir)...))
			if ids(records) != "3 4" || len(errs) != 0 {
				t.Errorf("%q, errors %v", ids(records), errs)
			}
		})
	}
}

func TestRenamedFileIsLeftBehind(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	appendAll(t, l, failure("r", "0"))
	if err := os.Rename(l.RunFile("r"), filepath.Join(dir, "failures_rotated.jsonl")); err != nil {
		t.Fatal(err)
	}
	n := 1
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); n++ {
		appendAll(t, l, failure("r", fmt.Sprint(n)))
		if _, err := os.Stat(l.RunFile("r")); err == nil {
			break
		}
	}
	if _, err := os.Stat(l.RunFile("r")); err != nil {
		t.Error(err)
	}
	wantOnce(t, dir, n+1)
}

func TestLineAfterOneThatAnotherProcessTore(t *testing.T) {
	dir := t.TempDir()
	l := open(t, dir, failurelog.Options{})
	appendAll(t, l, failure("r", "1"))
	other, err := os.OpenFile(l.RunFile("r"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.WriteString(`{"event":"failure_rec`); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	appendAll(t, l, failure("r", "2"), failure("r", "3"))
	records, errs := collect(failurelog.Records(sources(t, dir)...))
	if ids(records) != "1 2 3" || len(errs) != 1 {
		t.Errorf("%q, errors %v", ids(records), errs)
	}
}
