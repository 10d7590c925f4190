// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package failurelog_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// TestADirectoryHasFilesOnly: reading a pipe that nobody writes to would wait for
// ever, and a device may have no end.
func TestADirectoryHasFilesOnly(t *testing.T) {
	elsewhere := writeFile(t, t.TempDir(), "elsewhere", l("linked")+"\n")
	dir := t.TempDir()
	writeFile(t, dir, "failures_a.jsonl", l("plain")+"\n")
	for name, target := range map[string]string{
		"failures_b.jsonl": elsewhere, "failures_c.jsonl": "/dev/zero", "failures_d.jsonl": "failures_pipe.jsonl", "failures_e.jsonl": dir,
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"failures_pipe.jsonl", "runs.jsonl", "operations_1-1.jsonl"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
			t.Skip(err)
		}
	}
	for _, path := range []string{dir, filepath.Join(dir, "failures_[a-d]*"), filepath.Join(dir, "*.jsonl")} {
		records, errs := collect(failurelog.Records(sources(t, path)...))
		if got := ids(records); !strings.HasPrefix(got, "plain linked") || len(errs) != 0 {
			t.Errorf("%s: records %q, errors %v", path, got, errs)
		}
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "failures_broken.jsonl")); err != nil {
		t.Fatal(err)
	}
	if _, errs := collect(failurelog.Records(sources(t, dir)...)); len(errs) != 1 {
		t.Errorf("a link that leads nowhere: errors %v", errs)
	}
}
