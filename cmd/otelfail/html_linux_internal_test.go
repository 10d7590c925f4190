// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReportOpens has the desktop's opener played by a script.
func TestReportOpens(t *testing.T) {
	dir := t.TempDir()
	opened := filepath.Join(dir, "opened")
	// A pipe: reading it waits until somebody has written.
	if err := syscall.Mkfifo(opened, 0o600); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\nprintf %s \"$1\" > " + opened + "\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o700); err != nil { //nolint:gosec // to be run
		t.Fatal(err)
	}
	log := filepath.Join(dir, "failures_r1.jsonl")
	if err := os.WriteFile(log, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("TMPDIR", dir)
	var stdout, stderr strings.Builder
	if code := run([]string{"report", log, "--open"}, nil, &stdout, &stderr); code != 0 {
		t.Fatalf("exit %d: %s", code, &stderr)
	}
	name := strings.TrimSpace(strings.TrimPrefix(stderr.String(), "otelfail: writing "))
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v %v", name, info, err)
	}
	if text, err := os.ReadFile(opened); err != nil || string(text) != name {
		t.Errorf("opened %s, not %s: %v", text, name, err)
	}
}
