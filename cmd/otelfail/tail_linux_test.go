// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/otelfail/otelfail-go/exporter/failurelog"
)

// tail starts the command and returns what it prints, line by line, what to end
// it with by closing its output, and its end.
func tail(t *testing.T, args ...string) (out *bufio.Scanner, hangUp func(), end func() (code int, errOut string)) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	var errOut strings.Builder
	code := make(chan int, 1)
	go func() {
		code <- run(append([]string{"tail"}, args...), strings.NewReader(""), w, &errOut)
		_ = w.Close()
	}()
	hangUp = func() { _ = r.Close() }
	t.Cleanup(hangUp)
	return bufio.NewScanner(r), hangUp, func() (int, string) { return <-code, errOut.String() }
}

func next(t *testing.T, out *bufio.Scanner) string {
	t.Helper()
	if !out.Scan() {
		t.Fatalf("no line: %v", out.Err())
	}
	return out.Text()
}

func TestTail(t *testing.T) {
	logs(t)
	out, _, end := tail(t, "--tool", "weather_summary", "--since", "2026-02-15")
	if got := next(t, out); !strings.Contains(got, "failure   high       network/timeout     execute_tool weather_summary: TimeoutError") {
		t.Errorf("history %q", got)
	}
	write(t, ".", defaultLogs+"/failures_run-3.jsonl", second+strings.NewReplacer("run-1", "run-3", "t1", "t3").Replace(lines))
	if got := next(t, out); !strings.HasSuffix(got, "[run-3]") || !strings.Contains(got, "weather_summary") {
		t.Errorf("line %q", got)
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code, errOut := end(); code != 0 || errOut != "" || out.Scan() {
		t.Errorf("exit %d, stderr %q, more: %q", code, errOut, out.Text())
	}
}

func TestTailEndsWhenNobodyReads(t *testing.T) {
	logs(t)
	out, hangUp, end := tail(t, "--json", "-n", "1")
	var r failurelog.Record
	if err := json.Unmarshal([]byte(next(t, out)), &r); err != nil || r.FailureID != "2" {
		t.Errorf("record %+v, error %v", r, err)
	}
	hangUp()
	if code, errOut := end(); code != 0 || errOut != "" {
		t.Errorf("exit %d, stderr %q", code, errOut)
	}
}

func TestTailWaitsForTheDirectory(t *testing.T) {
	t.Chdir(t.TempDir())
	out, hangUp, end := tail(t)
	write(t, ".", defaultLogs+"/failures_run-2.jsonl", second)
	if got := next(t, out); !strings.Contains(got, "boom  [run-2]") {
		t.Errorf("line %q", got)
	}
	hangUp()
	if code, errOut := end(); code != 0 || errOut != "otelfail: waiting for runtime/logs\n" && errOut != "" {
		t.Errorf("exit %d, stderr %q", code, errOut)
	}
}

func TestTailOfAPipe(t *testing.T) {
	r, w := io.Pipe()
	done := make(chan string)
	pr, pw := io.Pipe()
	go func() {
		var errOut strings.Builder
		run([]string{"tail", "--text", "boom", "-"}, r, pw, &errOut)
		_ = pw.Close()
		done <- errOut.String()
	}()
	go func() { _, _ = io.WriteString(w, lines+second+strings.Repeat(" ", 1024)+"\n") }()
	out := bufio.NewScanner(pr)
	if got := next(t, out); !strings.Contains(got, "boom") { // the pipe is still open
		t.Errorf("line %q", got)
	}
	if _, err := io.WriteString(w, "garbage\n"); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	if out.Scan() {
		t.Errorf("more: %q", out.Text())
	}
	if errOut := <-done; !strings.HasPrefix(errOut, "otelfail: skipped (standard input):5: ") {
		t.Errorf("stderr %q", errOut)
	}
}

func TestTailUsage(t *testing.T) {
	logs(t)
	for _, args := range [][]string{{"-n", "-1"}, {"-", "x"}, {"--severity", "huge"}} {
		if code, out, errOut := execute("", append([]string{"tail"}, args...)...); code != 2 || out != "" || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%q: exit %d, stdout %q, stderr %q", args, code, out, errOut)
		}
	}
}
