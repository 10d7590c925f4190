// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const traces = `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"x"},"spans":[` +
	`{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"GET /cart","startTimeUnixNano":"1","endTimeUnixNano":"2","status":{"code":2,"message":"no such cart\u001b[2J"}}` +
	`]}]}]}`

func TestReportOfTraces(t *testing.T) {
	dir := logs(t)
	file := write(t, dir, "traces.jsonl", traces+"\n{\"resourceSpans\":\n")
	spools := func() int {
		found, _ := filepath.Glob(filepath.Join(os.TempDir(), "otelfail-*"))
		return len(found)
	}
	t.Setenv("TMPDIR", t.TempDir())
	for _, tt := range []struct {
		name, in, path string
		args           []string
		total          int
	}{
		{"file", "", file, []string{file}, 1},
		{"standard input", traces + "\n{\"resourceSpans\":\n", standardInput, []string{"-"}, 1},
		{"beside a log", "", file, []string{file, defaultLogs + "/failures_run-1.jsonl"}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, out, errOut := execute(tt.in, append([]string{"report", "--details"}, tt.args...)...)
			if code != 0 || !strings.Contains(out, fmt.Sprintf("Total Failures: %d\n", tt.total)) || !strings.Contains(out, "no such cart") ||
				strings.Contains(out, "\x1b") || !strings.Contains(out, "Unreadable Lines: 1") {
				t.Errorf("exit %d, stdout\n%s", code, out)
			}
			if want := "otelfail: skipped " + tt.path + ":2: "; !strings.HasPrefix(errOut, want) || strings.Count(errOut, "\n") != 1 {
				t.Errorf("stderr %q, want %q", errOut, want)
			}
			if n := spools(); n != 0 {
				t.Errorf("%d temporary files are left", n)
			}
		})
	}
	if code, _, errOut := execute("", "report", "-o", file, file); code != 2 || !strings.Contains(errOut, "one of the logs") {
		t.Errorf("traces as output: exit %d, %q", code, errOut)
	}
}

// TestSeverityOverrideOfTraces: the operator's word counts for traces of others;
// what is in a failure log stays.
func TestSeverityOverrideOfTraces(t *testing.T) {
	dir := logs(t)
	file := write(t, dir, "traces.jsonl", traces)
	for _, args := range [][]string{{"report", "--details", file}, {"report", "--details", "-"}, {"tail", "-"}} {
		t.Setenv("FAILURE_SEVERITY_OVERRIDE", "critical")
		if code, out, errOut := execute(traces, args...); code != 0 || !strings.Contains(strings.ToLower(out), "critical") {
			t.Errorf("%v: exit %d\n%s%s", args, code, out, errOut)
		}
		t.Setenv("FAILURE_SEVERITY_OVERRIDE", "tool/=low")
		if code, out, errOut := execute(traces, args...); code != 2 || out != "" || !strings.Contains(errOut, "FAILURE_SEVERITY_OVERRIDE: ") {
			t.Errorf("%v: exit %d\n%s%s", args, code, out, errOut)
		}
	}
	t.Setenv("FAILURE_SEVERITY_OVERRIDE", "low")
	if code, out, _ := execute(traces, "check", "--max-severity", "low", file); code != 0 {
		t.Errorf("exit %d\n%s", code, out)
	}
	if code, _, _ := execute(traces, "check", "--max-severity", "low", defaultLogs); code != 1 {
		t.Errorf("severities of a log are overridden: exit %d", code)
	}
	t.Setenv("FAILURE_SEVERITY_OVERRIDE", "worst")
	if code, _, errOut := execute("", "report", defaultLogs); code != 0 {
		t.Errorf("exit %d, %s", code, errOut)
	}
}
