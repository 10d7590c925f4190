// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReportOfANamedPipe, such as <(command) in a shell: what it holds is told
// without reading it twice.
func TestReportOfANamedPipe(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"log":    {lines, "Weather API timeout"},
		"traces": {traces + "\n", "no such cart"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TMPDIR", t.TempDir())
			dir := logs(t)
			pipe := filepath.Join(dir, "pipe")
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Skip(err)
			}
			go func() { _ = os.WriteFile(pipe, []byte(tt.text), 0o600) }()
			code, out, errOut := execute("", "report", "--details", pipe, defaultLogs+"/failures_run-2.jsonl.gz")
			if code != 0 || errOut != "" || !strings.Contains(out, tt.want) || !strings.Contains(out, "Total Failures: 2\n") {
				t.Errorf("exit %d, stdout\n%s\nstderr %q", code, out, errOut)
			}
			if left, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "otelfail-*")); len(left) > 0 {
				t.Errorf("%q is left", left)
			}
		})
	}
}
