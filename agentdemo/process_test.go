// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// in runs the program in a directory and returns its output.
func in(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd, out, errs := command(t, append([]string{"chat"}, args...)...)
	cmd.Dir = dir
	if code := exitCode(t, cmd.Run()); code != 0 || errs.Len() > 0 {
		t.Errorf("exit %d: %s", code, errs)
	}
	return out.String()
}

// What was said to one process the next one knows, unless it shall not.
func TestMemoryAcrossProcesses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in(t, dir, "A relaxed trip to Paris, 2026-12-01 to 2026-12-05, from Bergen, we love museums")
	out := in(t, dir, "3 days in Rome")
	for _, want := range []string{
		"✓ Memory: 1 earlier trip recalled",
		"you start from Bergen, as on your trip to Paris", "you like museums, as on your trip to Paris", "a relaxed pace, as on your trip to Paris",
		"Find flights Bergen → Rome",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	for _, args := range [][]string{{"--user-id", "bob"}, {"--no-memory"}} {
		if out := in(t, dir, append(args, "3 days in Rome")...); strings.Contains(out, "Bergen") {
			t.Errorf("%q knows of Bergen:\n%s", args, out)
		}
	}
}

// Damaged files cost what they held, and are kept.
func TestDamagedMemory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in(t, dir, query)
	files, err := filepath.Glob(filepath.Join(dir, "runtime", "memory", "*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, file := range files {
		if err := os.Truncate(file, 10); err != nil {
			t.Fatal(err)
		}
	}
	out := in(t, dir, "3 days in Rome")
	for _, want := range []string{
		"the memory is damaged, going on without it; what cannot be read is kept in runtime/memory.damaged-1",
		"Total Failures: 2", "By Outcome: degraded 2", "By Category: memory 2", "By Node: context_controller 2",
	} {
		if !strings.Contains(filepath.ToSlash(out), want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	if out := in(t, dir, "2 days in Oslo"); !strings.Contains(out, "1 earlier trip recalled") || !strings.Contains(out, "No failures in") {
		t.Errorf("the new memory:\n%s", out)
	}
}

// Through a pipe nobody is asked: what is open is assumed, or refused.
func TestPipe(t *testing.T) {
	for name, tt := range map[string]struct {
		in, want string
		code     int
	}{
		"assumed":   {"3 days in London\n", "Assumed: London is taken as London, England, United Kingdom, not London, Ontario, Canada", 0},
		"two lines": {"A trip to Oslo,\n2027-02-01 to 2027-02-03\n", "Intent parsed: Oslo, 2027-02-01 to 2027-02-03", 0},
		"refused":   {"help me\n", "the request names no destination", 2},
		"nothing":   {"", "the question is empty", 2},
		"too long":  {strings.Repeat("Paris and ", 200_000), "the question is too long: at most 4000 characters", 2},
		"no text":   {"\xff\xfe\x00\x01", "the request names no destination", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, out, errs := command(t, "chat")
			cmd.Stdin = strings.NewReader(tt.in)
			if code := exitCode(t, cmd.Run()); code != tt.code || !strings.Contains(out.String()+errs.String(), tt.want) {
				t.Errorf("exit %d:\n%s%s", code, out, errs)
			}
			if strings.Contains(out.String(), "? ") {
				t.Errorf("asked:\n%s", out)
			}
		})
	}
}
